// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Correlations;

/// <summary>How much of one rule or one event the correlations take.</summary>
internal static class GroupLimits
{
    /// <summary>In <c>group-by</c>, and in <c>field</c>.</summary>
    public const int MaxFields = 8;

    /// <summary>Rules of a temporal correlation: which of them are there is one word of bits.</summary>
    public const int MaxTemporalRules = 64;

    /// <summary>Rules of a <c>temporal_ordered</c> correlation whose condition is not simply all of them.</summary>
    public const int MaxOrderedRules = 16;

    /// <summary>Groups that one event may be in, where fields that it is grouped by have several values.</summary>
    public const int MaxGroupsPerEvent = 64;
}
