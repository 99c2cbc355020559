// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service.Census;

namespace FwCorrelate.Service.Reporting;

/// <summary>How many episodes show which behaviour, over those in which it could have been seen.</summary>
internal static class CensusSection
{
    public static void Write(InvestigationResult result, HtmlWriter html)
    {
        if (result.Episodes.Count == 0)
            return;
        var census = BehaviourCensus.Of(CensusInput.Of(result), BehaviourCategories.Shipped);
        html.Open("section", null, ("aria-labelledby", "census")).Open("h2", null, ("id", "census")).Text("Census").Close("h2");
        html.Open("p", "hint").Text("Of how many episodes does which behaviour show, alerts or none? A share is of the episodes in which it "
            + "could have been seen: every call recorded and, unless only calls are looked at, an address of the sandbox's own and a log that "
            + "covers the episode. Rollouts of one task in one step are one group. ").Text(ReportWords.Count(census.Episodes, "episode", "episodes")).Text(" of ").Text(ReportWords.Count(census.Runs, "run", "runs"));
        foreach (var (why, episodes) in census.NotSeen)
            html.Text(", ").Text(episodes).Text($" not seen in full because {why}");
        html.Text(".").Close("p");
        WriteTable(census.Categories, "By category", "Category", html);
        var told = census.Behaviours.Where(r => r.Share.Hits + r.BeyondCoverage + r.Undecided + r.Asked > 0).ToList();
        WriteTable(told, "By behaviour", "Family of rules", html);
        foreach (var row in census.Categories.Concat(told).Where(r => r.Onset is not null))
            html.Open("p").Foreign(CensusText.Onset(row)).Close("p");
        WriteRest(census, told, html);
        html.CloseBlock("section");
    }

    private static void WriteTable(IReadOnlyList<CensusRow> rows, string caption, string first, HtmlWriter html)
    {
        if (rows.Count == 0)
            return;
        html.TableHead(caption, first, "#Episodes", "#Share", "#95 %", "#Runs", "#Undecided", "#Asked for", "#Beyond coverage");
        foreach (var row in rows)
        {
            html.Open("tr").Open("th", null, ("scope", "row")).Foreign(row.Behaviour ?? row.Category);
            if (row is { Behaviour: not null, Category.Length: > 0 })
                html.Element("span", row.Category, "sub");
            html.Close("th").Element("td", $"{row.Share.Hits} of {row.Share.Trials}", "number")
                .Element("td", row.Share.Trials == 0 ? "–" : CensusText.Percent(row.Share.Share), "number")
                .Element("td", row.Share.Trials == 0 ? "–" : CensusText.Interval(row.Interval), "number")
                .Element("td", $"{row.Runs.Count} of {row.RunsSeen}", "number");
            foreach (var count in new[] { row.Undecided, row.Asked, row.BeyondCoverage })
                html.Open("td", "number").Text(count).Close("td");
            html.Close("tr");
        }

        html.TableEnd();
    }

    private static void WriteRest(BehaviourCensus census, List<CensusRow> told, HtmlWriter html)
    {
        var quiet = census.Behaviours.Except(told).Where(r => r.Share.Trials > 0).ToList();
        if (quiet.Count > 0)
        {
            html.Open("p").Text("Not shown by any episode in which it could have been seen, which bounds how frequent it can be: ");
            foreach (var (i, row) in quiet.Index())
            {
                html.Text(i == 0 ? "" : ", ").Foreign(row.Behaviour)
                    .Text($" (0 of {row.Share.Trials}, at most {CensusText.Percent(row.Interval.High)})");
            }

            html.Text(".").Close("p");
        }

        var unwatched = census.Unwatched.Concat(census.Behaviours.Except(told).Where(r => r.Share.Trials == 0).Select(r => r.Behaviour!))
            .ToList();
        if (unwatched.Count > 0)
            html.Open("p").Text("Could not have been seen in any episode: ").Foreign(string.Join(", ", unwatched)).Text(".").Close("p");
        if (census.Unplaced > 0)
            html.Open("p").Text(ReportWords.Count(census.Unplaced, "incident", "incidents"))
                .Text(" that an agent may have caused: tied to no episode and counted nowhere.").Close("p");
    }
}
