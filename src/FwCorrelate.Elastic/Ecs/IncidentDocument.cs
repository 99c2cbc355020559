// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Conversations;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Network;
using FwCorrelate.Redaction;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// One line of <c>incidents.jsonl</c> (design, section 6): an ECS alert whose <c>rule.*</c> is our rule of the highest level, with what
/// a person needs to act under <c>fwcorrelate</c>.
/// </summary>
public static class IncidentDocument
{
    // Users are read out of raw records, which is slow.
    private const int RecordsReadForUsers = 100;

    private static readonly string[] UserFields = ["user.name", "source.user.name", "destination.user.name"];

    /// <param name="redaction">How the command is written.</param>
    /// <param name="revision">Which statement about it this is; the first where none is given.</param>
    public static EcsDocument Of(Incident incident, ArgumentRedaction redaction, IncidentRevision? revision = null)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var document = new EcsDocument();
        AddEvent(document, incident);
        AddEnds(document, incident);
        AddRule(document, incident);
        AddRelated(document, incident);
        AddIncident(document, incident, revision ?? IncidentRevision.First);
        AddAgent(document, incident, redaction);
        AddFindings(document, incident, redaction);
        if (incident.Statistics is { } statistics)
            StatisticsFields.Add(document, statistics);
        if (incident.Cost is { } cost)
            CostFields.Add(document, cost);
        return document;
    }

    public static string Name(Verdict verdict) => verdict switch
    {
        Verdict.AgentInitiated => "agent_initiated",
        Verdict.Background => "background",
        Verdict.ExternalCompromise => "external_compromise",
        _ => "undetermined",
    };

    public static string Name(Ongoing ongoing) => ongoing switch
    {
        Ongoing.Yes => "yes",
        Ongoing.No => "no",
        _ => "unknown",
    };

    private static void AddEvent(EcsDocument document, Incident incident)
    {
        document.Set("@timestamp", EcsTime.Format(incident.FirstSeen))
            .Set("ecs.version", EcsDocument.EcsVersion)
            .Set("message", $"{incident.Rule.Title}: {incident.Target}")
            .Set("event.id", incident.Id)
            .Set("event.kind", "alert")
            .Set("event.category", incident.RecordCount > 0 ? ["intrusion_detection", "network"] : ["intrusion_detection"])
            .Set("event.type", Types(incident))
            .Set("event.severity", incident.Rule.Level.Severity())
            .Set("event.start", EcsTime.Format(incident.FirstSeen))
            .Set("event.end", EcsTime.Format(incident.LastSeen));
    }

    private static List<string> Types(Incident incident)
    {
        List<string> types = ["info"];
        var actions = AttributedRecords.ActionsOf(incident.Records);
        if (actions.Any(a => a.IsAllowed()))
            types.Add("allowed");
        if (actions.Any(a => a.IsDenied()))
            types.Add("denied");
        return types;
    }

    private static void AddEnds(EcsDocument document, Incident incident)
    {
        document.Set("source.ip", incident.Source.ToString());
        if (incident.Destinations is not [var only])
            return;
        document.Set("destination.ip", only.Address.ToString());
        if (CommunityId.HasPorts(only.Protocol))
            document.Set("destination.port", only.Port);
        document.Set("network.transport", only.Protocol.Name());
    }

    private static void AddRule(EcsDocument document, Incident incident)
    {
        var rule = incident.Rule;
        document.Set("rule.id", rule.Id)
            .Set("rule.name", rule.Title)
            .Set("rule.description", rule.Description)
            .Set("rule.category", rule.Family)
            .Set("rule.uuid", Guid.TryParseExact(rule.Id, "D", out _) ? rule.Id : null);
        var attack = AttackTags.Of(incident.Rules.SelectMany(r => r.Tags));
        document.Set("threat.framework", attack.IsEmpty ? null : "MITRE ATT&CK")
            .Set("threat.tactic.id", attack.TacticIds)
            .Set("threat.tactic.name", attack.TacticNames)
            .Set("threat.technique.id", attack.Techniques)
            .Set("threat.technique.subtechnique.id", attack.Subtechniques);
    }

    private static void AddRelated(EcsDocument document, Incident incident)
    {
        var addresses = incident.Destinations.Select(d => d.Address).Prepend(incident.Source).Where(a => !a.IsNone).Distinct();
        var hosts = incident.NamedCalls.Select(c => c.HostId).Prepend(incident.SandboxId).OfType<string>().Where(h => h.Length > 0);
        document.Set("related.ip", [.. addresses.Order().Select(a => a.ToString())])
            .Set("related.hosts", Distinct(hosts))
            .Set("related.user", Distinct(incident.Records.Take(RecordsReadForUsers).SelectMany(r => Users(r.Record))));
    }

    private static IEnumerable<string> Users(RecordReference record) => record.Batch.Layout.Format.Mappings
        .Where(m => UserFields.Contains(m.EcsField, StringComparer.Ordinal))
        .Select(m => record.Field(m.Column)).OfType<string>();

    private static string[] Distinct(IEnumerable<string> texts) =>
        [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static void AddIncident(EcsDocument document, Incident incident, IncidentRevision revision) =>
        document.Set("fwcorrelate.incident.id", incident.Id)
            .Set("fwcorrelate.incident.revision", revision.Number)
            .Set("fwcorrelate.incident.supersedes", revision.Supersedes)
            .Set("fwcorrelate.incident.first_seen", EcsTime.Format(incident.FirstSeen))
            .Set("fwcorrelate.incident.last_seen", EcsTime.Format(incident.LastSeen))
            .Set("fwcorrelate.incident.record_count", incident.RecordCount)
            .Set("fwcorrelate.incident.connection_count", incident.ConnectionCount)
            .Set("fwcorrelate.incident.sensor_count", incident.SensorCount > 1 ? incident.SensorCount : (long?)null)
            .Set("fwcorrelate.incident.status",
                incident.SuppressedBy is not null ? "suppressed" : revision.IsProvisional ? "provisional" : "open")
            .Set("fwcorrelate.suppressed_by", incident.SuppressedBy)
            .Set("fwcorrelate.behaviour.id", incident.BehaviourId)
            .Set("fwcorrelate.rules", AttributionDocument.Rules(incident.Rules))
            .Set("fwcorrelate.target", incident.Target)
            .Set("fwcorrelate.destinations", [.. incident.Destinations.Select(Destination)]);

    private static EcsDocument Destination((HostAddress Address, int Port, TransportProtocol Protocol, int Records) destination) =>
        new EcsDocument().Set("ip", destination.Address.ToString())
            .Set("port", CommunityId.HasPorts(destination.Protocol) ? destination.Port : null)
            .Set("transport", destination.Protocol.Name())
            .Set("records", destination.Records);

    private static void AddAgent(EcsDocument document, Incident incident, ArgumentRedaction redaction)
    {
        var attribution = incident.Attribution;
        var weights = AttributionDocument.Weights(attribution with { Candidates = incident.Candidates });
        document.Set("fwcorrelate.run.id", incident.RunId)
            .Set("fwcorrelate.episode.id", incident.EpisodeId)
            .Set("fwcorrelate.sandbox.id", incident.SandboxId)
            .Set("fwcorrelate.step", incident.Step)
            .Set("fwcorrelate.task.id", incident.TaskId)
            .Set("fwcorrelate.checkpoint", incident.Checkpoint)
            .Set("fwcorrelate.tool_call.ids", [.. incident.NamedCalls.Select(c => c.CallId).Distinct(StringComparer.Ordinal)])
            .Set("fwcorrelate.tool_call.candidates", AttributionDocument.Candidates(incident.Candidates, weights))
            .Set("fwcorrelate.tool_call.none_weight", incident.Candidates.Count > 0 ? weights.None : null)
            .Set("fwcorrelate.command", incident.Command is { } command ? CommandRedaction.Apply(command, redaction) : null)
            .Set("fwcorrelate.attribution.kind", AttributionDocument.Name(attribution.Kind))
            .Set("fwcorrelate.attribution.rung", attribution.Rung.ToString())
            .Set("fwcorrelate.attribution.confidence",
                AttributionDocument.Confidence(attribution, AttributionDocument.Weights(attribution)))
            .Set("fwcorrelate.attribution.lag_ms", attribution.Lag is { } lag ? EcsTime.Milliseconds(lag) : null)
            .Set("fwcorrelate.attribution.reasons", AttributionDocument.Masked(attribution.Reasons));
        if (incident.NamedCalls is [var call, ..])
            document.Set("gen_ai.tool.name", call.ToolName).Set("gen_ai.tool.call.id", call.CallId);
    }

    private static void AddFindings(EcsDocument document, Incident incident, ArgumentRedaction redaction) =>
        document.Set("fwcorrelate.verdict", Name(incident.Verdict))
            .Set("fwcorrelate.verdict_reasons", [.. incident.VerdictReasons
                .Select(r => new EcsDocument().Set("for", r.For).Set("text", CommandRedaction.MaskSecrets(r.Text)))])
            .Set("fwcorrelate.ongoing", Name(incident.Ongoing))
            .Set("fwcorrelate.origin", incident.Origin.Where)
            .Set("fwcorrelate.origin_reason", incident.Origin.Reason is { } reason ? CommandRedaction.MaskSecrets(reason) : null)
            .Set("fwcorrelate.origin_first", QuotesOf(incident.Origin.First, redaction))
            .Set("fwcorrelate.said_before", QuotesOf(incident.Origin.Before, redaction))
            .Set("fwcorrelate.scope.internal_reached", incident.Scope.InternalReached)
            .Set("fwcorrelate.scope.refused", incident.Scope.Refused)
            .Set("fwcorrelate.scope.bytes_out", incident.Scope.BytesOut)
            .Set("fwcorrelate.scope.also_from", incident.Scope.AlsoFrom)
            .Set("fwcorrelate.decisions", [.. incident.Decisions.Select(d => new EcsDocument().Set("says", CommandRedaction.MaskSecrets(d.Says))
                .Set("by", d.By).Set("at", d.At is { } at ? EcsTime.Format(at) : null))])
            .Set("fwcorrelate.would_decide", AttributionDocument.Masked(incident.WouldDecide))
            .Set("fwcorrelate.evidence", [.. incident.Evidence.Select(EvidenceOf)]);

    private static IReadOnlyList<EcsDocument> QuotesOf(MessageQuote? quote, ArgumentRedaction redaction) => quote is null ? []
        : [OriginFields.Add(
            new EcsDocument().Set("role", Name(quote.Role)).Set("text", CommandRedaction.Apply(quote.Text, redaction)), "", quote.Origin)];

    private static string Name(MessageRole role) => role switch
    {
        MessageRole.System => "system",
        MessageRole.Task => "task",
        MessageRole.ToolResult => "tool_result",
        _ => "model",
    };

    private static EcsDocument EvidenceOf(Evidence evidence) =>
        OriginFields.Add(new EcsDocument().Set("role", evidence.Role), "", evidence.Origin);
}
