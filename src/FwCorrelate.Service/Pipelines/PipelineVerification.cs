// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Pipelines;
using FwCorrelate.Ingestion;

namespace FwCorrelate.Service.Pipelines;

/// <summary>What became of the samples in one pipeline of an engine.</summary>
/// <param name="Samples">How many were sent; 0 where the pipeline is not installed.</param>
/// <param name="Problems">One sentence for each difference from what the program makes of the same record.</param>
public sealed record VerifiedPipeline(string Name, int Samples, IReadOnlyList<string> Problems);

/// <summary>
/// Sends our samples through the pipelines that are installed in an engine, without storing any, and compares. Processors of users' own
/// (<see cref="IngestPipeline.UserHook"/>) are left out; where the pipeline that routes calls others with them, only the fate of records is
/// compared.
/// </summary>
public static class PipelineVerification
{
    /// <param name="formats">Those whose pipelines were installed.</param>
    /// <exception cref="EngineException">The engine cannot be asked.</exception>
    public static async Task<IReadOnlyList<VerifiedPipeline>> RunAsync(
        ISearchEngine engine, FlowFormats formats, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var verified = new List<VerifiedPipeline>();
        var hook = await engine.SendAsync(HttpMethod.Get, PathOf(IngestPipeline.UserHook), EngineBody.None, cancellationToken)
            .ConfigureAwait(false);
        var isHooked = hook.IsSuccess && BodyOf(hook, IngestPipeline.UserHook)["processors"] is JsonArray { Count: > 0 };
        var samples = PipelineSample.Of(formats);
        foreach (var pipeline in new PipelineSet(formats.Tables).All)
        {
            var own = samples.Where(s => pipeline.Format is null || s.Format.Name == pipeline.Format).ToList();
            verified.Add(await RunAsync(engine, pipeline, own, isHooked && pipeline.Format is null, cancellationToken)
                .ConfigureAwait(false));
        }

        return verified;
    }

    private static string PathOf(string name) => "_ingest/pipeline/" + Uri.EscapeDataString(name);

    private static JsonObject BodyOf(EngineReply stored, string name) => JsonNode.Parse(stored.Body.Span)?[name]?.AsObject()
        ?? throw new EngineException(
            EngineFailure.Unreadable, $"the answer to a question for the pipeline {name} does not hold it: is there a proxy in between?");

    private static async Task<VerifiedPipeline> RunAsync(
        ISearchEngine engine, IngestPipeline pipeline, IReadOnlyList<PipelineSample> samples, bool onlyFate,
        CancellationToken cancellationToken)
    {
        var stored = await engine.SendAsync(HttpMethod.Get, PathOf(pipeline.Name), EngineBody.None, cancellationToken)
            .ConfigureAwait(false);
        if (stored.Status == 404)
            return new VerifiedPipeline(pipeline.Name, 0, ["it is not installed: run 'fwcorrelate elastic install'"]);
        stored.Required($"read the pipeline {pipeline.Name}");
        var events = new JsonObject
        {
            ["pipeline"] = WithoutHook(BodyOf(stored, pipeline.Name)),
            ["docs"] = new JsonArray([.. samples.Select(s => new JsonObject { ["_source"] = s.Event })]),
        };
        var reply = await engine.SendAsync(HttpMethod.Post, "_ingest/pipeline/_simulate", EngineBody.Json(events), cancellationToken)
            .ConfigureAwait(false);
        reply.Required($"send samples through the pipeline {pipeline.Name}");
        var made = JsonNode.Parse(reply.Body.Span)?["docs"]?.AsArray() ?? [];
        if (made.Count != samples.Count)
            throw new EngineException(
                EngineFailure.Unreadable, $"{pipeline.Name} answered {made.Count} documents to {samples.Count} samples");
        return new VerifiedPipeline(pipeline.Name, samples.Count, [.. samples.SelectMany((s, i) => Problems(s, made[i], onlyFate))]);
    }

    private static JsonObject WithoutHook(JsonObject stored)
    {
        var body = new JsonObject
        {
            ["processors"] = stored["processors"]?.DeepClone(),
            ["on_failure"] = stored["on_failure"]?.DeepClone()
        };
        if (body["processors"] is JsonArray processors)
            processors.RemoveAll(p => p?["pipeline"]?["name"]?.ToString() == IngestPipeline.UserHook);
        return body;
    }

    private static IEnumerable<string> Problems(PipelineSample sample, JsonNode? made, bool onlyFate)
    {
        var expected = sample.Document(out var isRefused);
        var document = made?["doc"]?["_source"]?.AsObject();
        var isError = (document?["event"]?["kind"] as JsonValue)?.ToString() == "pipeline_error";
        if (made?["error"] is { } error)
            return [$"it fails: {error["reason"]} (sample {sample.Sample.Message})"];
        if (expected is null)
        {
            // What tells of no flow is dropped, or kept as it is.
            var isAlike = isRefused ? isError : !isError && document?["fwcorrelate"]?["record"] is null;
            return isAlike ? []
                : [$"the record is {Fate(document, isError)}, expected {(isRefused ? "refused" : "passed over")} (sample "
                + $"{sample.Sample.Message})"];
        }

        return document is null || isError
            ? [$"the record is {Fate(document, isError)}, expected a document (sample {sample.Sample.Message})"]
            : onlyFate ? []
            : DocumentDifference.Between(expected, document).Select(d => $"{d} (sample {sample.Sample.Message})");
    }

    private static string Fate(JsonObject? document, bool isError) =>
        document is null ? "dropped" : isError ? $"refused ({document["error"]?["message"]})" : "taken";
}
