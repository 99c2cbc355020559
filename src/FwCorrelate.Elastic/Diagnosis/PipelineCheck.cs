// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Diagnosis;

/// <summary>Records that our pipelines could not parse.</summary>
internal sealed class PipelineCheck(ISearchEngine engine)
{
    private const string Query = $$$"""
        {"size":0,"track_total_hits":true,"query":{"term":{"{{{EcsFields.EventKind}}}":"pipeline_error"}},
        "aggs":{"code":{"terms":{"field":"{{{EcsFields.ErrorCode}}}","size":3}}
        }}
        """;

    public async Task<IEnumerable<CheckResult>> RunAsync(CancellationToken cancellationToken)
    {
        var results = new List<CheckResult>();
        var patterns = string.Join(',', StoreName.Streams.Select(StoreName.StreamPattern));
        var reply = await engine.SendAsync(HttpMethod.Post, $"{patterns}/_search", EngineBody.Json(Query), cancellationToken)
            .ConfigureAwait(false);
        var answer = reply.Required("count records that could not be parsed").Json;
        var failed = answer.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt64();
        if (failed > 0)
        {
            results.Add(new CheckResult(
                "pipelines", CheckOutcome.Warning, $"{failed} records could not be parsed and are kept as they came{Codes(answer)}",
                "search for event.kind: pipeline_error; error.message tells why"));
        }

        var features = await EngineFeatures.AskAsync(engine, cancellationToken).ConfigureAwait(false);
        if (features.WhyNoPipelines is { } why)
        {
            results.Add(new CheckResult("pipelines", CheckOutcome.Bad,
                $"the engine runs no scripts in ingest pipelines ({why}): none of ours is installed, and no log is parsed here",
                "allow inline scripts (script.allowed_types) and the script processor, then run fwcorrelate elastic install; or store what "
                + "fwcorrelate flows prints"));
        }

        results.AddRange(await ThrownAsync(cancellationToken).ConfigureAwait(false));
        if (results.Count == 0)
            results.Add(new CheckResult("pipelines", CheckOutcome.Good, "no record failed to parse"));
        return results;
    }

    private static string Codes(JsonElement answer)
    {
        if (!answer.TryGetProperty("aggregations", out var aggregations))
            return string.Empty;
        var codes = aggregations.GetProperty("code").GetProperty("buckets").EnumerateArray()
            .Select(b => $"{b.GetProperty("key").GetString()} {b.GetProperty("doc_count").GetInt64()}");
        return string.Join(", ", codes) is { Length: > 0 } text ? $" (most: {text})" : string.Empty;
    }

    // What nodes count since they started: failures that nothing handled lost the record, unless the shipper kept it.
    private async Task<IEnumerable<CheckResult>> ThrownAsync(CancellationToken cancellationToken)
    {
        var reply = await engine.SendAsync(
            HttpMethod.Get, $"_nodes/stats/ingest?filter_path=nodes.*.ingest.pipelines.{StoreName.Prefix}*.failed", EngineBody.None,
            cancellationToken).ConfigureAwait(false);
        var failures = new Dictionary<string, long>(StringComparer.Ordinal);
        if (reply.Required("ask nodes for pipeline failures").Json.TryGetProperty("nodes", out var nodes))
        {
            foreach (var pipeline in nodes.EnumerateObject()
                .SelectMany(n => n.Value.GetProperty("ingest").GetProperty("pipelines").EnumerateObject()))
                failures[pipeline.Name] = failures.GetValueOrDefault(pipeline.Name) + pipeline.Value.GetProperty("failed").GetInt64();
        }

        return failures.Where(f => f.Value > 0).Select(f => new CheckResult("pipelines", CheckOutcome.Bad,
            $"{f.Key} threw on {f.Value} documents since the nodes started: these were refused",
            "look into the shipper's log for the reason, and report it"));
    }
}
