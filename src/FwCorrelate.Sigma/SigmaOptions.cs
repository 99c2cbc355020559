// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Network;
using FwCorrelate.Sigma.Correlations;
using NodaTime;

namespace FwCorrelate.Sigma;

/// <summary>How rules are loaded.</summary>
public sealed record SigmaOptions
{
    public static SigmaOptions Default { get; } = new();

    /// <summary>For <c>src_is_internal</c> and <c>dst_is_internal</c>; the case's default otherwise.</summary>
    public IReadOnlyList<AddressPrefix> InternalNetworks { get; init; } = CaseSettings.Default.InternalNetworks;

    /// <summary>Whether the shipped pack is used beside the given rules.</summary>
    public bool UseShippedRules { get; init; } = true;

    /// <summary>
    /// Values for the modifier <c>expand</c>, by name; they may hold Sigma wildcards. A rule whose placeholder is missing is refused.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Placeholders { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>How correlations are read where their specification leaves a choice.</summary>
    public CorrelationSemantics Correlations { get; init; } = CorrelationSemantics.Default;

    /// <summary>
    /// How long a regular expression that cannot run in linear time may take on one value; null to refuse such rules. An event
    /// on which it takes longer does not match and is counted (<see cref="SigmaDetector.TimeoutsOf"/>).
    /// </summary>
    public Duration? SlowRegexLimit { get; init; }
}
