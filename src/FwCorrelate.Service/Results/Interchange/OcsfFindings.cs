// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Documents;
using FwCorrelate.Service.Results.Stories;
using NodaTime;

namespace FwCorrelate.Service.Results.Interchange;

/// <summary>
/// Incidents as Detection Findings of the Open Cybersecurity Schema Framework (class 2004, schema.ocsf.io), one a line. What OCSF has no
/// name for stands under <c>unmapped</c>.
/// </summary>
public static class OcsfFindings
{
    /// <summary>Of the schema that the findings are written in.</summary>
    public const string Version = "1.3.0";
    private const int FindingsCategory = 2;
    private const int DetectionFinding = 2004;
    private const int Create = 1;
    private const int IpAddress = 2;
    private const int MostEvidence = 100;

    public static JsonObject Of(StoredDocument incident, string toolVersion)
    {
        ArgumentNullException.ThrowIfNull(incident);
        var (start, end) = (Milliseconds(incident, EcsFields.EventStart), Milliseconds(incident, EcsFields.EventEnd));
        var level = IncidentText.LevelOf(incident);
        var finding = new JsonObject
        {
            ["activity_id"] = Create,
            ["activity_name"] = "Create",
            ["category_uid"] = FindingsCategory,
            ["category_name"] = "Findings",
            ["class_uid"] = DetectionFinding,
            ["class_name"] = "Detection Finding",
            ["type_uid"] = (DetectionFinding * 100) + Create,
            ["type_name"] = "Detection Finding: Create",
            ["time"] = start,
            ["start_time"] = start,
            ["end_time"] = end,
            ["severity_id"] = SeverityOf(level),
            ["severity"] = char.ToUpperInvariant(level[0]) + level[1..],
            ["status_id"] = IncidentText.IsExpected(incident) ? 3 : 1,
            ["status"] = IncidentText.IsExpected(incident) ? "Suppressed" : "New",
            ["is_alert"] = !IncidentText.IsExpected(incident),
            ["message"] = IncidentText.MessageOf(incident),
            ["metadata"] = new JsonObject
            {
                ["version"] = Version,
                ["uid"] = IncidentLookup.IdOf(incident),
                ["product"] = new JsonObject { ["name"] = "fwcorrelate", ["vendor_name"] = "FwCorrelate", ["version"] = toolVersion },
            },
            ["finding_info"] = FindingInfo(incident, start, end),
        };
        if (incident.Number(OwnFields.AttributionConfidence) is { } confidence)
            finding["confidence_score"] = (int)Math.Round(confidence * 100);
        if (Evidences(incident) is { Count: > 0 } evidences)
            finding["evidences"] = evidences;
        finding["observables"] = new JsonArray([.. incident.Values(EcsFields.RelatedIp).Distinct(StringComparer.Ordinal)
            .Select(a => new JsonObject { ["name"] = EcsFields.RelatedIp, ["type_id"] = IpAddress, ["type"] = "IP Address", ["value"] = a })]);
        finding["unmapped"] = new JsonObject { ["fwcorrelate"] = Own(incident) };
        return finding;
    }

    private static JsonObject FindingInfo(StoredDocument incident, long start, long end) => new()
    {
        ["uid"] = IncidentLookup.IdOf(incident),
        ["title"] = incident.Text(EcsFields.RuleName) ?? "",
        ["desc"] = incident.Text(EcsFields.RuleDescription) ?? "",
        ["types"] = IncidentText.Array([incident.Text(EcsFields.RuleCategory) ?? "unknown"]),
        ["created_time"] = start,
        ["first_seen_time"] = start,
        ["last_seen_time"] = end,
        ["analytic"] = new JsonObject
        {
            ["type_id"] = 1,
            ["type"] = "Rule",
            ["uid"] = incident.Text(EcsFields.RuleId) ?? "",
            ["name"] = incident.Text(EcsFields.RuleName) ?? "",
            ["category"] = incident.Text(EcsFields.RuleCategory) ?? "",
        },
        ["attacks"] = new JsonArray([.. IncidentText.TechniquesOf(incident).Select(Attack)]),
    };

    private static JsonObject Attack(string technique)
    {
        var attack = new JsonObject { ["technique"] = new JsonObject { ["uid"] = technique.Split('.')[0] } };
        if (technique.Contains('.', StringComparison.Ordinal))
            attack["sub_technique"] = new JsonObject { ["uid"] = technique };
        return attack;
    }

    private static JsonArray Evidences(StoredDocument incident)
    {
        var evidences = new JsonArray();
        foreach (var destination in incident.Parts(OwnFields.Destinations).Take(MostEvidence))
        {
            var to = new JsonObject { ["ip"] = destination.Text("ip") ?? "" };
            if (destination.Number("port") is { } port)
                to["port"] = (int)port;
            var evidence = new JsonObject { ["dst_endpoint"] = to };
            if (incident.Text(EcsFields.SourceIp) is { Length: > 0 } source)
                evidence["src_endpoint"] = new JsonObject { ["ip"] = source };
            evidence["connection_info"] = new JsonObject { ["direction_id"] = 0, ["protocol_name"] = destination.Text("transport") ?? "" };
            evidences.Add((JsonNode)evidence);
        }

        return evidences;
    }

    private static JsonObject Own(StoredDocument incident)
    {
        var own = new JsonObject
        {
            ["verdict"] = incident.Text(OwnFields.Verdict),
            ["attribution"] = incident.Text(OwnFields.AttributionKind),
            ["tool_call_ids"] = IncidentText.Array(incident.Values(OwnFields.ToolCallIds)),
            ["behaviour"] = incident.Text(OwnFields.BehaviourId),
        };
        foreach (var (name, field) in new[]
        {
            ("run", OwnFields.RunId), ("episode", OwnFields.EpisodeId), ("sandbox", OwnFields.SandboxId),
            ("step", OwnFields.Step), ("task", OwnFields.TaskId), ("command", OwnFields.Command),
            ("origin", OwnFields.Origin), ("suppressed_by", OwnFields.SuppressedBy),
        })
        {
            if (incident.Text(field) is { } text)
                own[name] = text;
        }

        return own;
    }

    private static int SeverityOf(string level) => level switch
    {
        "critical" => 5,
        "high" => 4,
        "medium" => 3,
        "low" => 2,
        _ => 1,
    };

    private static long Milliseconds(StoredDocument incident, string field) =>
        (StoredTime.Of(incident, field) ?? Instant.FromUnixTimeTicks(0)).ToUnixTimeMilliseconds();
}
