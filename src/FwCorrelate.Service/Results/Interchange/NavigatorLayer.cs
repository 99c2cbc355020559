// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Nodes;
using FwCorrelate.Documents;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Service.Results.Interchange;

/// <summary>
/// Techniques that incidents show, as layers of MITRE's Navigator: ATT&amp;CK (layer format 4.5) and, beside it, ATLAS, whose own Navigator
/// reads format 4.3. The score of a technique is the number of its incidents; expected ones and background do not count.
/// </summary>
public static class NavigatorLayer
{
    private const int MostNamed = 10;
    private static readonly Lazy<ILookup<string, string>> Atlas = new(ReadAtlas);

    public static JsonObject OfAttack(IEnumerable<StoredDocument> incidents, string name) => Layer(
        name, "enterprise-attack", new JsonObject { ["attack"] = "17", ["navigator"] = "5.1.0", ["layer"] = "4.5" },
        incidents, IncidentText.TechniquesOf);

    /// <summary>By family of rules; a call that is named also shows AML.T0053, AI Agent Tool Invocation.</summary>
    public static JsonObject OfAtlas(IEnumerable<StoredDocument> incidents, string name) => Layer(
        name, "atlas-atlas", new JsonObject { ["navigator"] = "4.6.4", ["layer"] = "4.3" }, incidents, AtlasOf);

    private static JsonObject Layer(
        string name, string domain, JsonObject versions, IEnumerable<StoredDocument> incidents,
        Func<StoredDocument, IEnumerable<string>> techniquesOf)
    {
        var byTechnique = incidents.Where(i => !IncidentText.IsExpected(i) && i.Text(OwnFields.Verdict) != "background")
            .SelectMany(i => techniquesOf(i).Distinct(StringComparer.Ordinal).Select(t => (Technique: t, Incident: i)))
            .GroupBy(t => t.Technique, t => t.Incident, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        return new JsonObject
        {
            ["name"] = name,
            ["versions"] = versions,
            ["domain"] = domain,
            ["description"] = "Techniques of the incidents that fwcorrelate found; the score is their number.",
            ["sorting"] = 3,
            ["techniques"] = new JsonArray([.. byTechnique.Select(Technique)]),
            ["gradient"] = new JsonObject
            {
                ["colors"] = IncidentText.Array(["#ffe766", "#b23b06"]),
                ["minValue"] = 0,
                ["maxValue"] = Math.Max(1, byTechnique.Select(g => g.Count()).DefaultIfEmpty(0).Max()),
            },
        };
    }

    private static JsonObject Technique(IGrouping<string, StoredDocument> technique)
    {
        var ids = technique.Select(IncidentLookup.IdOf).Order(StringComparer.Ordinal).ToList();
        var named = string.Join(", ", ids.Take(MostNamed));
        return new JsonObject
        {
            ["techniqueID"] = technique.Key,
            ["score"] = ids.Count,
            ["comment"] = ids.Count <= MostNamed ? named
                : string.Create(CultureInfo.InvariantCulture, $"{named} and {ids.Count - MostNamed} more"),
            ["enabled"] = true,
            ["showSubtechniques"] = technique.Key.Contains('.', StringComparison.Ordinal),
        };
    }

    private static IEnumerable<string> AtlasOf(StoredDocument incident)
    {
        var techniques = incident.Values(OwnFields.RulesFamily).SelectMany(f => Atlas.Value[f]);
        return incident.Values(OwnFields.ToolCallIds).Any() ? techniques.Append("AML.T0053") : techniques;
    }

    // family,technique,name after a header.
    private static ILookup<string, string> ReadAtlas()
    {
        using var stream = typeof(NavigatorLayer).Assembly.GetManifestResourceStream("Interchange/atlas.csv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Skip(1)
            .Select(l => l.Split(',')).ToLookup(c => c[0], c => c[1], StringComparer.Ordinal);
    }
}
