// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Queries;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Matching;
using FwCorrelate.Service.Passes;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Indices;

/// <summary>What was read of one pattern.</summary>
/// <param name="Pattern">As the user wrote it.</param>
/// <param name="Total">Documents that its indices held when reading began, as the server counts them.</param>
/// <param name="Fetched">Documents that were read before rules ran; more than <paramref name="Total"/> where some arrived
/// meanwhile.</param>
/// <param name="WithoutOriginal">Records whose own text and hash nobody kept.</param>
/// <param name="HoldsLogs">Whether records of logs are among them.</param>
/// <param name="IsPushedDown">Whether only those were read that may match.</param>
internal sealed record IndexCount(string Pattern, long Total, long Fetched, long WithoutOriginal, bool HoldsLogs, bool IsPushedDown)
{
    /// <summary>Documents that cannot matter, so that they were left where they are.</summary>
    public long NotFetched => Math.Max(0, Total - Fetched);
}

/// <summary>The inputs of an investigation that lie in indices. Disposing deletes what was laid aside.</summary>
internal sealed class IndexInputs : IDisposable
{
    private readonly List<IndexedLog> _read = [];
    private readonly CaseSettings _settings;
    private SearchEngine? _engine;

    private IndexInputs(CaseSettings settings) => _settings = settings;

    /// <summary>The logs as the first pass reads them.</summary>
    public List<LogFile> Logs { get; } = [];

    public List<(CaseInput Input, ITraceFormat Format)> Traces { get; } = [];

    public List<IndexCount> Counts { get; } = [];

    /// <summary>First start and last end of sources, documents that were not fetched included.</summary>
    public List<(string Source, Instant64 From, Instant64 To)> Spans { get; } = [];

    /// <summary>Whether of any log only a part was fetched.</summary>
    public bool IsPushedDown => _read.Exists(l => l.IsPushedDown);

    /// <summary>Fetches the documents of all patterns, or those that may match.</summary>
    /// <param name="logs">Patterns that may hold logs; of others everything is read.</param>
    /// <param name="necessary">What the rules need; null fetches everything.</param>
    /// <exception cref="ConfigurationException">No engine is named.</exception>
    /// <exception cref="EngineException">The engine fails.</exception>
    public static IndexInputs Fetch(
        IReadOnlyList<string> patterns, IReadOnlySet<string> logs, InvestigationOptions options, CaseSettings settings,
        Func<CaseSettings, NecessaryCondition>? necessary, IProgress<InvestigationProgress>? progress, CancellationToken cancellation)
    {
        var inputs = new IndexInputs(settings);
        try
        {
            if (patterns.Count > 0)
                inputs.FetchAsync(patterns, logs, options, necessary, progress, cancellation).GetAwaiter().GetResult();
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Fetches what stands beside the records that matched; the logs are then longer, and what was in them stays where it was.
    /// </summary>
    /// <exception cref="EngineException">The engine fails.</exception>
    public IReadOnlyList<LogFile> FetchBeside(Gathering wanted, CancellationToken cancellation)
    {
        var longer = new List<LogFile>();
        foreach (var log in _read)
        {
            log.ReadBesideAsync(wanted, cancellation).GetAwaiter().GetResult();
            longer.AddRange(log.Spool.Finish().Logs);
        }

        return longer;
    }

    /// <summary>Notes when sensors logged before given times, also by records that were not fetched.</summary>
    /// <exception cref="EngineException">The engine fails.</exception>
    public void NoteCoverage(
        IReadOnlyDictionary<(string Source, ulong Sensor), List<Instant64>> starts, CoverageMap coverage, CancellationToken cancellation)
    {
        foreach (var log in _read.Where(l => l.IsPushedDown))
            IndexCoverage.NoteAsync(log, starts, _settings.IdleTimeout, coverage, cancellation).GetAwaiter().GetResult();
    }

    /// <summary>The same with the documents named that were read from an index, in place of lines of a copy that goes with this.</summary>
    public IEnumerable<RejectedRecord> Named(IEnumerable<RejectedRecord> rejected)
    {
        var copies = Logs.Select(l => l.Input).Concat(Traces.Select(t => t.Input))
            .ToDictionary(i => i.RelativePath, i => i.FullPath, StringComparer.Ordinal);
        foreach (var ofFile in rejected.GroupBy(r => r.File))
        {
            if (!copies.TryGetValue(ofFile.Key, out var copy))
            {
                foreach (var record in ofFile)
                    yield return record;
                continue;
            }

            using var places = new SpooledPlaces(copy);
            foreach (var record in ofFile)
                yield return record with { Document = places.At(record.Offset) };
        }
    }

    public void Dispose()
    {
        foreach (var log in _read)
            log.Dispose();
        if (_engine is not null)
            Close(_engine);
    }

    // Inlined, it would load the client where there is no engine.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Close(SearchEngine engine) => engine.Dispose();

    private async Task FetchAsync(
        IReadOnlyList<string> patterns, IReadOnlySet<string> logs, InvestigationOptions options,
        Func<CaseSettings, NecessaryCondition>? necessary,
        IProgress<InvestigationProgress>? progress, CancellationToken cancellation)
    {
        var endpoint = options.Elastic
            ?? throw new ConfigurationException(
                $"{patterns[0]}: no search engine is named: say --elastic-url https://…, or set FWCORRELATE_ELASTIC_URL");
        _engine = await SearchEngine.ConnectAsync(endpoint, TimeProvider.System, cancellation).ConfigureAwait(false);
        foreach (var pattern in patterns)
        {
            var total = await IndexedLog.CountAsync(_engine, pattern, cancellation).ConfigureAwait(false);
            var isLog = logs.Contains(pattern);
            var pushdown = isLog && !options.NoPushdown && necessary is not null
                ? await PushdownAsync(_engine, pattern, necessary(_settings), cancellation).ConfigureAwait(false)
                : null;
            var range = isLog ? TimeRangeQuery.Of(options.From, options.To, _settings.IdleTimeout) : null;
            var log = new IndexedLog(_engine, pattern, total, _settings, options.Formats, range, pushdown, progress);
            _read.Add(log);
            await log.ReadAsync(cancellation).ConfigureAwait(false);
            if (log.IsPushedDown)
                Spans.AddRange(await IndexCoverage.SpansAsync(log, _settings.Sources.Count > 0, cancellation).ConfigureAwait(false));
            var (found, traces) = log.Spool.Finish();
            Logs.AddRange(found);
            Traces.AddRange(traces);
            Counts.Add(new IndexCount(pattern, log.Total, log.Spool.Documents, log.Spool.WithoutOriginal,
                found.Count > 0 || traces.Count == 0, log.IsPushedDown));
        }
    }

    private async Task<PushdownQueries?> PushdownAsync(
        SearchEngine engine, string pattern, NecessaryCondition necessary, CancellationToken cancellation)
    {
        var fields = await MappedFields.AskAsync(
            engine, IndexedLog.PathOf(IndexPattern.NamesOf(pattern)), PushdownQueries.FieldsOf(necessary),
            cancellation).ConfigureAwait(false);
        var queries = new PushdownQueries(necessary, fields, _settings);
        return queries.IsSelective ? queries : null;
    }
}
