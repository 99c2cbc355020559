// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Documents;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Stories;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>
/// What may be said against an incident: the answer, its rivals with the weight of each fact, the answer without each source, the smallest
/// changes that give another, and what would settle it.
/// </summary>
internal sealed class WhyPage(PageWriter page, DateTimeZone zone)
{
    private const int Column = 9;
    private const int Deep = 18;
    private const int CommandLength = 400;
    private const int RivalCommandLength = 160;

    public void Write(StoredDocument incident)
    {
        page.Line($"{IncidentLookup.IdOf(incident)}  {StoredIncidents.LevelOf(incident)}  {incident.Text(EcsFields.RuleName)}: "
            + $"{incident.Text(OwnFields.Target)}", emphasis: Emphasis.Strong);
        WriteAnswer(incident);
        if (incident.Text(OwnFields.WhyAnswerKind) is null)
            page.Field("REVIEW", WhyNone(incident), 0, Column);
        else
            WriteReview(incident);
        foreach (var (i, call) in incident.Parts(OwnFields.Calls).Index())
            page.Field(i == 0 ? "CALLS" : "", $"{call.Text("tool_call_id")}: {call.Text("effect")?.Replace('_', ' ')}: {call.Text("text")}",
                0, Column);
        foreach (var (i, missing) in incident.Values(OwnFields.WouldDecide).Index())
            page.Field(i == 0 ? "SETTLE" : "", missing, 0, Column);
    }

    private void WriteAnswer(StoredDocument incident)
    {
        var confidence = incident.Text(OwnFields.AttributionConfidence);
        var kind = incident.Text(OwnFields.AttributionKind);
        page.Field("ANSWER",
            kind == "tool_call" ? $"{StoredIncidents.CauseOf(incident)}, named, weight {confidence}"
                : $"{kind}: {StoredIncidents.CauseOf(incident)}", 0, Column, Emphasis.Strong);
        if (incident.Text(OwnFields.Command) is { } command)
            page.Field("", TerminalText.EscapeLines(command, CommandLength), 0, Column);
        foreach (var reason in incident.Values(OwnFields.AttributionReasons))
            page.Field("", kind == "tool_call" ? reason : $"not named: {reason}", 0, Column);
        page.Field("VERDICT", incident.Text(OwnFields.Verdict) ?? "", 0, Column);
        foreach (var reason in incident.Parts(OwnFields.VerdictReasons))
            page.Field(reason.IsTrue("for") ? "for" : "against", reason.Text("text") ?? "", Column, Deep);
    }

    private static string WhyNone(StoredDocument incident) => incident.Number(OwnFields.IncidentRecordCount) == 0
        ? "only the call itself matched: there is no connection whose causes could be weighed"
        : "this result holds none (a live result does not): 'fwcorrelate investigate CASE --out DIR' writes it";

    private void WriteReview(StoredDocument incident)
    {
        page.Field("RIVALS", "what may have done it. Rates tell how often each makes this connection at this moment; weights are rates "
            + "over their sum, with what later connections told", 0, Column);
        var rivals = incident.Parts(OwnFields.WhyRivals);
        foreach (var rival in rivals.Where(r => r.Text("kind") != "other_holder"))
            WriteRival(rival);
        foreach (var alike in rivals.Where(r => r.Text("kind") == "other_holder")
            .GroupBy(r => r.Parts("facts") is [var fact, ..] ? fact.Text("text") : ""))
        {
            page.Field(alike.First()
                .Text("weight") ?? "", $"held by another: {string.Join(", ", alike.Select(r => r.Text("holder")))}", Column, Deep);
            page.Field("-", alike.Key ?? "", Deep, Deep + 2);
        }

        foreach (var (i, left) in incident.Parts(OwnFields.WhyLeftOut).Index())
            page.Field(i == 0 ? "WITHOUT" : "", $"{NameOf(left)}: {OutcomeOf(left, incident)} ({left.Text("text")})", 0, Column);
        foreach (var (i, flip) in incident.Parts(OwnFields.WhyFlips).Index())
            page.Field(i == 0 ? "FLIPS" : "", $"{ChangeOf(flip)}: {OutcomeOf(flip, incident)} "
                + $"({flip.Text("text")}{(flip.Text("file") is { } file ? $", {file}:{flip.Text("line")}" : "")})", 0, Column);
        foreach (var (i, text) in incident.Values(OwnFields.WhyWithstood).Index())
            page.Field(i == 0 ? "HOLDS" : "", text, 0, Column);
        page.Field("RECORD", PlaceOf(incident), 0, Column);
    }

