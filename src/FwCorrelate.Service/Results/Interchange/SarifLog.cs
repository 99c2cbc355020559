// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Documents;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Service.Results.Interchange;

/// <summary>
/// Incidents as one log of the Static Analysis Results Interchange Format (OASIS SARIF 2.1.0): a result each, at the records that are its
/// evidence, paths relative to the case.
/// </summary>
public static class SarifLog
{
    private const string Root = "CASE";
    private const int MostPlaces = 20;

    public static JsonObject Of(IReadOnlyList<StoredDocument> incidents, string toolVersion)
    {
        ArgumentNullException.ThrowIfNull(incidents);
        var rules = incidents.DistinctBy(i => i.Text(EcsFields.RuleId)).OrderBy(i => i.Text(EcsFields.RuleId), StringComparer.Ordinal).ToList();
        var index = rules.Index().ToDictionary(r => r.Item.Text(EcsFields.RuleId) ?? "", r => r.Index, StringComparer.Ordinal);
        return new JsonObject
        {
            ["$schema"] = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "fwcorrelate",
                        ["version"] = toolVersion,
                        ["rules"] = new JsonArray([.. rules.Select(Rule)]),
                    },
                },
                ["columnKind"] = "utf16CodeUnits",
                ["originalUriBaseIds"] = new JsonObject
                {
                    [Root] = new JsonObject { ["description"] = new JsonObject { ["text"] = "The case that was investigated." } },
                },
                ["results"] = new JsonArray([.. incidents.Select(i => Result(i, index[i.Text(EcsFields.RuleId) ?? ""]))]),
            }),
        };
    }

    private static JsonObject Rule(StoredDocument incident) => new()
    {
        ["id"] = incident.Text(EcsFields.RuleId) ?? "",
        ["name"] = incident.Text(EcsFields.RuleName) ?? "",
        ["shortDescription"] = new JsonObject { ["text"] = incident.Text(EcsFields.RuleName) ?? "" },
        ["fullDescription"] = new JsonObject { ["text"] = incident.Text(EcsFields.RuleDescription) ?? "" },
        ["defaultConfiguration"] = new JsonObject { ["level"] = LevelOf(IncidentText.LevelOf(incident)) },
        ["properties"] = new JsonObject { ["tags"] = IncidentText.Array(IncidentText.TechniquesOf(incident)) },
    };

    private static JsonObject Result(StoredDocument incident, int rule)
    {
        var result = new JsonObject
        {
            ["ruleId"] = incident.Text(EcsFields.RuleId) ?? "",
            ["ruleIndex"] = rule,
            ["level"] = LevelOf(IncidentText.LevelOf(incident)),
            ["message"] = new JsonObject { ["text"] = IncidentText.MessageOf(incident) },
            ["locations"] = new JsonArray([.. incident.Parts(OwnFields.Evidence).Where(e => e.Text("file") is not null)
                .Take(MostPlaces).Select(Location)]),
            ["partialFingerprints"] = new JsonObject { ["fwcorrelateIncident/v1"] = IncidentLookup.IdOf(incident) },
            ["properties"] = new JsonObject
            {
                ["incident"] = IncidentLookup.IdOf(incident),
                ["verdict"] = incident.Text(OwnFields.Verdict),
                ["firstSeen"] = incident.Text(EcsFields.EventStart),
                ["lastSeen"] = incident.Text(EcsFields.EventEnd),
            },
        };
        if (incident.Text(OwnFields.SuppressedBy) is { } entry)
            result["suppressions"] = new JsonArray(new JsonObject { ["kind"] = "external", ["justification"] = entry });
        return result;
    }

    private static JsonObject Location(StoredDocument evidence)
    {
        var path = string.Join('/', evidence.Text("file")!.Split('/').Select(Uri.EscapeDataString));
        var place = new JsonObject { ["artifactLocation"] = new JsonObject { ["uri"] = path, ["uriBaseId"] = Root } };
        if (evidence.Number("line") is { } line and >= 1)
            place["region"] = new JsonObject { ["startLine"] = (long)line };
        return new JsonObject
        {
            ["physicalLocation"] = place,
            ["message"] = new JsonObject { ["text"] = $"{evidence.Text("role")}, SHA-256 {evidence.Text("sha256")}" },
        };
    }

    private static string LevelOf(string level) => level switch
    {
        "critical" or "high" => "error",
        "medium" => "warning",
        _ => "note",
    };
}
