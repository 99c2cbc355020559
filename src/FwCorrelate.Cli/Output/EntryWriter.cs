// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Redaction;
using FwCorrelate.Service;
using FwCorrelate.Service.Reporting;
using FwCorrelate.Timelines;

namespace FwCorrelate.Cli.Output;

/// <summary>One entry under a behaviour: incidents of one shape, told by the best attributed of them.</summary>
internal sealed class EntryWriter(PageWriter page, InvestigationResult result, PageSettings settings, string allIncidents)
{
    public const int Indent = 4;
    public const int Column = 14;
    private const int MaxIds = 2;
    private const int MaxCandidates = 3;
    private const int MaxReasons = 3;
    private const int MaxCommandLength = 320;

    public void Write(IncidentGroup group)
    {
        var incident = group.Shown;
        WriteIds(group);
        Say("verdict", WordsOf.Verdict(incident.Verdict), incident.Verdict == Verdict.Undetermined ? Emphasis.Caution : Emphasis.Strong);
        WriteCall(incident);
        WriteWhere(group);
        if (incident.Command is { Length: > 0 } command)
            Say("command", TerminalText.EscapeLines(settings.Redact(command), MaxCommandLength));
        if (incident.Cost is { } cost)
            Say("gpu", CostText.Of(cost));
        WriteReasons("for", incident.VerdictReasons.Where(r => r.For));
        WriteReasons("against", incident.VerdictReasons.Where(r => !r.For));
        WriteOrigin(incident.Origin);
        if (ScopeOf(group) is { Length: > 0 } scope)
            Say("scope", scope);
        WriteWouldDecide(incident);
        if (incident.SuppressedBy is { } entry)
            Say("suppressed", $"by {entry}");
    }

    private void WriteOrigin(DestinationOrigin origin)
    {
        var words = WordsOf.Origin(origin.Where);
        Say("origin",
            origin.Reason is { } reason ? $"{words}: {TerminalText.Escape(CommandRedaction.MaskSecrets(reason), MaxCommandLength)}"
                : words);
        if (origin.First is { } first)
            Say("", $"{first.Origin}: {TerminalText.Escape(settings.Redact(first.Text), MaxCommandLength)}");
        if (origin.Before is { } before)
            Say("said before", $"{before.Origin}: {TerminalText.Escape(settings.Redact(before.Text), MaxCommandLength)}");
    }

    private void WriteIds(IncidentGroup group)
    {
        var ids = string.Join(", ", group.Incidents.Take(MaxIds).Select(i => i.Id));
        var more = group.Incidents.Count > MaxIds ? $" … and {group.Incidents.Count - MaxIds} more in {allIncidents}" : "";
        page.Blank();
        Say(group.Incidents.Count == 1 ? "incident" : "incidents", ids + more);
        var times = PageText.Range(group.FirstSeen, group.LastSeen, result.DisplayZone);
        Say("when", $"{times}, {WordsOf.Ongoing(group.Ongoing)}", group.Ongoing == Ongoing.Yes ? Emphasis.Alarm : Emphasis.None);
    }

    private void WriteCall(Incident incident)
    {
        var attribution = incident.Attribution;
        if (incident is { RecordCount: 0, NamedCalls.Count: > 0 })
        {
            Say("call", $"{Name(incident.NamedCalls[0])}: the rule matched the call itself{MoreCalls(incident)}");
            return;
        }

        if (incident is { RecordCount: 0, Cost: not null })
        {
            Say("call", "none named: GPU telemetry tells the host and the time only");
            return;
        }

        switch (attribution.Kind)
        {
            case AttributionKind.ToolCall:
                var call = attribution.Call is { } named ? Name(named)
                    : IncidentGroup.LeadingCall(incident) is { } leading ? Name(leading) : "?";
                Say("call", $"{call}, named: confidence {PageText.Weight(attribution.Confidence)}, "
                    + $"{WordsOf.Rung(attribution.Rung)}{Lag(attribution)}{MoreCalls(incident)}");
                break;
            case AttributionKind.Candidates:
                WriteCandidates(incident);
                break;
            case AttributionKind.Sandbox:
                Say("call", $"none fits; the sandbox is known: {WordsOf.Rung(attribution.Rung)}");
                break;
            case AttributionKind.None:
                Say("call", "none: the address is no agent's, or the connection came from outside");
                break;
            default:
                Say("call", $"unknown: nothing tells who held {(incident.Source.IsNone ? "the address" : incident.Source.ToString())}");
                break;
        }

        if (attribution.Kind == AttributionKind.ToolCall)
            return;
        var told = incident.VerdictReasons.Select(r => r.Text);
        foreach (var reason in attribution.Explanations.Except(told).Take(MaxReasons))
            Say("", Shown(reason));
    }

