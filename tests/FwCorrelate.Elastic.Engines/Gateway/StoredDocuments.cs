// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Engines.Gateway;

/// <summary>Documents for gateway tests: <c>d0</c>, <c>d1</c>, …, some of one time.</summary>
internal static class StoredDocuments
{
    public static readonly RetryPolicy Fast = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50), 8);

    public static BulkDocument Document(string index, int number, int perTime = 10) =>
        BulkDocument.Create(index, Id(number), Encoding.UTF8.GetBytes(Source(number, perTime)));

    public static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"d{number}");

    public static IEnumerable<string> Ids(int count) => Enumerable.Range(0, count).Select(Id);

    public static async Task MakeIndexAsync(ISearchEngine engine, string index, string timeType = "date", CancellationToken cancellationToken = default)
    {
        var body = $$"""
            {"settings": {"number_of_shards": 3, "number_of_replicas": 0},
             "mappings": {"dynamic": "strict", "properties": {"@timestamp": {"type": "{{timeType}}"}, "n": {"type": "long"} } } }
            """;
        (await engine.SendAsync(HttpMethod.Put, index, EngineBody.Json(body), cancellationToken)).Required($"make {index}");
    }

    public static async Task<BulkCounts> WriteAsync(
        ISearchEngine engine, string index, int count, int perTime = 10, Action<BulkRejection>? rejected = null, CancellationToken cancellationToken = default)
    {
        await using var writer = new BulkWriter(engine, rejected ?? (r => Assert.Fail($"{r.Document.Id}: {r.Reason}")), TimeProvider.System, Fast);
        for (var i = 0; i < count; i++)
            await writer.AddAsync(Document(index, i, perTime), cancellationToken);
        await writer.FlushAsync(cancellationToken);
        await RefreshAsync(engine, index, cancellationToken);
        return writer.Counts;
    }

    public static async Task RefreshAsync(ISearchEngine engine, string index, CancellationToken cancellationToken) =>
        (await engine.SendAsync(HttpMethod.Post, $"{index}/_refresh", EngineBody.None, cancellationToken)).Required($"refresh {index}");

    public static async Task<List<string>> ReadIdsAsync(ISearchEngine engine, ScanRequest request, CancellationToken cancellationToken, RetryPolicy? retries = null)
    {
        var ids = new List<string>();
        await foreach (var page in new PointInTimeReader(engine, TimeProvider.System, retries ?? Fast).ReadAsync(request, cancellationToken))
            ids.AddRange(page.Documents.Select(d => d.Id));
        return ids;
    }

    public static void AreExactly(int count, IReadOnlyList<string> ids)
    {
        Assert.HasCount(count, ids);
        Assert.AreSequenceEqual(Ids(count).Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
    }

    private static string Source(int number, int perTime)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_000L + (number / perTime));
        return string.Create(CultureInfo.InvariantCulture, $$"""{"@timestamp":"{{time:yyyy-MM-ddTHH:mm:ss.fff}}Z","n":{{number}}}""");
    }
}
