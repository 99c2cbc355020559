// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service;

/// <summary>What is to be known of the traces and leases of a case before what is concluded from them is trusted.</summary>
internal static class TimelineTrusts
{
    /// <param name="stopped">Episodes whose calls all carry one stamp.</param>
    public static TimelineTrust Of(Timeline timeline, int stopped)
    {
        var coverages = timeline.Episodes.Select(e => e.TraceCoverage).OfType<double>().ToList();
        var holders = timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox).GroupBy(l => (l.Address, l.Network)).ToList();
        var index = new LeaseIndex([], timeline.LostLeases);
        var exclusive = holders.Count(h => index.LostOf(h.Key.Address.Network) is null && IsExclusive(h));
        return new TimelineTrust(
            timeline.Calls.Select(c => c.RunId).OfType<string>().Distinct().Count(),
            timeline.Episodes.Count,
            timeline.Calls.Count,
            timeline.Calls.Count(c => string.IsNullOrWhiteSpace(c.Command)),
            timeline.Calls.Count(c => c.SandboxId is null),
            timeline.Calls.Count == 0 ? null : timeline.Calls.Min(c => c.Start.Value),
            timeline.Calls.Count == 0 ? null : timeline.Calls.Max(c => c.End.Value),
            coverages.Count == 0 ? null : coverages.Average(),
            timeline.Leases.Count,
            exclusive,
            holders.Count - exclusive,
            timeline.Calls.Concat(timeline.Untimed).GroupBy(c => c.Start.Basis).OrderBy(g => g.Key)
                .ToDictionary(g => g.Key, g => g.Count()))
        {
            Spans = timeline.Spans,
            CallsWithoutSpan = timeline.Gaps.Count(g => g.Kind == TraceGapKind.CallWithoutSpan),
            SpansNotTaken = [.. timeline.Gaps.Where(g => g.Kind == TraceGapKind.SpanNotTaken).GroupBy(g => g.Reason ?? "")
                .Select(g => (g.Key, g.DistinctBy(gap => gap.Origin).Count())).OrderByDescending(r => r.Item2)
                    .ThenBy(r => r.Key, StringComparer.Ordinal)],
            UnreadableEpisodes = timeline.Gaps.Count(g => g.Kind == TraceGapKind.UnreadableSpans),
            StoppedEpisodes = stopped,
            Conflicts = timeline.Conflicts,
            LostLeases = timeline.LostLeases.Count,
            EpisodesInDoubt = timeline.Episodes.Count(e => e.MayLackCalls),
        };
    }

    // Sorted by start, two leases overlap only where one begins before all earlier ones have ended.
    private static bool IsExclusive(IEnumerable<AddressLease> leases)
    {
        var end = Instant.MinValue;
        foreach (var lease in leases.OrderBy(l => l.From))
        {
            if (!lease.IsInventory || lease.From < end)
                return false;
            end = lease.To;
        }

        return true;
    }
}
