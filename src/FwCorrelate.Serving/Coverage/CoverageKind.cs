// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Serving.Coverage;

/// <summary>How an interval was evaluated.</summary>
internal enum CoverageKind
{
    /// <summary>Everything that the source said was read.</summary>
    Complete,

    /// <summary>The source said that it lost records, or some could not be read.</summary>
    Partial,

    /// <summary>The source said nothing.</summary>
    Silent,

    /// <summary>Evaluated, and later records may still revise what was said.</summary>
    Open,

    /// <summary>Nothing of it was there to evaluate.</summary>
    None,
}
