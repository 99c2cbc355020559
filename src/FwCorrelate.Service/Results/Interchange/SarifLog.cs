// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
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
        var rules = incidents.DistinctBy(i => i.Text("rule.id")).OrderBy(i => i.Text("rule.id"), StringComparer.Ordinal).ToList();
        var index = rules.Index().ToDictionary(r => r.Item.Text("rule.id") ?? "", r => r.Index, StringComparer.Ordinal);
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
                ["results"] = new JsonArray([.. incidents.Select(i => Result(i, index[i.Text("rule.id") ?? ""]))]),
            }),
        };
    }

    private static JsonObject Rule(StoredDocument incident) => new()
    {
        ["id"] = incident.Text("rule.id") ?? "",
        ["name"] = incident.Text("rule.name") ?? "",
        ["shortDescription"] = new JsonObject { ["text"] = incident.Text("rule.name") ?? "" },
        ["fullDescription"] = new JsonObject { ["text"] = incident.Text("rule.description") ?? "" },
        ["defaultConfiguration"] = new JsonObject { ["level"] = LevelOf(IncidentText.LevelOf(incident)) },
        ["properties"] = new JsonObject { ["tags"] = IncidentText.Array(IncidentText.TechniquesOf(incident)) },
    };

    private static JsonObject Result(StoredDocument incident, int rule)
    {
        var result = new JsonObject
        {
            ["ruleId"] = incident.Text("rule.id") ?? "",
            ["ruleIndex"] = rule,
            ["level"] = LevelOf(IncidentText.LevelOf(incident)),
            ["message"] = new JsonObject { ["text"] = IncidentText.MessageOf(incident) },
            ["locations"] = new JsonArray([.. incident.Parts("fwcorrelate.evidence").Where(e => e.Text("file") is not null)
                .Take(MostPlaces).Select(Location)]),
            ["partialFingerprints"] = new JsonObject { ["fwcorrelateIncident/v1"] = IncidentLookup.IdOf(incident) },
            ["properties"] = new JsonObject
            {
                ["incident"] = IncidentLookup.IdOf(incident),
                ["verdict"] = incident.Text("fwcorrelate.verdict"),
                ["firstSeen"] = incident.Text("event.start"),
                ["lastSeen"] = incident.Text("event.end"),
            },
        };
        if (incident.Text("fwcorrelate.suppressed_by") is { } entry)
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
