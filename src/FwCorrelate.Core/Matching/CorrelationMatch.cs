// SPDX-License-Identifier: Apache-2.0
using NodaTime.HighPerformance;

namespace FwCorrelate.Matching;

/// <summary>
/// A correlation that held for one group. Windows that overlap and all hold are one match: a sweep that goes on for an hour is
/// reported once.
/// </summary>
/// <param name="Group">Values by the names of <c>group-by</c>, in its order; null for a field that its events lack.</param>
/// <param name="Fired">When it first held: the time of the event that completed the condition, or the end of the window where that is what
/// it waits for.</param>
/// <param name="Events">Exactly the events that it is made of, by time, id and rule; those of an inner correlation are its own
/// here.</param>
public sealed record CorrelationMatch(
    RuleSummary Rule, IReadOnlyList<KeyValuePair<string, string?>> Group, Instant64 Fired, IReadOnlyList<CorrelatedEvent> Events)
{
    /// <summary>Time of its first event.</summary>
    public Instant64 First => Events[0].Time;

    /// <summary>Time of its last event.</summary>
    public Instant64 Last => Events[^1].Time;

    /// <summary>Whether its last window still holds, so that more may follow.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether the input ended before the window did: what was missing in it may have come later.</summary>
    public bool IsCut { get; init; }

    /// <summary>Events that belong to it and are not in <see cref="Events"/>, because there were too many.</summary>
    public long Evicted { get; init; }
}

/// <summary>One event of a correlation.</summary>
/// <param name="Id">As the caller numbered it.</param>
/// <param name="Rule">Id of the detection that it matched.</param>
public readonly record struct CorrelatedEvent(long Id, Instant64 Time, string Rule);
