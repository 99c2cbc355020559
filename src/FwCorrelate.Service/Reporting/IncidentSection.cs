// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Conversations;
using FwCorrelate.Incidents;
using FwCorrelate.Redaction;

namespace FwCorrelate.Service.Reporting;

/// <summary>One incident: what happened, who is named and why, the picture, and the records that prove it.</summary>
internal sealed class IncidentSection(HtmlWriter html, ReportTimes times, ArgumentRedaction redaction)
{
    private int _written;

    public void Write(Incident incident)
    {
        html.Open("details", "incident", ("id", IndexSection.Anchor(incident)), ("open", _written++ < ReportLimits.OpenIncidents ? "" : null));
        WriteLine(incident);
        if (incident.SuppressedBy is { } entry)
            html.Open("p", "hint").Text("Expected by ").Foreign(entry).Close("p");
        WritePlace(incident);
        new CauseSection(html).Write(incident);
        if (incident.Command is { } command)
            html.Element("h4", incident.NamedCalls.Count > 0 ? "Command" : "Command of the leading candidate")
                .ForeignElement("pre", CommandRedaction.Apply(command, redaction), "command");
        TimelineDrawing.Of(incident, times)?.Write(html);
        WriteReasons(incident);
        if (incident.Cost is { } cost)
            CostSection.Write(cost, html, times);
        WriteConsequences(incident);
        new EvidenceTables(html, times).Write(incident);
        html.CloseBlock("details");
    }

    private void WriteLine(Incident incident)
    {
        html.Open("summary").ForeignElement("span", incident.Id, "mono id").Text(" ")
            .Element("span", ReportWords.Verdict(incident.Verdict), "chip " + Elastic.Ecs.IncidentDocument.Name(incident.Verdict)).Text(" ")
            .Element("span", ReportWords.Ongoing(incident.Ongoing), incident.Ongoing == Ongoing.Yes ? "chip live" : "chip").Text(" ");
        html.Open("span", "what").Foreign(incident.Target);
        if (incident.NamedCalls is [var call, ..])
            html.Text(" by ").Foreign(call.CallId);
        html.Close("span").Close("summary");
    }

    private void WritePlace(Incident incident)
    {
        var call = incident.NamedCalls.Count > 0 ? incident.NamedCalls[0] : null;
        html.Open("dl", "facts");
        Fact("Rule", incident.Rule.Title, incident.Rules.Count > 1 ? $"and {incident.Rules.Count - 1} more" : null);
        html.Open("div").Element("dt", "Seen").Open("dd");
        times.WriteSpan(html, incident.FirstSeen, incident.LastSeen);
        html.Element("span", ReportTimes.Length(incident.LastSeen - incident.FirstSeen), "sub").Close("dd").Close("div");
        Fact("Run", incident.RunId, incident.Step is { } step ? $"step {step}" : null);
        Fact("Episode", incident.EpisodeId, incident.TaskId is { } task ? $"task {task}" : null);
        Fact("Call", call?.CallId, call is null ? null : call.Turn is { } turn ? $"{call.ToolName}, turn {turn}" : call.ToolName);
        Fact("Sandbox", incident.SandboxId, incident.Source.IsNone ? null : $"at {incident.Source}");
        if (incident.SandboxId is null)
            Fact("Source", incident.Source.ToString(), null);
        html.CloseBlock("dl");
    }

    private void Fact(string name, string? value, string? sub)
    {
        if (string.IsNullOrEmpty(value))
            return;
        html.Open("div").Element("dt", name).Open("dd").Foreign(value);
        if (sub is not null)
            html.Open("span", "sub").Foreign(sub).Close("span");
        html.Close("dd").Close("div");
    }

    private void WriteReasons(Incident incident)
    {
        html.Open("h4").Text("Verdict: ").Text(ReportWords.Verdict(incident.Verdict)).Text(", ")
            .Text(ReportWords.VerdictMeaning(incident.Verdict)).Close("h4");
        html.Open("div", "columns");
        WriteReasons(incident, true, "For it", "Nothing speaks for it.");
        WriteReasons(incident, false, "Against it", "Nothing speaks against it.");
        html.CloseBlock("div");
    }

    private void WriteReasons(Incident incident, bool isFor, string title, string none)
    {
        var reasons = incident.VerdictReasons.Where(r => r.For == isFor).Select(r => r.Text).ToList();
        html.Open("div").Element("h5", title);
        if (reasons.Count == 0)
        {
            html.Element("p", none, "hint").Close("div");
            return;
        }

        html.Open("ul", isFor ? "for" : "against");
        foreach (var reason in reasons.Take(ReportLimits.Reasons))
            html.ForeignElement("li", times.In(CommandRedaction.MaskSecrets(reason)));
        html.Close("ul").More(reasons.Count - ReportLimits.Reasons, "facts", "incidents.jsonl").Close("div");
    }

    private void WriteConsequences(Incident incident)
    {
        var scope = incident.Scope;
        html.Element("h4", "Scope and origin").Open("dl", "facts");
        Fact("Sent out", ReportWords.Bytes(scope.BytesOut), null);
        if (incident.SensorCount > 1)
            Fact("Seen by", ReportWords.Count(incident.SensorCount, "sensor", "sensors"), null);
        Fact("Refused", ReportWords.Count(scope.Refused, "connection", "connections"), null);
        Fact("Internal hosts reached", scope.InternalReached.Count == 0 ? "none" : Names(scope.InternalReached), null);
        Fact("Also done by", scope.AlsoFrom.Count == 0 ? "nobody else" : Names(scope.AlsoFrom), null);
        Fact("Where the destination comes from", ReportWords.Origin(incident.Origin),
            incident.Origin.Reason is { } reason ? CommandRedaction.MaskSecrets(reason) : null);
        Quote("First mention", incident.Origin.First);
        Quote("The model's words before", incident.Origin.Before);
        html.CloseBlock("dl");
        if (incident.WouldDecide.Count == 0)
            return;
        html.Element("h4", "What would decide it").Open("ul", "decide");
        foreach (var missing in incident.WouldDecide.Take(ReportLimits.Reasons))
            html.ForeignElement("li", times.In(CommandRedaction.MaskSecrets(missing)));
        html.CloseBlock("ul");
    }

    private void Quote(string name, MessageQuote? quote)
    {
        if (quote is not null)
            Fact(name, CommandRedaction.Apply(quote.Text, redaction), quote.Origin.ToString());
    }

    private static string Names(IReadOnlyList<string> names) => names.Count <= ReportLimits.Names
        ? string.Join(", ", names)
        : $"{string.Join(", ", names.Take(ReportLimits.Names))} and {names.Count - ReportLimits.Names} more";
}
