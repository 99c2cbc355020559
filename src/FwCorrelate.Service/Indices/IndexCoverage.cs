// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using FwCorrelate.Documents;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Elastic.Queries;
using FwCorrelate.Service.Passes;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service.Indices;

/// <summary>
/// What the join must know of records that are not fetched, told by the server: how long each source logged, and whether a sensor logged
/// without a silence before a connection began. Times are those of the mapping: milliseconds.
/// </summary>
internal static class IndexCoverage
{
    private const int PageOfBuckets = 1_000;
    private const int SensorsAtOnce = 200;
    private const string Format = OwnFields.RecordFormat;
    private const string File = OwnFields.RecordFile;

    /// <summary>First start and last end of each source's records. Sources of which nothing was fetched get an empty log.</summary>
    public static async Task<IReadOnlyList<(string Source, Instant64 From, Instant64 To)>> SpansAsync(
        IndexedLog log, bool byFile, CancellationToken cancellation)
    {
        var spans = new List<(string, Instant64, Instant64)>();
        JsonNode? after = null;
        do
        {
            var sources = new JsonArray(Source(Format));
            if (byFile)
                sources.Add(Source(File));
            var composite = new JsonObject { ["size"] = PageOfBuckets, ["sources"] = sources };
            if (after is not null)
                composite["after"] = after;
            var answer = await log.AggregateAsync(
                log.Within(QueryDsl.Exists(Format)), new JsonObject
                {
                    ["sources"] = new JsonObject
                    {
                        ["composite"] = composite,
                        ["aggs"] = Ends()
                    }
                }, cancellation).ConfigureAwait(false);
            var buckets = answer.GetProperty("sources");
            foreach (var bucket in buckets.GetProperty("buckets").EnumerateArray())
            {
                var key = bucket.GetProperty("key");
                var file = byFile && key.GetProperty(File).ValueKind == JsonValueKind.String ? key.GetProperty(File).GetString()! : "";
                var settings = log.Spool.SourceOf(log.Spool.OriginOf(key.GetProperty(Format).GetString()!), file);
                if (EndsOf(bucket) is { } ends)
                    spans.Add((settings.Name, ends.From, ends.To));
            }

            after = buckets.TryGetProperty("after_key", out var next) ? JsonNode.Parse(next.GetRawText()) : null;
        }
        while (after is not null);
        return spans;
    }

    /// <summary>
    /// Notes when sensors logged before given times. Records that start within half an idle time-out are told as one interval: no silence
    /// within it is long enough to count.
    /// </summary>
    /// <param name="starts">Starts of connections, by source and sensor.</param>
    public static async Task NoteAsync(
        IndexedLog log, IReadOnlyDictionary<(string Source, ulong Sensor), List<Instant64>> starts, Duration idleTimeout,
        CoverageMap coverage, CancellationToken cancellation)
    {
        var known = starts.Where(s => log.Spool.Sensors.ContainsKey(s.Key)).OrderBy(s => s.Key.Source, StringComparer.Ordinal)
            .ThenBy(s => s.Key.Sensor).ToList();
        var step = (long)Math.Max(1, idleTimeout.TotalMilliseconds / 2);
        foreach (var some in known.Chunk(SensorsAtOnce))
        {
            var windows = Windows(some.SelectMany(s => s.Value), idleTimeout);
            var filters = new JsonObject();
            for (var i = 0; i < some.Length; i++)
                filters[$"s{i}"] = IsSensor(log.Spool.Sensors[some[i].Key]);
            var aggregations = new JsonObject
            {
                ["sensors"] = new JsonObject
                {
                    ["filters"] = new JsonObject { ["filters"] = filters },
                    ["aggs"] = new JsonObject
                    {
                        ["times"] = new JsonObject
                        {
                            ["date_histogram"] = new JsonObject
                            {
                                ["field"] = EcsFields.EventStart,
                                ["fixed_interval"] = $"{step}ms",
                                ["min_doc_count"] = 1
                            },
                            ["aggs"] = Ends(),
                        },
                    },
                },
            };
            var answer = await log.AggregateAsync(log.Within(QueryDsl.All([QueryDsl.Exists(Format), QueryDsl.Any(windows)])), aggregations,
                cancellation).ConfigureAwait(false);
            var sensors = answer.GetProperty("sensors").GetProperty("buckets");
            for (var i = 0; i < some.Length; i++)
                Note(sensors.GetProperty($"s{i}").GetProperty("times")
                    .GetProperty("buckets"), coverage.At(some[i].Key.Source, some[i].Key.Sensor));
        }
    }

    private static void Note(JsonElement buckets, Correlation.SensorCoverage coverage)
    {
        foreach (var bucket in buckets.EnumerateArray())
        {
            if (EndsOf(bucket) is { } ends)
                coverage.NoteRecord(ends.From, ends.To);
        }
    }

    // Three idle time-outs: one that must be free of silences, and room to see how the stretch before it ended.
    private static List<JsonObject> Windows(IEnumerable<Instant64> starts, Duration idleTimeout)
    {
        var windows = new List<(Instant From, Instant To)>();
        foreach (var start in starts.Order())
        {
            var (from, to) = (start.ToInstant() - (3 * idleTimeout), start.ToInstant() + idleTimeout);
            if (windows.Count > 0 && from <= windows[^1].To)
                windows[^1] = (windows[^1].From, to);
            else
                windows.Add((from, to));
        }

        return windows.Count > 200
            ? [Overlapping(windows[0].From, windows[^1].To)]
            : windows.ConvertAll(w => Overlapping(w.From, w.To));
    }

    private static JsonObject Overlapping(Instant from, Instant to) =>
        QueryDsl.All([QueryDsl.Range(EcsFields.EventEnd, EcsTime.Format(from), null),
            QueryDsl.Range(EcsFields.EventStart, null, EcsTime.Format(to))]);

    private static JsonObject IsSensor(IReadOnlyList<(string Field, string? Value)> fields) =>
        QueryDsl.All(
            [.. fields.Select(f => f.Value is { } value ? QueryDsl.Term(f.Field, value) : QueryDsl.Not(QueryDsl.Exists(f.Field)))]);

    private static JsonObject Source(string field) =>
        new() { [field] = new JsonObject { ["terms"] = new JsonObject { ["field"] = field, ["missing_bucket"] = true } } };

    private static JsonObject Ends() => new()
    {
        ["from"] = new JsonObject { ["min"] = new JsonObject { ["field"] = EcsFields.EventStart } },
        ["to"] = new JsonObject { ["max"] = new JsonObject { ["field"] = EcsFields.EventEnd } },
    };

    private static (Instant64 From, Instant64 To)? EndsOf(JsonElement bucket) =>
        bucket.GetProperty("from").GetProperty("value") is { ValueKind: JsonValueKind.Number } from
            && bucket.GetProperty("to").GetProperty("value") is { ValueKind: JsonValueKind.Number } to
            ? (TimeOf(from), TimeOf(to))
            : null;

    private static Instant64 TimeOf(JsonElement milliseconds) =>
        Instant64.FromInstant(Instant.FromUnixTimeMilliseconds((long)milliseconds.GetDouble()));
}
