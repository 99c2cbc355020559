// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Tests.Kibana.Lint;

/// <summary>What a package's ingest pipelines must be (package specification 3.6).</summary>
internal static class PipelineLint
{
    private static readonly HashSet<string> Processors =
    [
        .. ("append attachment bytes circle community_id convert csv date date_index_name dissect dot_expander drop fail fingerprint foreach geoip grok gsub "
            + "html_strip inference join json kv lowercase network_direction pipeline redact registered_domain remove rename script set sort split terminate "
            + "trim uppercase urldecode uri_parts user_agent").Split(' '),
    ];

    private static readonly string[] Known = ["description", "processors", "on_failure"];

    private static readonly string[] FailureFacts =
        ["_ingest.on_failure_processor_type", "_ingest.on_failure_processor_tag", "_ingest.on_failure_message", "_ingest.pipeline"];

    public static IEnumerable<PackageFinding> Check(PackageFiles package) => package.Paths.Where(p => p.Contains("/ingest_pipeline/", StringComparison.Ordinal))
        .SelectMany(p => Check(package, p));

    private static IEnumerable<PackageFinding> Check(PackageFiles package, string path)
    {
        if (!path.EndsWith(".json", StringComparison.Ordinal) && !package.Text(path).StartsWith("---\n", StringComparison.Ordinal))
            yield return new("pipeline-dashes", path, "a pipeline in YAML starts with ---");
        var pipeline = package.Node(path) as JsonObject ?? [];
        foreach (var key in pipeline.Select(p => p.Key).Where(k => !Known.Contains(k)))
            yield return new("pipeline-key", path, $"'{key}' is no key of a pipeline");
        var processors = List(pipeline, "processors");
        var handlers = List(pipeline, "on_failure");
        foreach (var (type, _) in Nested(processors.Concat(handlers)).Where(p => !Processors.Contains(p.Type)))
            yield return new("processor", path, $"a package may not use '{type}'");
        foreach (var finding in Tags(path, processors).Concat(OnFailure(path, handlers)).Concat(Original(path, processors)).Concat(Calls(package, path, processors)))
            yield return finding;
    }

    private static List<(string Type, JsonObject Options)> List(JsonObject of, string key) => [.. (of[key] as JsonArray ?? [])
        .OfType<JsonObject>().SelectMany(p => p).Select(p => (p.Key, p.Value as JsonObject ?? []))];

    private static IEnumerable<(string Type, JsonObject Options)> Nested(IEnumerable<(string Type, JsonObject Options)> processors)
    {
        foreach (var processor in processors)
        {
            yield return processor;
            var inner = List(processor.Options, "on_failure");
            if (processor.Options["processor"] is JsonObject each)
                inner.AddRange(each.Select(p => (p.Key, p.Value as JsonObject ?? [])));
            foreach (var nested in Nested(inner))
                yield return nested;
        }
    }

    // Every processor of the pipeline, and what handles the failure of one, has a tag of its own.
    private static IEnumerable<PackageFinding> Tags(string path, List<(string Type, JsonObject Options)> processors)
    {
        var seen = new HashSet<string>();
        foreach (var (type, options) in processors.SelectMany(p => List(p.Options, "on_failure").Append(p)))
        {
            if (options["tag"] is not JsonValue value || !value.TryGetValue<string>(out var tag) || tag.Length == 0)
                yield return new("pipeline-tag", path, $"a '{type}' has no tag");
            else if (!seen.Add(tag))
                yield return new("pipeline-tag", path, $"the tag '{tag}' stands twice");
        }
    }

    private static IEnumerable<PackageFinding> OnFailure(string path, List<(string Type, JsonObject Options)> handlers)
    {
        var kind = handlers.FirstOrDefault(h => h.Type == "set" && (string?)h.Options["field"] == "event.kind").Options;
        if ((string?)kind?["value"] != "pipeline_error")
            yield return new("pipeline-on-failure", path, "on_failure must set event.kind to pipeline_error");
        var message = handlers.FirstOrDefault(h => h.Type is "set" or "append" && (string?)h.Options["field"] == "error.message").Options;
        var text = message?["value"]?.ToJsonString() ?? "";
        foreach (var fact in FailureFacts.Where(f => !text.Contains(f, StringComparison.Ordinal)))
            yield return new("pipeline-on-failure", path, $"error.message must name {fact}");
    }

    private static IEnumerable<PackageFinding> Original(string path, List<(string Type, JsonObject Options)> processors)
    {
        var renames = processors.Where(p => p.Type == "rename" && (string?)p.Options["field"] == "message" && (string?)p.Options["target_field"] == "event.original").ToArray();
        if (renames.Length == 0)
            yield break;
        if (renames.All(r => (string?)r.Options["if"] != "ctx.event?.original == null"))
            yield return new("event-original", path, "the rename to event.original needs if: ctx.event?.original == null");
        var isRemoved = processors.Any(p => p.Type == "remove" && Names(p.Options["field"]).Contains("message")
            && p.Options["ignore_missing"]?.ToJsonString() == "true" && (string?)p.Options["if"] == "ctx.event?.original != null");
        if (!isRemoved)
            yield return new("event-original", path, "message must be removed where event.original was there before");
    }

    private static IEnumerable<string?> Names(JsonNode? field) => field is JsonArray list ? list.Select(f => (string?)f) : [(string?)field];

    // Fleet renames pipelines: one that is called by its name elsewhere would not be found.
    private static IEnumerable<PackageFinding> Calls(PackageFiles package, string path, List<(string Type, JsonObject Options)> processors)
    {
        var folder = path[..(path.LastIndexOf('/') + 1)];
        foreach (var (_, options) in Nested(processors).Where(p => p.Type == "pipeline"))
        {
            var name = (string?)options["name"] ?? "";
            const string Start = "{{ IngestPipeline '", End = "' }}";
            var isSibling = name.StartsWith(Start, StringComparison.Ordinal) && name.EndsWith(End, StringComparison.Ordinal)
                && package.All.ContainsKey($"{folder}{name[Start.Length..^End.Length]}.json");
            if (!isSibling && !name.EndsWith("@custom", StringComparison.Ordinal))
                yield return new("pipeline-call", path, $"'{name}' is not a pipeline of the same data stream");
        }
    }
}
