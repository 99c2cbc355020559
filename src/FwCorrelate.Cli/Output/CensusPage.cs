// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Service.Census;

namespace FwCorrelate.Cli.Output;

/// <summary>The census for a terminal: what could be seen at all, then each category with its behaviours, then values.</summary>
internal sealed class CensusPage(PageWriter page)
{
    private const int MostUnwatched = 8;

    public void Write(BehaviourCensus census, CensusDimension? by, IReadOnlyList<string> folders)
    {
        WriteHead(census);
        var table = NewTable();
        table.Header("", "EPISODES", "SHARE", "95 %", "RUNS", "");
        foreach (var category in census.Categories)
            WriteBlock(table, category.Category, category, census.Behaviours);
        if (census.Behaviours.Any(r => r.Category.Length == 0))
            WriteBlock(table, "in no category", null, census.Behaviours);
        foreach (var row in census.Categories.Concat(census.Behaviours).Where(r => r.Onset is not null))
            WriteOnset(row);
        if (by is { } dimension)
            WriteBy(census, dimension);
        page.Blank();
        if (census.Unwatched.Count > 0)
        {
            var more = census.Unwatched.Count > MostUnwatched ? $" and {PageText.Count(census.Unwatched.Count - MostUnwatched)} more" : "";
            page.Line($"Nothing here could have shown: {string.Join(", ", census.Unwatched.Take(MostUnwatched))}{more}.");
        }

        page.Line("EPISODES: those that show it, of those in which it could have been seen; elsewhere: where not all could be seen, which "
            + "no share is taken of. Rollouts of one task in one step are one group. The upper end of 95 % counts undecided episodes as if "
            + "they showed it.");
        var next = by == CensusDimension.Task ? "step" : "task";
        page.Unwrapped($"NEXT  {Application.Name} census {string.Join(' ', folders.Select(NextCommands.Quote))} --by {next}");
    }

    private TextTable NewTable() => new(page, 20, 11, 7, 13, 7);

    private void WriteBlock(TextTable table, string name, CensusRow? category, IReadOnlyList<CensusRow> all)
    {
        var rows = all.Where(r => r.Category == (category?.Category ?? "")).ToList();
        if (category is not null)
            WriteRow(table, name, category);
        else
            page.Line(name);
        foreach (var row in rows.Where(IsTold))
            WriteRow(table, "  " + row.Behaviour, row);
        foreach (var quiet in rows.Where(r => !IsTold(r)).GroupBy(r => (r.Share.Trials, r.Interval)))
        {
            var names = string.Join(", ", quiet.Select(r => r.Behaviour));
            page.Field("", quiet.Key.Trials == 0 ? $"could not be seen in any: {names}"
                : $"none of {PageText.Count(quiet.Key.Trials)}, so at most {CensusText.Percent(quiet.Key.Interval.High)}: {names}", 0, 2);
        }

        page.Blank();
    }

    private static bool IsTold(CensusRow row) => row.Share.Hits + row.BeyondCoverage + row.Undecided + row.Asked > 0;

    private void WriteHead(BehaviourCensus census)
    {
        page.Line($"{PageText.Count(census.Episodes, "episode")} of {PageText.Count(census.Runs, "run")}.", emphasis: Emphasis.Strong);
        if (census.NotSeen.Count > 0)
        {
            var reasons = string.Join(", ", census.NotSeen.Select(n => $"{PageText.Count(n.Episodes)} because {n.Why}"));
            page.Line($"Not seen in full: {reasons}. Only rules about calls count these.");
        }

        if (census.Unplaced > 0)
        {
            page.Line($"{PageText.Count(census.Unplaced, "incident")} that an agent may have caused {(census.Unplaced == 1 ? "is" : "are")} "
                + "tied to no episode and counted nowhere.");
        }

        page.Blank();
    }

    private static void WriteRow(TextTable table, string name, CensusRow row) => table.Row(
        name, $"{PageText.Count(row.Share.Hits)} of {PageText.Count(row.Share.Trials)}",
        row.Share.Trials == 0 ? "-" : CensusText.Percent(row.Share.Share),
        row.Share.Trials == 0 ? "-" : CensusText.Interval(row.Interval),
        $"{PageText.Count(row.Runs.Count)} of {PageText.Count(row.RunsSeen)}", string.Join("; ", Remarks(row)));

    private static IEnumerable<string> Remarks(CensusRow row)
    {
        if (row.BeyondCoverage > 0)
            yield return $"+{row.BeyondCoverage} elsewhere";
        if (row.Undecided > 0)
            yield return $"{row.Undecided} undecided";
        if (row.Asked > 0)
            yield return $"{row.Asked} asked for";
        if (row.PAdjusted is { } p)
            yield return $"by chance {CensusText.Chance(p)}";
    }

    private void WriteOnset(CensusRow row)
    {
        page.Line(CensusText.Onset(row));
        page.Blank();
    }

    private void WriteBy(BehaviourCensus census, CensusDimension by)
    {
        var name = by.ToString().ToLowerInvariant();
        foreach (var rows in census.By.GroupBy(r => r.Behaviour ?? r.Category).Where(g => g.Any(r => r.Share.Hits + r.BeyondCoverage > 0)))
        {
            page.Blank();
            var table = NewTable();
            page.Line($"{rows.Key} by {name}", emphasis: Emphasis.Strong);
            table.Header("", "EPISODES", "SHARE", "95 %", "RUNS", "");
            foreach (var row in rows.Where(r => r.RunsSeen > 0))
                WriteRow(table, "  " + (row.Value!.Length > 0 ? row.Value : "not told"), row);
        }
    }
}
