// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Looks for the smallest change of clock, zone or lease that gives another answer.</summary>
/// <param name="answer">The answer as it is.</param>
/// <param name="judge">The answer if the connection had opened later by a duration.</param>
internal sealed class FlipSearch(string source, CauseOutcome answer, Func<Duration, CauseOutcome> judge)
{
    private const int Halvings = 8;
    private const int MostHours = 14;

    /// <summary>Doubling from a quarter of a second to seventeen minutes: what is beyond is a zone, or another lease.</summary>
    private static readonly double[] Seconds = [.. Enumerable.Range(0, 13).Select(i => 0.25 * (1 << i))];

    /// <summary>In words what was tried without effect.</summary>
    public List<string> Withstood { get; } = [];

    /// <summary>At most one each way, nearest first.</summary>
    public IEnumerable<CauseFlip> OfClock()
    {
        var found = new[] { Clock(1), Clock(-1) }.OfType<CauseFlip>().OrderBy(f => Duration.Max(f.By, -f.By)).ToList();
        if (found.Count == 0)
            Withstood.Add(string.Create(CultureInfo.InvariantCulture,
                $"the clock of {source} may be up to {Seconds[^1]:0} s further off either way: the answer stays"));
        return found;
    }

    /// <summary>The nearest hour with any other answer, and the nearest that names another call.</summary>
    public IEnumerable<CauseFlip> OfZone()
    {
        var others = Enumerable.Range(1, MostHours).SelectMany(h => new[] { h, -h })
            .Select(h => new CauseFlip(ChangeKind.Zone, source, Duration.FromHours(h), judge(Duration.FromHours(h)), ""))
            .Where(f => !f.Outcome!.IsSameAnswer(answer)).ToList();
        if (others.Count == 0)
        {
            Withstood.Add(
                string.Create(CultureInfo.InvariantCulture, $"the zone of {source} may be up to {MostHours} h off: the answer stays"));
            return [];
        }

        var named = others.Find(f => f.Outcome!.Kind == AttributionKind.ToolCall);
        var told = others.Count == 2 * MostHours ? "in every other zone the answer is another"
            : string.Create(CultureInfo.InvariantCulture, $"{others.Count} of {2 * MostHours} other zones give another answer");
        return new[] { others[0] with { Reason = told }, named is null
            || named == others[0] ? null : named with { Reason = "another call would be named" } }.OfType<CauseFlip>();
    }

    private CauseFlip? Clock(int sign)
    {
        var same = 0.0;
        foreach (var seconds in Seconds)
        {
            if (At(sign * seconds) is not { } other)
            {
                same = seconds;
                continue;
            }

            var (low, high) = (same, seconds);
            for (var i = 0; i < Halvings && high - low > 0.05; i++)
            {
                var middle = (low + high) / 2;
                if (At(sign * middle) is { } nearer)
                    (high, other) = (middle, nearer);
                else
                    low = middle;
            }

            var by = Duration.FromMilliseconds(sign * Math.Ceiling(high * 1000));
            return new CauseFlip(ChangeKind.Clock, source, by, other,
                sign > 0 ? "stamps later than they are taken to be" : "stamps earlier than they are taken to be");
        }

        return null;
    }

    private CauseOutcome? At(double seconds) =>
        judge(Duration.FromSeconds(seconds)) is var outcome && !outcome.IsSameAnswer(answer) ? outcome : null;

    /// <summary>How much shorter a lease that holds would have to be, and how much longer the nearest that does not.</summary>
    /// <param name="known">All leases of the address and port.</param>
    /// <param name="used">Those that the answer rests on.</param>
    /// <param name="without">The answer if one that the answer rests on had not held it.</param>
    /// <param name="withNeighbour">The answer if one more had held it.</param>
    public static IEnumerable<CauseFlip> OfLeases(IReadOnlyList<AddressLease> known, IReadOnlyList<AddressLease> used, Instant opened,
        Func<AddressLease, CauseOutcome?> without, Func<AddressLease, CauseOutcome?> withNeighbour)
    {
        var edges = used.SelectMany(l => new[]
        {
            (Lease: l, By: l.To == Instant.MaxValue ? (Duration?)null : l.To - opened, Text: "ends that much earlier"),
            (Lease: l, By: l.From == Instant.MinValue ? null : opened - l.From, Text: "begins that much later"),
        }).Where(e => e.By >= Duration.Zero).OrderBy(e => e.By).ToList();
        if (edges.Count > 0)
            yield return new CauseFlip(ChangeKind.LeaseShorter, edges[0].Lease.OwnerId, edges[0].By!.Value, without(edges[0].Lease),
                $"its row {edges[0].Text}")
            { Row = edges[0].Lease.Origin };
        var nearest = known.Where(l => l.From > opened
            || l.To <= opened).Select(l => (Lease: l, By: l.From > opened ? l.From - opened : opened - l.To))
            .Where(l => l.By >= Duration.Zero).OrderBy(l => l.By).FirstOrDefault();
        if (nearest.Lease is { } other)
        {
            yield return new CauseFlip(
                ChangeKind.LeaseLonger, other.OwnerId, nearest.By, withNeighbour(other),
                $"its row {(other.From > opened ? "begins" : "ends")} that far from the connection")
            { Row = other.Origin };
        }
    }
}
