// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Benchmarks.Elastic;

/// <summary>
/// Bulk and drain through the gateway against a bare <see cref="HttpClient"/> loop with prepared bodies, in turns within one run: what the
/// gateway costs beside what the engine costs.
/// </summary>
internal static class EngineThroughput
{
    private const string Index = "fwcorrelate-throughput";
    private const int BareBatch = 5_000;
    private const int BareInFlight = 2;

    public static async Task PrintAsync(string url, int documents, int runs, int slices)
    {
        using var engine = await SearchEngine.ConnectAsync(EngineEndpoint.Of(url), TimeProvider.System, CancellationToken.None);
        var prepared = Enumerable.Range(0, documents).Select(Document).ToArray();
        var bodies = prepared.Select((d, i) => (d, i)).Chunk(BareBatch).Select(Body).ToArray();
        var (bulk, bareBulk, drain, bareDrain) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        Console.WriteLine($"{engine.Dialect}, {documents} documents of {prepared[0].Length} bytes, {runs} runs after a warm-up, drained in {slices} slices; documents per second");
        for (var run = 0; run <= runs; run++)
        {
            // The first of a pair finds the server a little cooler: they take turns.
            for (var turn = 0; turn < 2; turn++)
            {
                var isGateway = (turn + run) % 2 == 0;
                await MakeIndexAsync(engine);
                var (writes, reads) = isGateway
                    ? (await TimeAsync(() => BulkAsync(engine, prepared), documents), await DrainTimeAsync(engine, () => DrainAsync(engine, slices), documents))
                    : (await TimeAsync(() => BareBulkAsync(url, bodies), documents), await DrainTimeAsync(engine, () => BareDrainAsync(url, engine.Dialect), documents));
                if (run == 0)
                    continue;
                (isGateway ? bulk : bareBulk).Add(writes);
                (isGateway ? drain : bareDrain).Add(reads);
            }
        }

        (await engine.SendAsync(HttpMethod.Delete, Index, EngineBody.None, CancellationToken.None)).Required("delete the index");
        Print("bulk", bulk, bareBulk);
        Print("drain", drain, bareDrain);
    }

    private static void Print(string what, List<double> gateway, List<double> bare)
    {
        var (ours, theirs) = (Median(gateway), Median(bare));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-6} gateway {ours,9:0}   bare loop {theirs,9:0}   ratio {ours / theirs:0.00}"));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static byte[] Document(int number)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(1_767_225_600_000L + number);
        return Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""
            {"@timestamp":"{{time:yyyy-MM-ddTHH:mm:ss.fff}}000Z","ecs":{"version":"9.4.0"},"event":{"kind":"event","category":["network"],"type":["connection","allowed"],"duration":1000000},"source":{"ip":"10.{{number % 200}}.{{number / 200 % 250}}.7","port":{{1024 + (number % 60_000)}}},"destination":{"ip":"192.0.2.{{number % 250}}","port":443},"network":{"transport":"tcp","iana_number":"6","type":"ipv4","bytes":{{number % 9_000}},"packets":{{number % 30}}},"cloud":{"account":{"id":"123456789012"},"provider":"aws"} }
            """));
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"flow-{number:x8}");

    private static byte[] Body((byte[] Document, int Number)[] documents)
    {
        using var stream = new MemoryStream();
        foreach (var (document, number) in documents)
        {
            stream.Write(Encoding.UTF8.GetBytes($$$"""{"create":{"_index":"{{{Index}}}","_id":"{{{Id(number)}}}"}}""" + "\n"));
            stream.Write(document);
            stream.WriteByte((byte)'\n');
        }

        return stream.ToArray();
    }

    private static async Task MakeIndexAsync(SearchEngine engine)
    {
        await engine.SendAsync(HttpMethod.Delete, Index, EngineBody.None, CancellationToken.None);
        (await engine.SendAsync(HttpMethod.Put, Index, EngineBody.Json("""{"settings":{"number_of_replicas":0}}"""), CancellationToken.None)).Required("make an index");
    }

    private static async Task<double> TimeAsync(Func<Task<int>> work, int expected)
    {
        var start = Stopwatch.GetTimestamp();
        var done = await work();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return done == expected ? done / seconds : throw new InvalidOperationException($"{done} of {expected} documents arrived.");
    }

    private static async Task<double> DrainTimeAsync(SearchEngine engine, Func<Task<int>> work, int expected)
    {
        (await engine.SendAsync(HttpMethod.Post, Index + "/_refresh", EngineBody.None, CancellationToken.None)).Required("refresh");
        return await TimeAsync(work, expected);
    }

    private static async Task<int> BulkAsync(SearchEngine engine, byte[][] documents)
    {
        await using var writer = new BulkWriter(engine, r => throw new InvalidOperationException(r.Reason), TimeProvider.System);
        for (var i = 0; i < documents.Length; i++)
            await writer.AddAsync(BulkDocument.Create(Index, Id(i), documents[i]), CancellationToken.None);
        await writer.FlushAsync(CancellationToken.None);
        return (int)writer.Counts.Stored;
    }

    private static async Task<int> BareBulkAsync(string url, byte[][] bodies)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        await Parallel.ForEachAsync(bodies, new ParallelOptions { MaxDegreeOfParallelism = BareInFlight }, async (body, token) =>
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } };
            using var reply = await client.PostAsync("_bulk", content, token);
            await reply.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(token);
        });
        using var count = await client.PostAsync(Index + "/_refresh", null);
        return int.Parse((await client.GetStringAsync($"_cat/count/{Index}?h=count")).Trim(), CultureInfo.InvariantCulture);
    }

    private static async Task<int> DrainAsync(SearchEngine engine, int slices)
    {
        var documents = 0;
        await foreach (var page in new PointInTimeReader(engine, TimeProvider.System).ReadAsync(new ScanRequest { Indices = Index, Slices = slices }))
            documents += page.Documents.Count;
        return documents;
    }

    // Looks for nothing but the last sort value of each page.
    private static async Task<int> BareDrainAsync(string url, EngineDialect dialect)
    {
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        using var opened = await client.PostAsync(dialect.OpenPointInTime(Index, "1m"), null);
        var id = System.Text.Json.JsonElement.Parse(await opened.Content.ReadAsStringAsync()).GetProperty(dialect.PointInTimeId).GetString();
        var (documents, after) = (0, string.Empty);
        while (true)
        {
            var body = $$"""{"size":10000,"pit":{"id":"{{id}}","keep_alive":"1m"},"sort":[{"@timestamp":"asc"}],"track_total_hits":false{{after}} }""";
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var reply = await client.PostAsync("_search", content);
            var bytes = await reply.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            var hits = Count(bytes, "\"_id\":"u8);
            documents += hits;
            if (hits < 10_000)
                return documents;
            var sort = bytes.AsSpan(bytes.AsSpan().LastIndexOf("\"sort\":["u8));
            after = ",\"search_after\":" + Encoding.UTF8.GetString(sort[7..(sort.IndexOf((byte)']') + 1)]);
        }
    }

    private static int Count(ReadOnlySpan<byte> text, ReadOnlySpan<byte> part)
    {
        var count = 0;
        for (var at = text.IndexOf(part); at >= 0; at = text.IndexOf(part))
        {
            count++;
            text = text[(at + part.Length)..];
        }

        return count;
    }
}