    private void WriteRival(StoredDocument rival)
    {
        var who = rival.Text("kind") switch
        {
            "tool_call" => $"{rival.Text("tool_call_id")} of {rival.Text("episode_id")}, {rival.Text("tool")}{StartOf(rival)}",
            "framework" => "no call: the framework, a daemon",
            "earlier_process" => "no call: an earlier process goes on",
            "human" => "somebody from outside",
            "before_the_log" => "what ran before the log began",
            _ => "a call that the traces lack",
        };
        page.Field(rival.Text("weight") ?? "", who, Column, Deep, rival.Number("weight") >= 0.5m ? Emphasis.Strong : Emphasis.None);
        if (rival.Text("command") is { } command)
            page.Field("", TerminalText.EscapeLines(command, RivalCommandLength), 0, Deep);
        foreach (var fact in rival.Parts("facts"))
            page.Field("-", fact.Text("text") + MeasureOf(fact), Deep, Deep + 2);
    }

    private string StartOf(StoredDocument call) => StoredTime.Of(call, "start") is { } start ? $", {PageText.Time(start, zone)}" : "";

    private static string MeasureOf(StoredDocument fact) => fact.Number("probability") is { } probability
            ? string.Create(CultureInfo.InvariantCulture, $" [{(double)probability * 100:0.####} % of such calls connect so]")
        : fact.Number("density") is { } density ? $" [of these, {Often((double)density)} at this moment]"
        : fact.Number("rate") is { } rate ? $" [{Often((double)rate)}]" : "";

    private static string Often(double rate) => rate <= 1e-12 ? "never"
        : rate >= 0.01 ? string.Create(CultureInfo.InvariantCulture, $"{rate:0.###} a second")
            : $"once in {PageText.Span(Duration.FromSeconds(1 / rate))}";

    private static string NameOf(StoredDocument left) => left.Text("evidence") switch
    {
        "log" => $"the log {left.Text("source")}",
        "leases" => "the leases",
        "traces" => "the traces",
        _ => "what commands say",
    };

    private static string OutcomeOf(StoredDocument outcome, StoredDocument incident)
    {
        if (outcome.Text("kind") is not { } kind)
            return "another answer is possible";
        if (kind == "nothing_reported")
            return "not seen at all";
        var answer = incident.Parts(OwnFields.WhyAnswer)[0];
        var isSameCall = outcome.Text("span_id") == answer.Text("span_id") && outcome.Text("trace_id") == answer.Text("trace_id");
        if (kind == answer.Text("kind") && isSameCall)
            return kind is "tool_call" or "candidates" ? $"the same, weight {outcome.Text("weight")}" : "the same";
        return outcome.Text("tool_call_id") is not { } call || kind == "sandbox" ? kind
            : kind == "tool_call" ? $"{(isSameCall ? "the same call" : "ANOTHER CALL, " + call)} named, weight {outcome.Text("weight")}"
            : $"nobody named; {(isSameCall ? "the same call" : call + ", another call,")} leads with {outcome.Text("weight")}";
    }

    private static string ChangeOf(StoredDocument flip)
    {
        var by = Duration.FromMilliseconds((double)(flip.Number("by_ms") ?? 0));
        return flip.Text("change") switch
        {
            "clock" => $"clock of {flip.Text("of")} {PageText.Span(Duration.Max(by, -by))} {(by > Duration.Zero ? "later" : "earlier")}",
            "zone" => string.Create(CultureInfo.InvariantCulture, $"zone of {flip.Text("of")} {by.TotalHours:+0;-0} h"),
            "lease_shorter" => $"lease of {flip.Text("of")} {PageText.Span(by)} shorter",
            _ => $"lease of {flip.Text("of")} {PageText.Span(by)} longer",
        };
    }

    private static string PlaceOf(StoredDocument incident) => incident.Text(OwnFields.WhyRecordFile) is { } file
        ? $"{file}:{incident.Text(OwnFields.WhyRecordLine)}, SHA-256 {incident.Text(OwnFields.WhyRecordSha256)}"
        : $"{incident.Text(OwnFields.WhyRecordOriginIndex)}/{incident.Text(OwnFields.WhyRecordOriginId)}";
}
