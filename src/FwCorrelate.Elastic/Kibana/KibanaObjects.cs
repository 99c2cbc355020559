// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Kibana;

/// <summary>
/// Kibana's saved objects, as its import API and a built integration package take them: what is JSON within JSON is text, and each object
/// names those that it uses under <c>references</c> (Kibana documentation, "Saved objects: export").
/// </summary>
/// <remarks>
/// The migration versions are those of Kibana 8.8 and 8.9, the last before objects took versions of their own: a newer Kibana brings such
/// objects up to date when it imports them, an older one would refuse newer objects.
/// </remarks>
public static class KibanaObjects
{
    internal const string CoreVersion = "8.8.0";
    internal const string DashboardVersion = "8.9.0";
    internal const string ObjectVersion = "8.0.0";

    /// <summary>Objects show this long back when they are opened.</summary>
    internal const string TimeFrom = "now-30d";

    private const string Prefix = "fwcorrelate-";
    private const string SearchSource = "kibanaSavedObjectMeta.searchSourceJSON.index";
    private static readonly JsonSerializerOptions Written = new() { Encoder = Ecs.EcsDocument.WriterOptions.Encoder };

    /// <summary>Ids start with the package's name, as a package must have it.</summary>
    internal static string IdOf(string key) => Prefix + key;

    /// <summary>Data views, then searches, then dashboards: what is referred to comes first.</summary>
    public static IReadOnlyList<JsonObject> Of(KibanaSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return
        [
            .. source.DataViews.Select(Of),
            .. source.Searches.Select(s => Of(s, source.View(s.DataView))),
            .. source.Dashboards.Select(d => DashboardObject.Of(d, source)),
        ];
    }

    /// <summary>The objects, one a line, for <c>POST /api/saved_objects/_import</c>.</summary>
    public static byte[] ImportFile(KibanaSource source) => Lines(Of(source));

    /// <summary>The rules, one a line, for <c>POST /api/detection_engine/rules/_import</c>.</summary>
    public static byte[] RuleFile(KibanaSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Lines(source.Rules.Select(r => r.For(source.View(r.DataView))));
    }

    internal static JsonObject Of(
        string type, string id, string typeVersion, JsonObject attributes, params IEnumerable<JsonObject> references) => new()
        {
            ["id"] = id,
            ["type"] = type,
            ["coreMigrationVersion"] = CoreVersion,
            ["typeMigrationVersion"] = typeVersion,
            ["managed"] = false,
            ["attributes"] = attributes,
            ["references"] = new JsonArray([.. references]),
        };

    internal static JsonObject Reference(string name, string type, string id) => new() { ["name"] = name, ["type"] = type, ["id"] = id };

    internal static JsonObject Kql(string query) => new() { ["language"] = "kuery", ["query"] = query };

    /// <summary>JSON on one line.</summary>
    internal static string Text(JsonNode node) => node.ToJsonString(Written);

    private static JsonObject Of(DataView view)
    {
        var attributes = new JsonObject { ["title"] = view.Title, ["name"] = view.Name, ["timeFieldName"] = view.TimeField };
        if (view.Formats is { Count: > 0 } formats)
        {
            var map = new JsonObject(formats.OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => KeyValuePair.Create(f.Key, (JsonNode?)new JsonObject { ["id"] = f.Value })));
            attributes["fieldFormatMap"] = Text(map);
        }

        return Of("index-pattern", view.Id, ObjectVersion, attributes);
    }

    private static JsonObject Of(SavedSearch search, DataView view)
    {
        var searchSource = new JsonObject { ["query"] = Kql(search.Query), ["filter"] = new JsonArray(), ["indexRefName"] = SearchSource };
        var attributes = new JsonObject
        {
            ["title"] = search.Title,
            ["description"] = search.Answers,
            ["columns"] = Array(search.Columns),
            ["sort"] = new JsonArray([.. search.Sort.Select(Array)]),
            ["grid"] = new JsonObject(),
            ["hideChart"] = false,
            ["isTextBasedQuery"] = false,
            ["timeRestore"] = true,
            ["timeRange"] = new JsonObject { ["from"] = TimeFrom, ["to"] = "now" },
            ["kibanaSavedObjectMeta"] = new JsonObject { ["searchSourceJSON"] = Text(searchSource) },
        };
        return Of("search", search.Id, ObjectVersion, attributes, Reference(SearchSource, "index-pattern", view.Id));
    }

    private static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private static byte[] Lines(IEnumerable<JsonObject> objects) =>
        Encoding.UTF8.GetBytes(string.Concat(objects.Select(o => Text(o) + "\n")));
}
