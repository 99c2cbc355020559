// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service;
using NodaTime;

namespace FwCorrelate.Serving.Coverage;

/// <summary>Says of a result which intervals of each source were evaluated, how, and why not whole.</summary>
internal static class CoverageLedger
{
    public static IEnumerable<SourceCoverage> Of(InvestigationResult result)
    {
        foreach (var source in result.Sources.Where(s => s is { From: not null, To: not null }))
            yield return new SourceCoverage(source.Settings.Name, SpansOf(source));
        if (result.TimelineTrust is { From: { } from, To: { } to } trust)
            yield return new SourceCoverage(WatchedSource.Traces,
                [new CoverageSpan(from, to, DoubtOf(trust).Length > 0 ? CoverageKind.Partial : CoverageKind.Complete, DoubtOf(trust))]);
    }

    public static IEnumerable<RuleCoverage> RulesOf(InvestigationResult result) => result.Rules.Where(r => r.Rule.IsReported)
        .Select(r => new RuleCoverage(r.Rule.Id, r.Rule.Title, [.. r.Watched.Select(w => w.Name)], r.BlindBecause));

    private static List<CoverageSpan> SpansOf(SourceTrust source)
    {
        var (kind, why) = source.UnreadRecords > 0
            ? (CoverageKind.Partial, $"{source.UnreadRecords} records of the source could not be read")
            : (CoverageKind.Complete, "");
        var spans = new List<CoverageSpan>();
        var at = source.From!.Value;
        foreach (var gap in source.Gaps.OrderBy(g => g.Interval.Start).ThenBy(g => g.IsLoss))
        {
            var start = Instant.Max(at, gap.Interval.Start);
            if (gap.Interval.End <= start)
                continue;
            if (start > at)
                spans.Add(new CoverageSpan(at, start, kind, why));
            spans.Add(gap.IsLoss
                ? new CoverageSpan(start, gap.Interval.End, CoverageKind.Partial, "the sensor lost records")
                : new CoverageSpan(start, gap.Interval.End, CoverageKind.Silent, "no sensor of the source logged anything"));
            at = gap.Interval.End;
        }

        if (source.To!.Value > at || spans.Count == 0)
            spans.Add(new CoverageSpan(at, source.To!.Value, kind, why));
        return spans;
    }

    private static string DoubtOf(TimelineTrust trust) => trust.UnreadableEpisodes + trust.EpisodesInDoubt > 0
        ? $"{trust.UnreadableEpisodes + trust.EpisodesInDoubt} episodes may have made calls that no trace tells of"
        : trust.CallsWithoutSpan > 0 ? $"{trust.CallsWithoutSpan} calls were asked for and have no span" : "";
}
