// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Conversations;
using FwCorrelate.Documents;
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

    private static readonly string[] UserFields = [EcsFields.UserName, EcsFields.SourceUserName, EcsFields.DestinationUserName];

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
        document.Set(EcsFields.Timestamp, EcsTime.Format(incident.FirstSeen))
            .Set(EcsFields.EcsVersion, EcsDocument.EcsVersion)
            .Set("message", $"{incident.Rule.Title}: {incident.Target}")
            .Set(EcsFields.EventId, incident.Id)
            .Set(EcsFields.EventKind, "alert")
            .Set(EcsFields.EventCategory, incident.RecordCount > 0 ? ["intrusion_detection", "network"] : ["intrusion_detection"])
            .Set(EcsFields.EventType, Types(incident))
            .Set(EcsFields.EventSeverity, incident.Rule.Level.Severity())
            .Set(EcsFields.EventStart, EcsTime.Format(incident.FirstSeen))
            .Set(EcsFields.EventEnd, EcsTime.Format(incident.LastSeen));
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
        document.Set(EcsFields.SourceIp, incident.Source.ToString());
        if (incident.Destinations is not [var only])
            return;
        document.Set(only.Address.IsName ? EcsFields.DestinationDomain : EcsFields.DestinationIp, only.Address.ToString());
        if (CommunityId.HasPorts(only.Protocol))
            document.Set(EcsFields.DestinationPort, only.Port);
        document.Set(EcsFields.NetworkTransport, only.Protocol.Name());
    }

    private static void AddRule(EcsDocument document, Incident incident)
    {
        var rule = incident.Rule;
        document.Set(EcsFields.RuleId, rule.Id)
            .Set(EcsFields.RuleName, rule.Title)
            .Set(EcsFields.RuleDescription, rule.Description)
            .Set(EcsFields.RuleCategory, rule.Family)
            .Set(EcsFields.RuleUuid, Guid.TryParseExact(rule.Id, "D", out _) ? rule.Id : null);
        var attack = AttackTags.Of(incident.Rules.SelectMany(r => r.Tags));
        document.Set(EcsFields.ThreatFramework, attack.IsEmpty ? null : "MITRE ATT&CK")
            .Set(EcsFields.ThreatTacticId, attack.TacticIds)
            .Set(EcsFields.ThreatTacticName, attack.TacticNames)
            .Set(EcsFields.ThreatTechniqueId, attack.Techniques)
            .Set(EcsFields.ThreatTechniqueSubtechniqueId, attack.Subtechniques);
    }

    private static void AddRelated(EcsDocument document, Incident incident)
    {
        var addresses = incident.Destinations.Select(d => d.Address).Prepend(incident.Source).Where(a => !a.IsNone && !a.IsName).Distinct();
        var hosts = incident.NamedCalls.Select(c => c.HostId).Prepend(incident.SandboxId).OfType<string>().Where(h => h.Length > 0);
        document.Set(EcsFields.RelatedIp, [.. addresses.Order().Select(a => a.ToString())])
            .Set(EcsFields.RelatedHosts, Distinct(hosts))
            .Set(EcsFields.RelatedUser, Distinct(incident.Records.Take(RecordsReadForUsers).SelectMany(r => Users(r.Record))));
    }

    private static IEnumerable<string> Users(RecordReference record) => record.Batch.Layout.Format.Mappings
        .Where(m => UserFields.Contains(m.EcsField, StringComparer.Ordinal))
        .Select(m => record.Field(m.Column)).OfType<string>();

    private static string[] Distinct(IEnumerable<string> texts) =>
        [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static void AddIncident(EcsDocument document, Incident incident, IncidentRevision revision) =>
        document.Set(OwnFields.IncidentId, incident.Id)
            .Set(OwnFields.IncidentRevision, revision.Number)
            .Set(OwnFields.IncidentSupersedes, revision.Supersedes)
            .Set(OwnFields.IncidentFirstSeen, EcsTime.Format(incident.FirstSeen))
            .Set(OwnFields.IncidentLastSeen, EcsTime.Format(incident.LastSeen))
            .Set(OwnFields.IncidentRecordCount, incident.RecordCount)
            .Set(OwnFields.IncidentConnectionCount, incident.ConnectionCount)
            .Set(OwnFields.IncidentSensorCount, incident.SensorCount > 1 ? incident.SensorCount : (long?)null)
            .Set(OwnFields.IncidentStatus,
                incident.SuppressedBy is not null ? "suppressed" : revision.IsProvisional ? "provisional" : "open")
            .Set(OwnFields.SuppressedBy, incident.SuppressedBy)
            .Set(OwnFields.BehaviourId, incident.BehaviourId)
            .Set(OwnFields.Rules, AttributionDocument.Rules(incident.Rules))
            .Set(OwnFields.Target, incident.Target)
            .Set(OwnFields.Destinations, [.. incident.Destinations.Select(Destination)]);

    private static EcsDocument Destination((HostAddress Address, int Port, TransportProtocol Protocol, int Records) destination) =>
        new EcsDocument().Set("ip", destination.Address.IsName ? null : destination.Address.ToString())
            .Set("port", CommunityId.HasPorts(destination.Protocol) ? destination.Port : null)
            .Set("transport", destination.Protocol.Name())
            .Set("records", destination.Records);

    private static void AddAgent(EcsDocument document, Incident incident, ArgumentRedaction redaction)
    {
        var attribution = incident.Attribution;
        var weights = AttributionDocument.Weights(attribution with { Candidates = incident.Candidates });
        document.Set(OwnFields.RunId, incident.RunId)
            .Set(OwnFields.EpisodeId, incident.EpisodeId)
            .Set(OwnFields.SandboxId, incident.SandboxId)
            .Set(OwnFields.Step, incident.Step)
            .Set(OwnFields.TaskId, incident.TaskId)
            .Set(OwnFields.Checkpoint, incident.Checkpoint)
            .Set(OwnFields.ToolCallIds, [.. incident.NamedCalls.Select(c => c.CallId).Distinct(StringComparer.Ordinal)])
            .Set(OwnFields.ToolCallCandidates, AttributionDocument.Candidates(incident.Candidates, weights))
            .Set(OwnFields.ToolCallNoneWeight, incident.Candidates.Count > 0 ? weights.None : null)
            .Set(OwnFields.Command, incident.Command is { } command ? CommandRedaction.Apply(command, redaction) : null)
            .Set(OwnFields.AttributionKind, AttributionDocument.Name(attribution.Kind))
            .Set(OwnFields.AttributionRung, attribution.Rung.ToString())
            .Set(OwnFields.AttributionConfidence,
                AttributionDocument.Confidence(attribution, AttributionDocument.Weights(attribution)))
            .Set(OwnFields.AttributionLagMs, attribution.Lag is { } lag ? EcsTime.Milliseconds(lag) : null)
            .Set(OwnFields.AttributionReasons, AttributionDocument.Masked(attribution.Explanations));
        if (incident.NamedCalls is [var call, ..])
            document.Set(EcsFields.GenAiToolName, call.ToolName).Set(EcsFields.GenAiToolCallId, call.CallId);
    }

    private static void AddFindings(EcsDocument document, Incident incident, ArgumentRedaction redaction) =>
        document.Set(OwnFields.Verdict, Name(incident.Verdict))
            .Set(OwnFields.VerdictReasons, [.. incident.VerdictReasons
                .Select(r => new EcsDocument().Set("for", r.For).Set("text", CommandRedaction.MaskSecrets(r.Text)))])
            .Set(OwnFields.Ongoing, Name(incident.Ongoing))
            .Set(OwnFields.Origin, incident.Origin.Where)
            .Set(OwnFields.OriginReason, incident.Origin.Reason is { } reason ? CommandRedaction.MaskSecrets(reason) : null)
            .Set(OwnFields.OriginFirst, QuotesOf(incident.Origin.First, redaction))
            .Set(OwnFields.SaidBefore, QuotesOf(incident.Origin.Before, redaction))
            .Set(OwnFields.ScopeInternalReached, incident.Scope.InternalReached)
            .Set(OwnFields.ScopeRefused, incident.Scope.Refused)
            .Set(OwnFields.ScopeBytesOut, incident.Scope.BytesOut)
            .Set(OwnFields.ScopeAlsoFrom, incident.Scope.AlsoFrom)
            .Set(OwnFields.Decisions, [.. incident.Decisions.Select(DecisionOf)])
            .Set(OwnFields.WouldDecide, AttributionDocument.Masked(incident.WouldDecide))
            .Set(OwnFields.Evidence, [.. incident.Evidence.Select(EvidenceOf)]);

    private static EcsDocument DecisionOf(CaseDecision decision) => new EcsDocument().Set("says", CommandRedaction.MaskSecrets(decision.Says))
        .Set("by", decision.By).Set("at", decision.At is { } at ? EcsTime.Format(at) : null);

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