    private void WriteCandidates(Incident incident)
    {
        var candidates = incident.Candidates.Count > 0 ? incident.Candidates : incident.Attribution.Candidates;
        Say("call", $"not named: {PageText.Count(candidates.Count, "candidate")}, {WordsOf.Rung(incident.Attribution.Rung)}",
            Emphasis.Caution);
        foreach (var candidate in candidates.Take(MaxCandidates))
        {
            var reasons = candidate.Reasons.Count > 0 ? ": " + string.Join("; ", candidate.Reasons.Take(MaxReasons)) : "";
            page.Field(PageText.Weight(candidate.Weight), $"{Name(candidate.Call)}{Episode(candidate.Call)}{Shown(reasons)}", Column,
                Column + 8);
        }

        if (candidates.Count > MaxCandidates)
        {
            var rest = PageText.Weight(candidates.Skip(MaxCandidates).Sum(c => c.Weight));
            page.Field(rest, $"… and {candidates.Count - MaxCandidates} more in {allIncidents}", Column, Column + 8);
        }

        page.Field(PageText.Weight(incident.Attribution.NoneWeight), "none of these", Column, Column + 8);
    }

    private void WriteWhere(IncidentGroup group)
    {
        var incident = group.Shown;
        var call = incident.NamedCalls.Count > 0 ? incident.NamedCalls[0] : null;
        var parts = new (string Word, string? Value)[]
        {
            ("run", incident.RunId), ("step", incident.Step), ("episode", incident.EpisodeId), ("turn", call?.Turn), ("call",
                call?.CallId), ("sandbox", incident.SandboxId),
        };
        var path = string.Join(" / ", parts.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => $"{p.Word} {p.Value}"));
        if (path.Length == 0)
            path = incident.Source.IsNone ? "source not recorded" : $"source {incident.Source}";
        var episodes = group.Incidents.Select(i => i.EpisodeId).Where(e => e is not null).Distinct().Count();
        var sandboxes = group.Incidents.Select(i => i.SandboxId).Where(s => s is not null).Distinct().Count();
        var several = episodes > 1 ? PageText.Count(episodes, "episode")
            : sandboxes > 1 ? PageText.Count(sandboxes, "sandbox", "sandboxes") : null;
        Say("where", several is null ? path : $"{several}, such as {path}");
    }

    private void WriteReasons(string label, IEnumerable<VerdictReason> reasons)
    {
        foreach (var reason in reasons.Take(MaxReasons))
        {
            Say(label, Shown(reason.Text));
            label = "";
        }
    }

    private void WriteWouldDecide(Incident incident)
    {
        if (incident.Verdict != Verdict.Undetermined && incident.Attribution.Kind != AttributionKind.Candidates)
            return;
        var label = "would decide";
        foreach (var evidence in incident.WouldDecide.Take(MaxReasons))
        {
            page.Field(label, Shown(evidence), Indent, Column + 4);
            label = "";
        }
    }

    private static string ScopeOf(IncidentGroup group)
    {
        var internals = Distinct(group, i => i.Scope.InternalReached);
        var others = Distinct(group, i => i.Scope.AlsoFrom.Except(group.Incidents.Select(o => o.SandboxId ?? o.Source.ToString())));
        var (refused, bytes) =
            (group.Incidents.Sum(i => i.Scope.Refused), Flows.Counters.Total(group.Incidents.Select(i => i.Scope.BytesOut)));
        var (connections, sensors) = (group.Incidents.Sum(i => i.ConnectionCount), group.Incidents.Max(i => i.SensorCount));
        var parts = new List<string>();
        if (connections > 0)
            parts.Add(PageText.Count(connections, "connection") + (sensors > 1 ? $" seen by {PageText.Count(sensors, "sensor")}" : ""));
        if (internals.Count > 0)
            parts.Add($"reached {Some(internals)}");
        if (refused > 0)
            parts.Add($"{PageText.Count(refused)} refused");
        if (bytes > 0)
            parts.Add($"{PageText.Bytes(bytes)} out");
        if (others.Count > 0)
            parts.Add($"also from {Some(others)}");
        return string.Join("; ", parts);
    }

    private static List<string> Distinct(IncidentGroup group, Func<Incident, IEnumerable<string>> select) =>
        [.. group.Incidents.SelectMany(select).Distinct().Order(StringComparer.Ordinal)];

    private static string Some(List<string> names) =>
        names.Count <= MaxReasons ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(MaxReasons))} and {names.Count - MaxReasons} more";

    private static string Name(ToolCall call) => $"{call.CallId} ({call.ToolName})";

    private static string Episode(ToolCall call) => call.EpisodeId is { } episode ? $" in episode {episode}" : "";

    private static string MoreCalls(Incident incident) =>
        incident.NamedCalls.Count > 1 ? $" (and {PageText.Count(incident.NamedCalls.Count - 1, "more call")})" : "";

    private static string Lag(Attribution attribution) => attribution.Lag switch
    {
        null => "",
        { } lag when lag < NodaTime.Duration.Zero => $", {PageText.Span(-lag)} before it started",
        { } lag => $", {PageText.Span(lag)} after it started",
    };

    private string Shown(string text) => ZonedText.In(result.DisplayZone, CommandRedaction.MaskSecrets(text));

    private void Say(string label, string text, Emphasis emphasis = Emphasis.None) => page.Field(label, text, Indent, Column, emphasis);
}
