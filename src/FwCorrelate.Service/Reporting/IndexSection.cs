// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;
using FwCorrelate.Matching;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// Every incident in one line, worst first, to be searched. Lines come in blocks that a browser lays out when they come into sight: ten
/// thousand cost the first sight nothing.
/// </summary>
internal sealed class IndexSection(HtmlWriter html, ReportTimes times)
{
    private const int Block = 50;

    private static readonly Verdict[] WorstFirst =
        [Verdict.AgentInitiated, Verdict.ExternalCompromise, Verdict.Undetermined, Verdict.Background];

    private static readonly Level[] LevelsDown = [Level.Critical, Level.High, Level.Medium, Level.Low, Level.Informational];

    /// <summary>Of an incident's part of the page: ids are made of content, but nobody promises that they are safe in an address.</summary>
    public static string Anchor(Incident incident) => "i-" + Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(incident.Id));

    public void Write(InvestigationResult result)
    {
        var incidents = result.Incidents.OrderByDescending(i => i.Rule.Level).ThenBy(i => i.SuppressedBy is not null)
            .ThenBy(i => Array.IndexOf(WorstFirst, i.Verdict))
            .ThenBy(i => i.FirstSeen).ThenBy(i => i.Id, StringComparer.Ordinal).ToList();
        if (incidents.Count == 0)
            return;
        var shown = result.Behaviours.Where(b => !b.IsSuppressed && b.Incidents.Count > 0).Take(ReportLimits.Behaviours)
            .SelectMany(b => b.Incidents.Take(ReportLimits.IncidentsPerBehaviour)).Select(i => i.Id).ToHashSet(StringComparer.Ordinal);
        html.Open("section", "index", ("aria-labelledby", "incidents")).Open("h2", null, ("id", "incidents")).Text("All incidents")
            .Close("h2");
        WriteSearch(incidents);
        foreach (var block in incidents.Take(ReportLimits.Index).Chunk(Block))
        {
            html.Open("ol");
            foreach (var incident in block)
                WriteLine(incident, shown.Contains(incident.Id));
            html.CloseBlock("ol");
        }

        html.Element("p", "Printed are the first 200, and of everything above what is unfolded.", "hint printed");
        html.More(incidents.Count - ReportLimits.Index, "incidents", "incidents.jsonl").CloseBlock("section");
    }

    // Shown by the script, without which nothing would happen.
    private void WriteSearch(List<Incident> incidents)
    {
        html.Open("div", "find", ("hidden", "")).Open("label").Text("Search ")
            .Open("input", null, ("type", "search"), ("placeholder", "words, -without"), ("autocomplete", "off"), ("spellcheck", "false"))
            .Close("label").Text(" ");
        WriteChoice("Level", LevelsDown.Where(l => incidents.Exists(i => i.Rule.Level == l)).Select(l => (l.Name(), l.Name())));
        WriteChoice("Verdict", Enum.GetValues<Verdict>().Where(v => incidents.Exists(i => i.Verdict == v))
            .Select(v => (Elastic.Ecs.IncidentDocument.Name(v), ReportWords.Verdict(v))));
        html.Open("output", null, ("aria-live", "polite")).Text(ReportWords.Count(incidents.Count, "incident", "incidents"))
            .Close("output").CloseBlock("div");
    }

    private void WriteChoice(string label, IEnumerable<(string Value, string Text)> choices)
    {
        html.Open("label").Text(label).Text(" ").Open("select").Open("option", null, ("value", "")).Text("any").Close("option");
        foreach (var (value, text) in choices)
            html.Open("option", null, ("value", value)).Text(text).Close("option");
        html.Close("select").Close("label").Text(" ");
    }

    private void WriteLine(Incident incident, bool isOnPage)
    {
        html.Open("li", null, ("data-l", incident.Rule.Level.Name()), ("data-v", Elastic.Ecs.IncidentDocument.Name(incident.Verdict)))
            .Element("span", incident.Rule.Level.Name(), ReportWords.LevelClass(incident.Rule.Level)).Text(" ");
        if (isOnPage)
            html.Open("a", "mono", ("href", "#" + Anchor(incident))).Foreign(incident.Id).Close("a");
        else
            html.ForeignElement("span", incident.Id, "mono");
        html.Text(" ");
        times.Write(html, incident.FirstSeen);
        html.Text(" ").Element("span", ReportWords.Verdict(incident.Verdict), "chip " + Elastic.Ecs.IncidentDocument.Name(incident.Verdict))
            .Open("span", "what").Text(" ").Foreign(incident.Rule.Title).Text(" → ").Foreign(incident.Target);
        if (incident.NamedCalls is [var call, ..])
            html.Text(" by ").Foreign(call.CallId);
        if (incident.EpisodeId is { } episode)
            html.Text(" of ").Foreign(episode);
        if (incident.SuppressedBy is not null)
            html.Text(" (expected)");
        html.Close("span").CloseBlock("li");
    }
}
