// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Pipelines;

namespace FwCorrelate.Elastic.Store;

/// <summary>The templates of the data streams and of the incident indices (design, section 9).</summary>
public static class StoreTemplates
{
    /// <summary>To be raised with every change here or of <c>fields.csv</c>.</summary>
    public const int Version = 4;

    // Above the built-in logs-*-* (100) and Fleet's (200).
    private const int Priority = 501;

    private const string Incident = "incident";
    private const string CommonMappings = "fwcorrelate@mappings";
    internal const string StreamSettings = "fwcorrelate@settings";

    /// <param name="retention">How long data streams keep documents, such as <c>90d</c>; null keeps them for ever. Elasticsearch
    /// only.</param>
    public static IReadOnlyList<InstallableAsset> All(string? retention) =>
    [
        new(AssetKind.ComponentTemplate, CommonMappings, Version, _ => Template("mappings", Common())),
        new(AssetKind.ComponentTemplate, StreamSettings, Version, f => Settings(f, retention)),
        .. StoreName.Streams.SelectMany(Stream),
        new(AssetKind.ComponentTemplate, Own(Incident), Version, _ => Template("mappings", StoreMapping.Of(StoreField.Of(Incident)))),
        Hook(Incident),
        new(AssetKind.IndexTemplate, "fwcorrelate-incidents", Version, IncidentTemplate),
    ];

    private static IEnumerable<InstallableAsset> Stream(string stream) =>
    [
        new(AssetKind.ComponentTemplate, Own(stream), Version, f => StreamTemplate(stream, f)),
        Hook(stream),
        new(AssetKind.IndexTemplate, $"fwcorrelate-{stream}", Version, f => IndexTemplate(
            f, StoreName.StreamPattern(stream), stream, StreamSettings, ("data_stream", new JsonObject()))),
    ];

    // Logs come to the stream of flows as they are, and are parsed there.
    private static JsonObject StreamTemplate(string stream, EngineFeatures features)
    {
        var template = Template("mappings", StreamMapping(stream, features));
        if (stream == "flow" && features.Pipelines)
            template["template"]!["settings"] =
                new JsonObject { ["index"] = new JsonObject { ["default_pipeline"] = RoutingPipeline.Name } };
        return template;
    }

    // OpenSearch cannot be told to pass over a template that is missing: there an empty one is installed where there is none.
    private static InstallableAsset Hook(string stream) => new(AssetKind.ComponentTemplate, Custom(stream), Version,
        f => f.Product == EngineProduct.OpenSearch ? new JsonObject { ["template"] = new JsonObject() } : null)
    {
        IsHook = true,
    };

    private static string Own(string stream) => $"fwcorrelate-{stream}@mappings";

    // As Elastic names it for its own integrations; Elasticsearch passes over it where it is missing.
    private static string ElasticCustom(string stream) => $"logs-{StoreName.Dataset(stream)}@custom";

    private static string Custom(string stream) => $"fwcorrelate-{stream}@custom";

    private static JsonObject Template(string part, JsonObject body) => new() { ["template"] = new JsonObject { [part] = body } };

    private static JsonObject Common()
    {
        var mapping = StoreMapping.Of(StoreField.Common);
        mapping["dynamic"] = "strict";

        // The one place that users and shippers fill as they like (ECS: keywords only).
        mapping["dynamic_templates"] = new JsonArray(new JsonObject
        {
            ["labels"] = new JsonObject
            {
                ["path_match"] = "labels.*",
                ["mapping"] = new JsonObject { ["type"] = "keyword", ["ignore_above"] = StoreField.LongestKeyword },
            },
        });
        mapping["properties"]!["labels"] = new JsonObject { ["type"] = "object", ["dynamic"] = "true" };
        return mapping;
    }

    private static JsonObject StreamMapping(string stream, EngineFeatures features)
    {
        var mapping = StoreMapping.Of([.. StoreField.Of(stream), new StoreField("data_stream.namespace", "keyword"),
            new StoreField("data_stream.type", "keyword"), new StoreField("data_stream.dataset", "keyword")]);
        if (features.ConstantKeyword)
        {
            var properties = mapping["properties"]!["data_stream"]!["properties"]!;
            properties["type"] = Constant("logs");
            properties["dataset"] = Constant(StoreName.Dataset(stream));
        }

        return mapping;
    }

    // Found in searches though documents do not hold it.
    private static JsonObject Constant(string value) => new() { ["type"] = "constant_keyword", ["value"] = value };

    private static JsonObject Settings(EngineFeatures features, string? retention)
    {
        var template = new JsonObject();
        if (features.Product == EngineProduct.Elasticsearch)
            template["lifecycle"] = retention is null ? new JsonObject { ["enabled"] = true }
                : new JsonObject { ["enabled"] = true, ["data_retention"] = retention };
        if (features.FailureStore)
            template["data_stream_options"] = new JsonObject { ["failure_store"] = new JsonObject { ["enabled"] = true } };
        return new JsonObject { ["template"] = template };
    }

    private static JsonObject IncidentTemplate(EngineFeatures features) => IndexTemplate(
        features, StoreName.IncidentPattern, Incident, null,
        ("template", new JsonObject { ["aliases"] = new JsonObject { [StoreName.IncidentAlias] = new JsonObject() } }));

    private static JsonObject IndexTemplate(
        EngineFeatures features, string pattern, string stream, string? settings, (string Name, JsonObject Value) more)
    {
        string[] parts = settings is null ? [CommonMappings, Own(stream), Custom(stream)]
            : [CommonMappings, settings, Own(stream), Custom(stream)];
        if (features.Product == EngineProduct.Elasticsearch && stream != Incident)
            parts = [.. parts, ElasticCustom(stream)];
        var body = new JsonObject
        {
            ["index_patterns"] = new JsonArray(pattern),
            ["priority"] = Priority,
            ["composed_of"] = new JsonArray([.. parts.Select(p => JsonValue.Create(p))]),
            [more.Name] = more.Value,
        };
        if (features.Product == EngineProduct.Elasticsearch)
            body["ignore_missing_component_templates"] = new JsonArray(
                [.. parts.Where(p => p.EndsWith("@custom", StringComparison.Ordinal)).Select(p => JsonValue.Create(p))]);
        return body;
    }
}
