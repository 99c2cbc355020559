// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>How long late events are waited for, and how much is kept.</summary>
public sealed record CorrelationOptions
{
    public static CorrelationOptions Default { get; } = new();

    /// <summary>How far behind the newest event another may arrive and still count. Nothing is decided before that.</summary>
    public Duration AllowedLateness { get; init; } = Duration.Zero;

    /// <summary>Groups of one rule; the one that was quiet for the longest gives way to a new one.</summary>
    public int MaxGroups { get; init; } = 262_144;

    /// <summary>Events of one group within its window, and as many that its open match holds; the oldest give way.</summary>
    public int MaxEventsPerGroup { get; init; } = 65_536;

    /// <summary>Events that wait for late ones; where there are more, the wait is cut short.</summary>
    public int MaxPending { get; init; } = 1_000_000;
}

/// <summary>What a correlator holds, and what it could not hold.</summary>
/// <param name="Groups">Groups with events in their window.</param>
/// <param name="Events">Events in windows, counted for each rule and group.</param>
/// <param name="Pending">Events that wait for late ones, counted likewise.</param>
/// <param name="EvictedGroups">Groups that gave way because of <see cref="CorrelationOptions.MaxGroups"/>.</param>
/// <param name="Evicted">Events that gave way because of a limit.</param>
/// <param name="Late">Events that came too late to count.</param>
/// <param name="Ungrouped">Times that an event met a rule and lacked a field that it groups by or counts.</param>
/// <param name="Bytes">Memory of the state.</param>
public sealed record CorrelationState(
    long Groups, long Events, long Pending, long EvictedGroups, long Evicted, long Late, long Ungrouped, long Bytes)
{
    public double BytesPerGroup => Groups == 0 ? 0 : (double)Bytes / Groups;
}
