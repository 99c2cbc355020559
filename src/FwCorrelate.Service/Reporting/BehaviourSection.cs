// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Incidents;
using FwCorrelate.Matching;

namespace FwCorrelate.Service.Reporting;

/// <summary>
/// BEHAVIOURS: worst first, each with its incidents; what the case expects is folded away, with the entry that expects it.
/// </summary>
internal static class BehaviourSection
{
    public static void Write(InvestigationResult result, HtmlWriter html, ReportTimes times)
    {
        var behaviours = result.Behaviours.Where(b => b.Incidents.Count > 0).ToLookup(b => b.IsSuppressed);
        html.Open("section", null, ("aria-labelledby", "behaviours")).Open("h2", null, ("id", "behaviours")).Text("Behaviours, worst first")
            .Close("h2");
        if (!behaviours[false].Any())
            html.Element("p", "None.", "hint");
        var incidents = new IncidentSection(html, times, result.Settings.Redaction);
        foreach (var behaviour in behaviours[false].Take(ReportLimits.Behaviours))
            WriteBehaviour(behaviour, html, times, incidents);
        html.More(behaviours[false].Count() - ReportLimits.Behaviours, "behaviours", "incidents.jsonl").CloseBlock("section");
        WriteSuppressed([.. behaviours[true]], html);
    }

    /// <summary>Of the title's own link: ids are made of content, but nobody promises that they are safe in an address.</summary>
    public static string Anchor(Behaviour behaviour) => "b-" + Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(behaviour.Id));

    private static void WriteBehaviour(Behaviour behaviour, HtmlWriter html, ReportTimes times, IncidentSection incidents)
    {
        html.Open("article", "behaviour " + behaviour.Level.Name(), ("aria-labelledby", Anchor(behaviour)));
        html.Open("h3", null, ("id", Anchor(behaviour))).Element("span", behaviour.Level.Name(), ReportWords.LevelClass(behaviour.Level))
            .Text(" ")
            .Foreign(behaviour.Title).Open("span", "target").Text("→ ").Foreign(behaviour.Target).Close("span").Close("h3");
        WriteOverview(behaviour, html, times);
        BehaviourDrawing.Write(behaviour, html, times);
        foreach (var incident in behaviour.Incidents.Take(ReportLimits.IncidentsPerBehaviour))
            incidents.Write(incident);
        html.More(behaviour.Incidents.Count - ReportLimits.IncidentsPerBehaviour, "incidents", "incidents.jsonl").CloseBlock("article");
    }

    private static void WriteOverview(Behaviour behaviour, HtmlWriter html, ReportTimes times)
    {
        var incidents = behaviour.Incidents;
        html.Open("p", "lede").Text(ReportWords.Count(incidents.Count, "incident", "incidents")).Text(" · ")
            .Text(ReportWords.Count(incidents.Sum(i => (long)i.RecordCount), "record", "records")).Text(" · ");
        times.WriteSpan(html, incidents.Min(i => i.FirstSeen), incidents.Max(i => i.LastSeen));
        var runs = incidents.Select(i => i.RunId).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (runs.Count > 0)
            html.Text(runs.Count == 1 ? " · run " : " · runs ").Foreign(string.Join(", ", runs.Take(ReportLimits.Names)));
        html.Close("p");
        html.Open("p", "hint").Foreign(incidents[0].Rule.Description).Close("p");
    }

    private static void WriteSuppressed(List<Behaviour> suppressed, HtmlWriter html)
    {
        if (suppressed.Count == 0)
            return;
        var incidents = suppressed.SelectMany(b => b.Incidents.Select(i => (Behaviour: b, Incident: i))).ToList();
        html.Open("section", null, ("aria-labelledby", "expected")).Open("h2", null, ("id", "expected")).Text("Expected traffic")
            .Close("h2");
        html.Open("details").Element("summary", ReportWords.Count(incidents.Count, "incident", "incidents") + " that case.yml expects");
        html.TableHead(null, "Incident", "Level", "Behaviour", "Target", "#Records", "Expected by");
        foreach (var (behaviour, incident) in incidents.Take(ReportLimits.Behaviours))
        {
            html.Open("tr").Open("th", "mono", ("scope", "row")).Foreign(incident.Id).Close("th")
                .Open("td").Element("span", behaviour.Level.Name(), ReportWords.LevelClass(behaviour.Level)).Close("td")
                .ForeignElement("td", behaviour.Title).ForeignElement("td", incident.Target)
                .Open("td", "number").Text(incident.RecordCount).Close("td").ForeignElement("td", incident.SuppressedBy).Close("tr");
        }

        html.TableEnd().More(incidents.Count - ReportLimits.Behaviours, "incidents", "incidents.jsonl").Close("details")
            .CloseBlock("section");
    }
}
