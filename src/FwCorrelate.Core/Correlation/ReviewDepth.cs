// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>How much of a <see cref="CauseReview"/> is made: a contact is weighed again for every question.</summary>
public enum ReviewDepth
{
    /// <summary>The rivals only: nothing is weighed again.</summary>
    Rivals,

    /// <summary>Also the answer without each source: a handful of questions.</summary>
    LeftOut,

    /// <summary>Also the smallest changes: some seventy questions.</summary>
    Flips,
}
