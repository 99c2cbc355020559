// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Queries;
using FwCorrelate.Ingestion;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service.Indices;

/// <summary>One pattern of indices while it is read: at once, or first what may match and then what stands beside it.</summary>
internal sealed class IndexedLog : IDisposable
{
    private readonly ISearchEngine _engine;
    private readonly JsonObject? _range;
    private readonly PushdownQueries? _pushdown;
    private readonly IProgress<InvestigationProgress>? _progress;

    /// <param name="total">See <see cref="Total"/>.</param>
    public IndexedLog(
        ISearchEngine engine, string pattern, long total, CaseSettings settings, FlowFormats formats, JsonObject? range,
        PushdownQueries? pushdown,
        IProgress<InvestigationProgress>? progress)
    {
        (_engine, Pattern, Total, _range, _pushdown, _progress) = (engine, pattern, total, range, pushdown, progress);
        Names = IndexPattern.NamesOf(pattern);
        Spool = new IndexSpool(pattern, settings, formats, isOnce: pushdown is not null);
    }

    public string Pattern { get; }

    /// <summary>As the engine is asked for them.</summary>
    public string Names { get; }

    public IndexSpool Spool { get; }

    /// <summary>Whether documents may have been left in the index.</summary>
    public bool IsPushedDown => _pushdown is not null;

    /// <summary>Documents that the indices held when reading began.</summary>
    public long Total { get; }

    /// <summary>How many documents the indices of a pattern hold.</summary>
    /// <exception cref="ConfigurationException">There is no such index.</exception>
    public static async Task<long> CountAsync(ISearchEngine engine, string pattern, CancellationToken cancellation)
    {
        var names = IndexPattern.NamesOf(pattern);
        var reply = await engine.SendAsync(
            HttpMethod.Get, $"{PathOf(names)}/_count?ignore_unavailable=false", EngineBody.None, cancellation).ConfigureAwait(false);
        var isThere = reply.Status != 404
            && reply.Required($"count the documents of {names}").Json.GetProperty("_shards").GetProperty("total").GetInt32() > 0;
        return isThere
            ? reply.Json.GetProperty("count").GetInt64()
            : throw new ConfigurationException($"{pattern}: {engine.Address} has no such index: expected the name or pattern of an index, "
                + "data stream or alias that it has");
    }

    /// <summary>Reads all documents, or those that may match.</summary>
    public Task ReadAsync(CancellationToken cancellation) => FetchAsync(_pushdown?.MayMatch(), cancellation);

    /// <summary>Reads the documents of the endpoints that matched.</summary>
    public Task ReadBesideAsync(Gathering wanted, CancellationToken cancellation) =>
        _pushdown is null ? Task.CompletedTask : FetchAsync(_pushdown.Beside(wanted), cancellation);

    /// <summary>The query within the time that is investigated.</summary>
    public JsonObject Within(JsonObject? query) =>
        QueryDsl.All([.. new[] { (JsonObject?)_range?.DeepClone(), query }.OfType<JsonObject>()]);

    /// <summary>Asks for numbers of the documents.</summary>
    public async Task<System.Text.Json.JsonElement> AggregateAsync(
        JsonObject query, JsonObject aggregations, CancellationToken cancellation)
    {
        var body = new JsonObject { ["size"] = 0, ["track_total_hits"] = false, ["query"] = query, ["aggs"] = aggregations };
        var reply = await _engine.SendAsync(HttpMethod.Post, $"{PathOf(Names)}/_search?allow_partial_search_results=false",
            EngineBody.Json(body), cancellation).ConfigureAwait(false);
        var json = reply.Required($"count the documents of {Names}").Json;
        return json.GetProperty("timed_out").GetBoolean() || json.GetProperty("_shards").GetProperty("failed").GetInt32() > 0
            ? throw new EngineException(EngineFailure.Incomplete,
                $"{_engine.Address} counted only a part of {Names}: check the cluster's health (GET _cluster/health)")
            : json.GetProperty("aggregations");
    }

    public void Dispose() => Spool.Dispose();

    internal static string PathOf(string names) =>
        Uri.EscapeDataString(names).Replace("%2C", ",", StringComparison.Ordinal).Replace("%2A", "*", StringComparison.Ordinal);

    private async Task FetchAsync(JsonObject? query, CancellationToken cancellation)
    {
        var request = new ScanRequest { Indices = Names, Query = Within(query).ToJsonString() };
        await foreach (var page in new PointInTimeReader(_engine, TimeProvider.System).ReadAsync(request, cancellation)
            .ConfigureAwait(false))
        {
            Spool.Add(page);
            _progress?.Report(new InvestigationProgress($"reading {Pattern}", Spool.Bytes, 0, Spool.Documents));
        }
    }
}
