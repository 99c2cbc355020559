// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>The processors of one pipeline. Every tag is unique within it.</summary>
/// <param name="tag">Starts every tag.</param>
/// <param name="script">Reads the record and says in <c>fwcorrelate.ignored</c> whether there is none by design, as in a header
/// line.</param>
/// <param name="parameters">Tables that the script looks into.</param>
/// <param name="routes">Pipelines by the value of <c>fwcorrelate.pipeline</c> that the script sets for them.</param>
public sealed class PipelineSteps(string tag, string script, JsonObject parameters, IReadOnlyList<string> routes)
{
    /// <summary>The tag of the processor that reads, which rejected records name in <c>error.code</c>.</summary>
    public static string ReadTag(string tag) => tag + "_read";

    internal JsonArray Processors(EngineProduct product)
    {
        var processors = new JsonArray
        {
            Processor("script", ReadTag(tag), "Reads the record as the program reads it from a file",
                new JsonObject { ["lang"] = "painless", ["source"] = script, ["params"] = parameters.DeepClone() }),
            Processor("drop", tag + "_ignore", "Header lines, blank lines and messages that test a connection hold no record",
                new JsonObject { ["if"] = "ctx.fwcorrelate?.ignored == true" }),
        };
        foreach (var route in routes)
        {
            processors.Add(Processor("pipeline", $"{tag}_{route.Replace('-', '_')}", null,
                new JsonObject { ["name"] = route, ["if"] = $"ctx.fwcorrelate?.pipeline == '{route}'" }));
        }

        if (routes.Count == 0)
            processors.Add(Hook(product));
        return processors;
    }

    // What no check foresaw is kept too, with the engine's own words (package-spec, validate_pipeline_on_failure).
    internal JsonArray OnFailure() =>
    [
        Processor("script", tag + "_failed_keep", null, new JsonObject
        {
            ["lang"] = "painless",
            ["source"] = "if (ctx.event == null) { ctx.event = new HashMap(); }\n"
                + "if (ctx.event.original == null && ctx.message != null) { ctx.event.original = ctx.message.toString(); }\n"
                + "ctx.remove('message');\n"
                + "ctx.remove('fwcorrelate');\n"
                + "if (ctx['@timestamp'] == null) { ctx['@timestamp'] = Instant.ofEpochMilli(System.currentTimeMillis()).toString(); }",
        }),
        Processor("set", tag + "_failed_kind", null, new JsonObject { ["field"] = EcsFields.EventKind, ["value"] = "pipeline_error" }),
        Processor("set", tag + "_failed_code", null,
            new JsonObject { ["field"] = EcsFields.ErrorCode, ["value"] = "{{{_ingest.on_failure_processor_tag}}}" }),
        Processor("set", tag + "_failed_message", null, new JsonObject
        {
            ["field"] = EcsFields.ErrorMessage,
            ["value"] = "Processor {{{_ingest.on_failure_processor_type}}} with tag {{{_ingest.on_failure_processor_tag}}} "
                + "in pipeline {{{_ingest.pipeline}}} failed with message: {{{_ingest.on_failure_message}}}",
        }),
    ];

    // OpenSearch cannot be told to pass over a pipeline that is missing: there an empty one is installed where there is none.
    private JsonObject Hook(EngineProduct product)
    {
        var options = new JsonObject { ["name"] = IngestPipeline.UserHook };
        if (product == EngineProduct.Elasticsearch)
            options["ignore_missing_pipeline"] = true;
        return Processor("pipeline", tag + "_custom", "Processors of your own", options);
    }

    private static JsonObject Processor(string type, string tag, string? description, JsonObject options)
    {
        var body = new JsonObject { ["tag"] = tag };
        if (description is not null)
            body["description"] = description;
        foreach (var (name, value) in options)
            body[name] = value?.DeepClone();
        return new JsonObject { [type] = body };
    }
}
