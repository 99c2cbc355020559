// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Service.Census;

namespace FwCorrelate.Cli.Output;

/// <summary>The census for other programs: categories, behaviours, then what episodes are told apart by. Shares have 6 decimals.</summary>
internal static class CensusRows
{
    public static void WriteJson(BehaviourCensus census, CensusDimension? by, Terminal terminal)
    {
        using var lines = new JsonLines(terminal);
        foreach (var row in All(census))
            lines.Write(Document(row, by));
    }

    public static void WriteCsv(BehaviourCensus census, CensusDimension? by, Terminal terminal)
    {
        var csv = new CsvText(terminal);
        csv.Row("category", "behaviour", "by", "value", "episodes_showing", "episodes_seen", "groups", "share", "low", "high", "undecided",
            "asked", "beyond_coverage", "runs_showing", "runs_seen", "runs_low", "runs_high", "p_adjusted", "onset_step", "onset_from",
            "onset_to", "onset_p", "before_high");
        foreach (var row in All(census))
        {
            csv.Text(row.Category).Text(row.Behaviour).Text(NameOf(row, by)).Text(row.Value).Number<int>(row.Share.Hits)
                .Number<int>(row.Share.Trials).Number<int>(row.Share.Groups).Number(Share(row, row.Share.Share))
                .Number(Share(row, row.Interval.Low)).Number(Share(row, row.Interval.High)).Number<int>(row.Undecided)
                .Number<int>(row.Asked).Number<int>(row.BeyondCoverage).Number<int>(row.Runs.Count).Number<int>(row.RunsSeen)
                .Number(RunShare(row, row.RunsInterval.Low)).Number(RunShare(row, row.RunsInterval.High)).Number(Rounded(row.PAdjusted))
                .Text(row.Onset?.Step).Text(row.Onset?.From).Text(row.Onset?.To).Number(Rounded(row.Onset?.PValue))
                .Number(Rounded(row.Onset?.Before.Interval.High)).EndRow();
        }
    }

    private static IEnumerable<CensusRow> All(BehaviourCensus census) => census.Categories.Concat(census.Behaviours).Concat(census.By);

    private static EcsDocument Document(CensusRow row, CensusDimension? by)
    {
        var document = new EcsDocument().Set("category", row.Category.Length > 0 ? row.Category : null).Set("behaviour", row.Behaviour)
            .Set("by", NameOf(row, by)).Set("value", row.Value)
            .Set("episodes.showing", row.Share.Hits).Set("episodes.seen", row.Share.Trials).Set("episodes.groups", row.Share.Groups)
            .Set("episodes.share", Share(row, row.Share.Share)).Set("episodes.low", Share(row, row.Interval.Low))
            .Set("episodes.high", Share(row, row.Interval.High)).Set("episodes.undecided", row.Undecided).Set("episodes.asked", row.Asked)
            .Set("episodes.beyond_coverage", row.BeyondCoverage).Set("runs.showing", row.Runs.Count).Set("runs.seen", row.RunsSeen)
            .Set("runs.low", RunShare(row, row.RunsInterval.Low)).Set("runs.high", RunShare(row, row.RunsInterval.High)).Set("runs.ids", row.Runs)
            .Set("p_adjusted", Rounded(row.PAdjusted));
        return row.Onset is { } onset ? document.Set("onset.step", onset.Step).Set("onset.from", onset.From).Set("onset.to", onset.To)
            .Set("onset.p", Rounded(onset.PValue)).Set("onset.before.showing", onset.Before.Hits).Set("onset.before.seen", onset.Before.Trials)
            .Set("onset.before.high", Rounded(onset.Before.Interval.High)).Set("onset.after.showing", onset.After.Hits)
            .Set("onset.after.seen", onset.After.Trials) : document;
    }

    private static string? NameOf(CensusRow row, CensusDimension? by) => row.Value is null ? null : by?.ToString().ToLowerInvariant();

    private static decimal? Share(CensusRow row, double share) => row.Share.Trials == 0 ? null : Rounded(share);

    private static decimal? RunShare(CensusRow row, double share) => row.RunsSeen == 0 ? null : Rounded(share);

    private static decimal? Rounded(double? number) => number is { } value ? Math.Round((decimal)value, 6) : null;
}
