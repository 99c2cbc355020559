// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Redaction;

namespace FwCorrelate.Service.Reporting;

/// <summary>How many behaviours of which level and verdict, and what to do first.</summary>
internal static class SummarySection
{
    private const int FirstActions = 5;

    private static readonly Level[] LevelsDown = [Level.Critical, Level.High, Level.Medium, Level.Low, Level.Informational];

    private static readonly Verdict[] Verdicts =
        [Verdict.AgentInitiated, Verdict.ExternalCompromise, Verdict.Undetermined, Verdict.Background];

    public static void Write(InvestigationResult result, HtmlWriter html, ReportTimes times)
    {
        var active = result.Behaviours.Where(b => !b.IsSuppressed && b.Incidents.Count > 0).ToList();
        html.Open("section", "summary", ("aria-labelledby", "summary")).Open("h2", null, ("id", "summary")).Text("Summary").Close("h2");
        if (active.Count == 0)
            html.Element("p", "No rule matched anything that is not expected traffic. Read below what could have been seen before taking "
                + "that for an all-clear.", "lede");
        else
            WriteCounts(active, html);
        CaseDrawing.Of(result, times)?.Write(html);
        if (result.Incidents.Count > 0)
            html.Open("p").Open("a", null, ("href", "#incidents")).Text("All incidents in one list").Close("a")
                .Text(", with a search.").Close("p");
        WriteFirstActions(result, active, html);
        html.CloseBlock("section");
    }

    private static void WriteCounts(List<Behaviour> active, HtmlWriter html)
    {
        var suppressed = active.SelectMany(b => b.Incidents).Count(i => i.SuppressedBy is not null);
        html.TableHead("Behaviours by level and verdict", ["Level", .. Verdicts.Select(v => "#" + ReportWords.Verdict(v)), "#all"]);
        foreach (var level in LevelsDown)
        {
            var ofLevel = active.Where(b => b.Level == level).ToList();
            if (ofLevel.Count == 0)
                continue;
            html.Open("tr").Open("th", null, ("scope", "row")).Element("span", level.Name(), ReportWords.LevelClass(level)).Close("th");
            foreach (var verdict in Verdicts)
                WriteCount(html, ofLevel.Count(b => VerdictOf(b) == verdict));
            WriteCount(html, ofLevel.Count);
            html.Close("tr");
        }

        html.TableEnd();
        if (suppressed > 0)
            html.Open("p", "hint").Text(ReportWords.Count(suppressed, "incident", "incidents")).Text(" of these are expected traffic.")
                .Close("p");
    }

    private static void WriteCount(HtmlWriter html, int count) =>
        html.Open("td", count == 0 ? "number none" : "number").Text(count).Close("td");

    // The worst that can be said of it: one incident that the agent began outweighs ten that nobody can tell.
    private static Verdict VerdictOf(Behaviour behaviour) => Verdicts.First(v => behaviour.Incidents.Any(i => i.Verdict == v));

    private static void WriteFirstActions(InvestigationResult result, List<Behaviour> active, HtmlWriter html)
    {
        html.Open("h3").Text("Do first").Close("h3").Open("ol", "actions");
        if (result.RuleErrors.Count > 0)
            WriteAction(html, "Repair the rules", ReportWords.Count(
                result.RuleErrors.Count, "rule", "rules") + " could not be used, so this page may miss what they look for.", "#trust");
        if (result.Ledger.Discrepancies().Count > 0)
            WriteAction(html, "Do not rely on the counts", "the ledger does not add up.", "#ledger");
        foreach (var behaviour in active.Take(FirstActions))
            WriteAction(html, behaviour);
        if (active.Count == 0)
            WriteAction(html, "Check the coverage", "gaps, zones and blind rules decide what silence means.", "#trust");
        html.Close("ol");
    }

    private static void WriteAction(HtmlWriter html, string what, string why, string anchor) =>
        html.Open("li").Open("a", null, ("href", anchor)).Text(what).Close("a").Text(": ").Text(why).Close("li");

    private static void WriteAction(HtmlWriter html, Behaviour behaviour)
    {
        var incident = behaviour.Incidents.FirstOrDefault(i => i.SuppressedBy is null) ?? behaviour.Incidents[0];
        html.Open("li").Element("span", behaviour.Level.Name(), ReportWords.LevelClass(behaviour.Level)).Text(" ")
            .Open("a", null, ("href", "#" + BehaviourSection.Anchor(behaviour))).Foreign(behaviour.Title).Close("a").Text(" → ")
            .Foreign(behaviour.Target).Text(". ");
        WriteAdvice(html, incident);
        html.Close("li");
    }

    private static void WriteAdvice(HtmlWriter html, Incident incident)
    {
        switch (incident.Verdict)
        {
            case Verdict.AgentInitiated:
                html.Text(incident.Ongoing switch
                {
                    Ongoing.Yes => "It goes on: pause ",
                    Ongoing.No => "It ended. Review ",
                    _ => "It may still go on: look at ",
                });
                WriteWho(html, incident);
                html.Text(incident.Ongoing == Ongoing.No ? " and decide whether its reward stands."
                    : ", and read the call before resuming.");
                break;
            case Verdict.ExternalCompromise:
                html.Text("Somebody came in from outside: isolate ");
                WriteWho(html, incident);
                html.Text(" and keep its disk.");
                break;
            case Verdict.Background:
                html.Text("It happens without the agent: find its owner, and declare it under ").Element("code", "infrastructure")
                    .Text(" if it is meant to be.");
                break;
            default:
                html.Text(incident.WouldDecide.Count > 0 ? "Get what would decide it: " : "Nobody is accused yet: read the candidates.");
                html.Foreign(incident.WouldDecide is [var first, ..] ? CommandRedaction.MaskSecrets(first) : null);
                break;
        }
    }

    private static void WriteWho(HtmlWriter html, Incident incident)
    {
        if (incident.RunId is { } run)
            html.Text("run ").Foreign(run);
        else if (incident.SandboxId is { } sandbox)
            html.Text("sandbox ").Foreign(sandbox);
        else
            html.Text("the host at ").Foreign(incident.Source.ToString());
    }
}
