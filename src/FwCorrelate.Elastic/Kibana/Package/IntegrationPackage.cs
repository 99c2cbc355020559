// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Kibana.Package;

/// <summary>
/// An integration package of Elastic (package specification 3.6) with the data streams, their pipelines and Kibana's objects, for
/// <c>POST /api/fleet/epm/packages</c>. The same input makes the same bytes.
/// </summary>
public static class IntegrationPackage
{
    public const string Name = "fwcorrelate";

    // Zip cannot say an earlier date, and no other is true on every machine.
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="version">Of the package, as in semantic versioning.</param>
    public static byte[] Zip(KibanaSource source, IReadOnlyList<PackageStream> streams, string version) =>
        Zip(Files(source, streams, version), version);

    /// <summary>The files by path within the package, in the order of the paths.</summary>
    public static SortedDictionary<string, byte[]> Files(KibanaSource source, IReadOnlyList<PackageStream> streams, string version)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(streams);
        ArgumentException.ThrowIfNullOrEmpty(version);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        void Add(string path, string text) => files.Add(path, Encoding.UTF8.GetBytes(text));

        foreach (var path in new[] { "manifest.yml", "changelog.yml" })
            Add(path, KibanaSource.Text("package/" + path).Replace("${version}", version, StringComparison.Ordinal));
        Add("docs/README.md", Readme(source, streams));
        foreach (var stream in streams)
            AddStream(Add, stream);
        foreach (var item in KibanaObjects.Of(source))
            Add($"kibana/{((string)item["type"]!).Replace('-', '_')}/{(string)item["id"]!}.json", Indented(item));
        foreach (var rule in source.Rules)
            Add($"kibana/security_rule/{RuleAssetId(rule)}.json", Indented(RuleAsset(rule, source)));
        return files;
    }

    // Stored, not compressed: compressed bytes differ between versions of the library that compresses.
    private static byte[] Zip(SortedDictionary<string, byte[]> files, string version)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                var entry = zip.CreateEntry($"{Name}-{version}/{path}", CompressionLevel.NoCompression);
                entry.LastWriteTime = Written;
                using var target = entry.Open();
                target.Write(content);
            }
        }

        return stream.ToArray();
    }

    private static void AddStream(Action<string, string> add, PackageStream stream)
    {
        var folder = $"data_stream/{stream.Name}/";
        add(folder + "manifest.yml", YamlText.Of(Manifest(stream)));
        add(folder + "fields/base-fields.yml", YamlText.Of(BaseFields(stream)));
        add(folder + "fields/fields.yml", YamlText.Of(Fields(stream)));
        if (stream.Retention is { } retention)
            add(folder + "lifecycle.yml", YamlText.Of(new JsonObject { ["data_retention"] = retention }));
        foreach (var (name, pipeline) in stream.Pipelines)
            add($"{folder}elasticsearch/ingest_pipeline/{name}.json", Indented(PackagedPipeline.Of(pipeline, stream.Pipelines.Keys)));
    }

    // Fields that nobody declared are kept and not indexed: Fleet adds some of its own, so that a strict mapping would refuse everything.
    private static JsonObject Manifest(PackageStream stream) => new()
    {
        ["title"] = stream.Title,
        ["type"] = "logs",
        ["elasticsearch"] = new JsonObject
        {
            ["index_template"] = new JsonObject { ["mappings"] = new JsonObject { ["dynamic"] = false } },
        },
    };

    private static JsonArray BaseFields(PackageStream stream) =>
    [
        Field("data_stream.type", "constant_keyword", "logs"),
        Field("data_stream.dataset", "constant_keyword", $"{Name}.{stream.Name}"),
        Field("data_stream.namespace", "constant_keyword"),
        Field(EcsFields.Timestamp, "date"),
    ];

    private static JsonArray Fields(PackageStream stream) =>
        [.. stream.Fields.Where(f => !f.Name.StartsWith("data_stream.", StringComparison.Ordinal) && f.Name != EcsFields.Timestamp)
            .OrderBy(f => f.Name, StringComparer.Ordinal).Select(Field)];

    private static JsonObject Field(PackageField field) => field switch
    {
        { Type: "unindexed" } => new JsonObject { ["name"] = field.Name, ["type"] = "keyword", ["index"] = false, ["doc_values"] = false },
        _ when field.Name.EndsWith(
            ".*", StringComparison.Ordinal) => new JsonObject { ["name"] = field.Name, ["type"] = "object", ["object_type"] = field.Type },
        { Type: "keyword" } => new JsonObject
        {
            ["name"] = field.Name,
            ["type"] = field.Type,
            ["ignore_above"] = StoreField.LongestKeyword
        },
        _ => Field(field.Name, field.Type),
    };

    private static JsonObject Field(string name, string type, string? value = null)
    {
        var field = new JsonObject { ["name"] = name, ["type"] = type };
        if (value is not null)
            field["value"] = value;
        return field;
    }

    private static string RuleAssetId(DetectionRule rule) => string.Create(CultureInfo.InvariantCulture, $"{rule.RuleId}_{rule.Version}");

    // Whether a rule runs is the site's choice, not the package's.
    private static JsonObject RuleAsset(DetectionRule rule, KibanaSource source)
    {
        var attributes = rule.For(source.View(rule.DataView));
        attributes.Remove("enabled");
        return new JsonObject { ["id"] = RuleAssetId(rule), ["type"] = "security-rule", ["attributes"] = attributes };
    }

    private static string Readme(KibanaSource source, IReadOnlyList<PackageStream> streams) => KibanaSource.Text("package/docs/README.md")
        .Replace("${data_streams}", Table("data stream", "holds", streams.Select(s => ($"`logs-{Name}.{s.Name}-*`", s.Description))),
            StringComparison.Ordinal)
        .Replace("${objects}", Table("object", "answers", Objects(source)), StringComparison.Ordinal);

    private static IEnumerable<(string, string)> Objects(KibanaSource source) =>
        source.Dashboards.Select(d => (d.Title, d.Answers)).Concat(source.Searches.Select(s => (s.Title, s.Answers)))
            .Concat(source.Rules.Select(r => (r.Name, r.Description)));

    private static string Table(string left, string right, IEnumerable<(string Left, string Right)> rows) =>
        $"| {left} | {right} |\n| --- | --- |\n" + string.Join('\n', rows.Select(r => $"| {r.Left} | {r.Right} |"));

    private static string Indented(JsonNode node)
    {
        var options = new System.Text.Json.JsonSerializerOptions
        {
            WriteIndented = true,
            NewLine = "\n",
            Encoder = Ecs.EcsDocument.WriterOptions.Encoder
        };
        return node.ToJsonString(options) + "\n";
    }
}
