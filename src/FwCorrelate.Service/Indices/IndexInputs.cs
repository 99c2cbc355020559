// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Service.Passes;

namespace FwCorrelate.Service.Indices;

/// <summary>What was read of one pattern.</summary>
/// <param name="Pattern">As the user wrote it.</param>
/// <param name="Total">Documents that its indices held when reading began, as the server counts them.</param>
/// <param name="Fetched">Documents that were read; more than <paramref name="Total"/> where some arrived meanwhile.</param>
/// <param name="HoldsLogs">Whether records of logs are among them.</param>
internal sealed record IndexCount(string Pattern, long Total, long Fetched, bool HoldsLogs)
{
    /// <summary>Documents that cannot matter, so that they were left where they are.</summary>
    public long NotFetched => Math.Max(0, Total - Fetched);
}

/// <summary>The inputs of an investigation that lie in indices. Disposing deletes what was laid aside.</summary>
internal sealed class IndexInputs : IDisposable
{
    private readonly List<IndexSpool> _spools = [];

    public List<LogFile> Logs { get; } = [];

    public List<(CaseInput Input, ITraceFormat Format)> Traces { get; } = [];

    public List<IndexCount> Counts { get; } = [];

    /// <summary>Fetches the documents of all patterns.</summary>
    /// <exception cref="ConfigurationException">No engine is named.</exception>
    /// <exception cref="EngineException">The engine fails.</exception>
    public static IndexInputs Fetch(
        IReadOnlyList<string> patterns, InvestigationOptions options, CaseSettings settings, IProgress<InvestigationProgress>? progress,
        CancellationToken cancellation)
    {
        var inputs = new IndexInputs();
        try
        {
            if (patterns.Count > 0)
                inputs.FetchAsync(patterns, options, settings, progress, cancellation).GetAwaiter().GetResult();
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var spool in _spools)
            spool.Dispose();
    }

    private async Task FetchAsync(
        IReadOnlyList<string> patterns, InvestigationOptions options, CaseSettings settings, IProgress<InvestigationProgress>? progress,
        CancellationToken cancellation)
    {
        var endpoint = options.Elastic
            ?? throw new ConfigurationException($"{patterns[0]}: no search engine is named: say --elastic-url https://…, or set FWCORRELATE_ELASTIC_URL");
        using var engine = await SearchEngine.ConnectAsync(endpoint, TimeProvider.System, cancellation).ConfigureAwait(false);
        foreach (var pattern in patterns)
        {
            var names = IndexPattern.NamesOf(pattern);
            var total = await CountAsync(engine, names, cancellation).ConfigureAwait(false);
            var spool = new IndexSpool(pattern, settings);
            _spools.Add(spool);
            var request = new ScanRequest { Indices = names, Query = TimeRangeQuery.Of(options.From, options.To, settings.IdleTimeout)?.ToJsonString() };
            await foreach (var page in new PointInTimeReader(engine, TimeProvider.System).ReadAsync(request, cancellation).ConfigureAwait(false))
            {
                spool.Add(page);
                progress?.Report(new InvestigationProgress($"reading {pattern}", spool.Bytes, 0, spool.Documents));
            }

            var (logs, traces) = spool.Finish();
            Logs.AddRange(logs);
            Traces.AddRange(traces);
            Counts.Add(new IndexCount(pattern, total, spool.Documents, logs.Count > 0 || traces.Count == 0));
        }
    }

    private static async Task<long> CountAsync(SearchEngine engine, string names, CancellationToken cancellation)
    {
        var path = Uri.EscapeDataString(names).Replace("%2C", ",", StringComparison.Ordinal).Replace("%2A", "*", StringComparison.Ordinal) + "/_count?ignore_unavailable=false";
        var reply = await engine.SendAsync(HttpMethod.Get, path, EngineBody.None, cancellation).ConfigureAwait(false);
        if (reply.Status == 404)
            throw new EngineException(EngineFailure.Refused, $"{engine.Address} has no index '{names}' ({reply.Reason}): name one that it has, a data stream, an alias or a pattern", status: 404);
        return JsonNode.Parse(reply.Required($"count the documents of {names}").Body.Span)!["count"]!.GetValue<long>();
    }
}
