// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Tests.Kibana.Lint;

/// <summary>What a package's Kibana objects must be (package specification 3.6).</summary>
internal static class KibanaLint
{
    // What needs no prefix in its file name: data views and rules have ids of their own kind.
    private static readonly string[] Prefixed = ["dashboard", "search", "visualization", "lens", "map", "tag", "ml_module"];
    private static readonly string[] Others = ["index_pattern", "security_rule"];
    private static readonly string[] ByValue = ["lens", "map", "visualization"];

    public static IEnumerable<PackageFinding> Check(PackageFiles package)
    {
        var objects = package.Under("kibana/").Select(p => (Path: p, Object: package.Node(p) as JsonObject ?? [])).ToArray();
        var known = objects.Select(o => ((string?)o.Object["type"], (string?)o.Object["id"])).ToHashSet();
        foreach (var (path, item) in objects)
        {
            foreach (var finding in Names(path, item, (string?)package.Node("manifest.yml")?["name"] ?? ""))
                yield return finding;
            foreach (var reference in References(item).Where(r => !known.Contains(((string?)r["type"], (string?)r["id"]))))
                yield return new("kibana-reference", path, $"refers to {reference["type"]} {reference["id"]}, which is not in the package");
            foreach (var finding in path.StartsWith("kibana/dashboard/", StringComparison.Ordinal) ? Dashboard(path, item) : [])
                yield return finding;
        }
    }

    private static IEnumerable<PackageFinding> Names(string path, JsonObject item, string package)
    {
        var folder = path.Split('/')[1];
        var file = Path.GetFileNameWithoutExtension(path);
        if (path.Split('/').Length != 3 || !path.EndsWith(".json", StringComparison.Ordinal) || !(Prefixed.Contains(folder) || Others.Contains(folder)))
            yield return new("kibana-file", path, "is not a file of kibana/TYPE");
        if (Prefixed.Contains(folder) && !file.StartsWith(package + "-", StringComparison.Ordinal))
            yield return new("kibana-file", path, $"does not start with {package}-");
        if (file.EndsWith("-ecs", StringComparison.OrdinalIgnoreCase))
            yield return new("kibana-file", path, "may not end in -ecs");
        if ((string?)item["id"] != file)
            yield return new("kibana-id", path, $"has the id '{item["id"]}'");
        if (((string?)item["type"])?.Replace('-', '_') != folder)
            yield return new("kibana-type", path, $"has the type '{item["type"]}'");
        if (folder == "security_rule" && ((string?)item["attributes"]?["rule_id"] is not { } rule || !file.StartsWith(rule, StringComparison.Ordinal)))
            yield return new("kibana-rule-id", path, "the id does not start with rule_id");
    }

    private static IEnumerable<JsonNode> References(JsonObject item) => (item["references"] as JsonArray ?? []).OfType<JsonNode>();

    private static IEnumerable<PackageFinding> Dashboard(string path, JsonObject dashboard)
    {
        foreach (var reference in References(dashboard).Where(r => ByValue.Contains((string?)r["type"])))
            yield return new("panel-by-value", path, $"the panel {reference["id"]} is a reference");
        var panels = Embedded(dashboard["attributes"]?["panelsJSON"]) as JsonArray ?? [];
        foreach (var panel in panels.Where(p => (string?)p?["type"] is not ("lens" or "map" or "search" or "links")))
            yield return new("legacy-visualization", path, $"the panel '{panel?["title"]}' is a {panel?["type"]}");
        if (HasFilter(Embedded(dashboard["attributes"]?["kibanaSavedObjectMeta"]?["searchSourceJSON"])))
            yield break;
        foreach (var panel in panels.Where(p => (string?)p?["type"] == "lens" && p["embeddableConfig"]?["attributes"]?["state"]?["filters"] is not JsonArray { Count: > 0 }))
            yield return new("dashboard-filter", path, $"neither the dashboard nor the panel '{panel?["title"]}' has a filter");
    }

    private static bool HasFilter(JsonNode? searchSource) => searchSource?["filter"] is JsonArray { Count: > 0 };

    // A built package has JSON within JSON as text, a package's source may have it as JSON.
    internal static JsonNode? Embedded(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? JsonNode.Parse(text) : node;
}
