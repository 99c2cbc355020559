// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Explaining;

/// <summary>An event, or a match of an inner correlation, that a correlation looks at.</summary>
/// <param name="Id">As the caller numbered the event; -1 for an inner match.</param>
/// <param name="Rule">Id of the joined rule that it matched.</param>
public sealed record CorrelationHit(long Id, Instant64 Time, string Rule);

/// <summary>A firing, and what lies just outside of it.</summary>
/// <param name="Before">Events of the group that came before it within one window, the last ones, by time.</param>
/// <param name="After">Those that came after it within one window, the first ones, by time.</param>
public sealed record CorrelationFiring(CorrelationMatch Match, IReadOnlyList<CorrelationHit> Before, IReadOnlyList<CorrelationHit> After);

/// <summary>A group on which a correlation did not fire.</summary>
/// <param name="Hits">Its events by time, the first ones.</param>
/// <param name="HitCount">How many there are.</param>
/// <param name="Lacks">What is missing, in words.</param>
public sealed record QuietGroup(
    IReadOnlyList<KeyValuePair<string, string?>> Group, IReadOnlyList<CorrelationHit> Hits, int HitCount, string Lacks);

/// <summary>What a correlation says of events.</summary>
/// <param name="Firings">By first event.</param>
/// <param name="Quiet">Groups that it did not fire on, those that came nearest first; at most ten.</param>
/// <param name="QuietCount">How many such groups there are.</param>
/// <param name="Ungrouped">Events that matched a joined rule and lack a field of the group.</param>
public sealed record CorrelationVerdict(
    IReadOnlyList<CorrelationFiring> Firings, IReadOnlyList<QuietGroup> Quiet, int QuietCount, IReadOnlyList<CorrelationHit> Ungrouped);
