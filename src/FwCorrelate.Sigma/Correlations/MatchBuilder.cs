// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using NodaTime.HighPerformance;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>Makes matches of runs: exactly the events they are made of, in an order that does not depend on arrival.</summary>
internal static class MatchBuilder
{
    public static IReadOnlyList<CorrelationMatch> Build(IEnumerable<Run> runs) =>
    [
        .. runs.Select(Build).OrderBy(m => m.First).ThenBy(m => m.Rule.Id, StringComparer.Ordinal)
            .ThenBy(m => string.Join('\0', m.Group.Select(g => g.Value)), StringComparer.Ordinal).ThenBy(m => m.Fired),
    ];

    private static CorrelationMatch Build(Run run)
    {
        var correlation = run.Table.Correlation;
        var events = new HashSet<CorrelatedEvent>();
        var evicted = Collect(run, run.Last, events, []);
        return new CorrelationMatch(
            correlation.Summary,
            [.. correlation.Rule.GroupBy.Zip(run.Values, KeyValuePair.Create)],
            Instant64.FromUnixTimeNanoseconds(run.Fired),
            [.. events.OrderBy(e => e.Time).ThenBy(e => e.Id).ThenBy(e => e.Rule, StringComparer.Ordinal)])
        {
            IsOpen = !run.HasEnded,
            IsCut = run.IsCut,
            Evicted = evicted,
        };
    }

    /// <summary>Adds the events of a run and of the inner runs among them; returns how many are missing.</summary>
    private static long Collect(Run run, long until, HashSet<CorrelatedEvent> events, HashSet<Run> seen)
    {
        if (!seen.Add(run))
            return 0;
        var correlation = run.Table.Correlation;
        var own = run.Events(until);
        var evicted = run.Evicted;
        foreach (var e in correlation.IsPlainSequence ? SequenceEvidence.Of([.. own], correlation) : own)
        {
            if (e.Inner is { } inner)
                evicted += Collect(inner, until, events, seen);
            else
                events.Add(new CorrelatedEvent(e.Id, Instant64.FromUnixTimeNanoseconds(e.Time), correlation.Members[e.Member].Rule));
        }

        return evicted;
    }
}
