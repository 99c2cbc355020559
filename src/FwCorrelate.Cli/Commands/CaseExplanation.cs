// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Redaction;
using FwCorrelate.Service;
using FwCorrelate.Service.Rules;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Cli.Commands;

/// <summary>What to explain of a case.</summary>
/// <param name="IncidentId">The incident whose records are explained; null for those that the rule matches.</param>
internal sealed record CaseToExplain(string Folder, string? IncidentId, DateTimeZone Zone);

/// <summary>Explains a rule on the records and calls of a case.</summary>
internal sealed class CaseExplanation(Terminal terminal, string format)
{
    private const int MaxExplained = 5;
    private const int MaxOfIncident = 20;
    private const int MaxSandboxes = 2;

    /// <exception cref="ConfigurationException">There is no such incident.</exception>
    public ExitCode Write(RuleCase read, LoadedRules rules, int rule, CaseToExplain what)
    {
        var incident = what.IncidentId is { } id ? Find(read.Result, id) : null;
        var text = new PartText(c => Redact(read, c));
        if (rules.Detector.Rules[rule].Correlation is not null)
            WriteCorrelation(read, rules, rule, what, incident, text);
        else
            WriteDetection(read, rules, rule, what, incident, text);
        return read.Result.Interrupted ? ExitCode.Interrupted : ExitCode.Done;
    }

    private static Incident Find(InvestigationResult result, string id)
    {
        if (result.Incidents.FirstOrDefault(i => i.Id.Equals(id, StringComparison.OrdinalIgnoreCase)) is { } found)
            return found;
        var hint = Suggestion.Sentence(id, result.Incidents.Select(i => i.Id));
        throw new ConfigurationException(
            $"--incident '{id}' is no incident of {result.CasePath} with these rules: expected one of its {result.Incidents.Count}.{hint}");
    }

    private void WriteDetection(RuleCase read, LoadedRules rules, int rule, CaseToExplain what, Incident? incident, PartText text)
    {
        var summary = rules.Detector.Rules[rule];
        var isOfCalls = summary.Event == RuleEvent.ToolCall;
        var records = isOfCalls ? [] : incident?.Records ?? read.RecordsOf(rule);
        var calls = !isOfCalls ? [] : incident is null ? read.CallsOf(rule) : CallsOf(incident);
        var limit = incident is null ? MaxExplained : MaxOfIncident;
        List<(string Place, EventVerdict Verdict)> verdicts =
        [
            .. records.Take(limit).Select(r => ($"{r.Origin}: {EventOf(r).Text}", read.Explain(rule, r))),
            .. calls.Take(limit)
            .Select(c => ($"{c.Origin}: {ExplainedEvent.Of(c, x => Redact(read, x)).Text}", rules.Detector.Explain(rule, c))),
        ];
        if (format == FormatOption.Jsonl)
        {
            using var lines = new JsonLines(terminal);
            foreach (var (place, verdict) in verdicts)
                lines.Write(new ExplanationDocument(text).Verdict(summary, place, verdict));
            if (verdicts.Count == 0)
                lines.Write(NotSeen(read, summary, what.Zone));
            return;
        }

        var writer = PageWriter.To(terminal);
        var page = new ExplanationPage(writer, text);
        page.WriteRule(summary);
        WriteHead(writer, read, summary, what, incident,
            isOfCalls ? PageText.Count(calls.Count, "call") : PageText.Count(records.Count, "record"), verdicts.Count);
        foreach (var (place, verdict) in verdicts)
        {
            writer.Blank();
            page.WriteVerdict(place, verdict);
        }

        if (records.Count + calls.Count > verdicts.Count)
            writer.Line($"… and {PageText.Count(records.Count + calls.Count - verdicts.Count)} more");
    }

    private void WriteCorrelation(RuleCase read, LoadedRules rules, int rule, CaseToExplain what, Incident? incident, PartText text)
    {
        var summary = rules.Detector.Rules[rule];
        var verdict = read.Explain(rule);
        if (incident is not null)
            verdict = verdict with { Firings = [.. verdict.Firings.Where(f => f.Match.Events.Any(e => IsOf(incident, read, e.Id)))] };
        ExplainedEvent Event(long id) => read.RecordAt(id) is { } record ? EventOf(record)
            : ExplainedEvent.Of(read.CallAt(id), c => Redact(read, c));
        if (format == FormatOption.Jsonl)
        {
            using var lines = new JsonLines(terminal);
            foreach (var document in ExplanationDocument.Verdict(summary, verdict, Event))
                lines.Write(document);
            if (verdict.Firings.Count == 0)
                lines.Write(NotSeen(read, summary, what.Zone));
            return;
        }

        var writer = PageWriter.To(terminal);
        new ExplanationPage(writer, text).WriteRule(summary);
        WriteHead(writer, read, summary, what, incident, PageText.Count(verdict.Firings.Count, "firing"), verdict.Firings.Count);
        writer.Blank();
        new CorrelationPage(writer, what.Zone, Event, id => rules.Detector.Rules.First(r => r.Id == id).Title).WriteVerdict(verdict);
    }

    private static void WriteHead(
        PageWriter writer, RuleCase read, RuleSummary rule, CaseToExplain what, Incident? incident, string found, int shown)
    {
        var where = incident is null ? what.Folder : $"{incident.Id} of {what.Folder}";
        writer.Field("case", $"{where}: {found}. Times in {PageText.Zone(what.Zone, incident?.FirstSeen ?? read.Result.Sources.Max(s => s.To) ?? NodaConstants.UnixEpoch)}.", 2, 12);
        if (shown == 0 && incident is null)
            writer.Field("", NotSeenText.Of(TrustOf(read, rule), what.Zone), 2, 12, Emphasis.Caution);
    }

    private static EcsDocument NotSeen(RuleCase read, RuleSummary rule, DateTimeZone zone) =>
        ExplanationDocument.Head(rule).Set("matches", false).Set("reason", NotSeenText.Of(TrustOf(read, rule), zone));

    private static RuleTrust TrustOf(RuleCase read, RuleSummary rule) => read.Result.Rules.First(r => r.Rule.Id == rule.Id);

    private static bool IsOf(Incident incident, RuleCase read, long id) => read.RecordAt(id) is { } record
        ? incident.Records.Any(r => r.Origin == record.Origin)
        : CallsOf(incident).Any(c => ReferenceEquals(c, read.CallAt(id)));

    private static IReadOnlyList<ToolCall> CallsOf(Incident incident) =>
        [.. incident.NamedCalls.Concat(incident.Candidates.Select(c => c.Call))];

    private static ExplainedEvent EventOf(AttributedRecord record)
    {
        var e = ExplainedEvent.Of(record.Record, record.Origin.ToString());
        var cause = record.Attribution.Call is { } call ? $", attributed to {call.CallId}"
            : record.Attribution.Sandboxes.Count > MaxSandboxes
                ? $", of one of {PageText.Count(record.Attribution.Sandboxes.Count, "sandbox", "sandboxes")}"
            : record.Attribution.Sandboxes.Count > 0 ? $", of {string.Join(" or ", record.Attribution.Sandboxes)}" : "";
        return e with { Text = e.Text + cause };
    }

    private static string Redact(RuleCase read, string command) => CommandRedaction.Apply(command, read.Result.Settings.Redaction);
}
