// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Kibana.Package;

namespace FwCorrelate.Elastic.Tests.Kibana;

/// <summary>A small data stream of a package, with all that the specification has rules on.</summary>
internal static class SampleStream
{
    public static PackageStream Flow { get; } = new(
        "flow", "Flow records", "Flow records of every source.",
        [new("@timestamp", "date"), new("source.ip", "ip"), new("event.kind", "keyword")],
        new Dictionary<string, JsonObject> { ["default"] = Pipeline(calls: "other"), ["other"] = Pipeline(calls: null) },
        "90d");

    private static JsonObject Pipeline(string? calls)
    {
        var pipeline = JsonNode.Parse("""
            {
              "description": "Reads a flow record.", "version": 3, "_meta": {"owner": "fwcorrelate"},
              "processors": [
                {"rename": {"field": "message", "target_field": "event.original", "if": "ctx.event?.original == null", "tag": "keep_original"}},
                {"remove": {"field": "message", "ignore_missing": true, "if": "ctx.event?.original != null", "tag": "drop_message"}},
                {"lowercase": {"field": "network.transport", "ignore_missing": true, "tag": "name_transport"}}
              ],
              "on_failure": [
                {"set": {"field": "event.kind", "value": "pipeline_error"}},
                {"append": {"field": "error.message", "value": "{{{_ingest.on_failure_processor_type}}} {{{_ingest.on_failure_processor_tag}}} in {{{_ingest.pipeline}}}: {{{_ingest.on_failure_message}}}"}}
              ]
            }
            """)!.AsObject();
        if (calls is not null)
            pipeline["processors"]!.AsArray().Add(new JsonObject { ["pipeline"] = new JsonObject { ["name"] = calls, ["tag"] = "call_other" } });
        return pipeline;
    }
}
