// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Engines.Gateway;

[TestClass]
public sealed class PointInTimeReaderTests
{
    private const int Count = 3_000;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch, 1, 10)]
    [DataRow(EngineProduct.OpenSearch, 1, 1_000_000)]
    [DataRow(EngineProduct.OpenSearch, 3, 10)]
    [DataRow(EngineProduct.Elasticsearch, 1, 10)]
    [DataRow(EngineProduct.Elasticsearch, 1, 1_000_000)]
    [DataRow(EngineProduct.Elasticsearch, 3, 10)]
    public async Task Read_ManyOfOneTime_EachOnce(EngineProduct product, int slices, int perTime)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var index = await StoreAsync(engine, perTime);
        StoredDocuments.AreExactly(Count, await StoredDocuments.ReadIdsAsync(engine, new ScanRequest { Indices = index, PageSize = 128, Slices = slices }, Cancelled));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch, 10)]
    [DataRow(EngineProduct.OpenSearch, 500)]
    [DataRow(EngineProduct.Elasticsearch, 10)]
    [DataRow(EngineProduct.Elasticsearch, 500)]
    public async Task Read_PointInTimeLostAgainAndAgain_EachOnceInOrder(EngineProduct product, int perTime)
    {
        var server = await EngineServer.OfAsync(product);
        using var direct = await server.ConnectAsync(Cancelled);
        var index = await StoreAsync(direct, perTime);
        await using var proxy = new FaultProxy(server.Url);
        Loser(direct).Apply(proxy, r => r.IsPage);
        using var engine = await ConnectAsync(proxy);
        var reader = new PointInTimeReader(engine, TimeProvider.System, StoredDocuments.Fast);
        var numbers = new List<int>();
        await foreach (var page in reader.ReadAsync(new ScanRequest { Indices = index, PageSize = 100 }, Cancelled))
            numbers.AddRange(page.Documents.Select(d => int.Parse(d.Id[1..], null)));
        StoredDocuments.AreExactly(Count, [.. numbers.Select(StoredDocuments.Id)]);
        Assert.AreSequenceEqual(numbers.Select(n => n / perTime).Order(), numbers.Select(n => n / perTime));
        Assert.IsGreaterThan(3, reader.Renewals);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow("\"failed\":0", "\"failed\":1")]
    [DataRow("\"timed_out\":false", "\"timed_out\":true")]
    public async Task Read_PartOfAnAnswer_IsNotUsedButAskedForAgain(string right, string wrong)
    {
        await Faulty(new FaultProxyScript { After = (n, _, a) => n % 3 == 0 ? a with { Body = Encoding.UTF8.GetBytes(a.Text.Replace(right, wrong, StringComparison.Ordinal)) } : a });
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => Faulty(new FaultProxyScript
        {
            After = (_, _, a) => a with { Body = Encoding.UTF8.GetBytes(a.Text.Replace(right, wrong, StringComparison.Ordinal)) },
        }));
        Assert.AreEqual(EngineFailure.Incomplete, error.Failure);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public Task Read_AnswersCut_EachOnce() =>
        Faulty(new FaultProxyScript { After = (n, _, a) => n % 2 == 0 ? a with { CutAt = a.Body.Length / 2 } : a });

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(429)]
    [DataRow(500)]
    [DataRow(503)]
    public Task Read_RefusedForNow_EachOnce(int status) =>
        Faulty(new FaultProxyScript { Before = (n, _) => n % 2 == 0 ? PassingAnswer.Json(status, """{"error":{"type":"es_rejected_execution_exception","reason":"busy"}}""") : null });

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public Task Read_SilenceNowAndThen_EachOnce() =>
        Faulty(new FaultProxyScript { Delay = (n, t) => n % 4 == 0 ? Task.Delay(Timeout.Infinite, t) : Task.CompletedTask });

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Read_BadQuery_FailsAtOnce()
    {
        using var engine = await (await EngineServer.OpenSearchAsync()).ConnectAsync(Cancelled);
        var index = await StoreAsync(engine, 10);
        var error = await Assert.ThrowsExactlyAsync<EngineException>(
            () => StoredDocuments.ReadIdsAsync(engine, new ScanRequest { Indices = index, Query = """{"rang":{}}""" }, Cancelled));
        Assert.AreEqual(400, error.Status);
        Assert.Contains("rang", error.Message);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch)]
    [DataRow(EngineProduct.Elasticsearch)]
    public async Task Read_NoSuchIndex_IsToldAndNoMatchingPatternIsEmpty(EngineProduct product)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => StoredDocuments.ReadIdsAsync(engine, new ScanRequest { Indices = "no-such-index" }, Cancelled));
        Assert.Contains("no-such-index", error.Message);
        Assert.IsEmpty(await StoredDocuments.ReadIdsAsync(engine, new ScanRequest { Indices = "no-such-*" }, Cancelled));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch)]
    [DataRow(EngineProduct.Elasticsearch)]
    public async Task Read_NanosecondsBesideMillisecondsAndNoTimeAtAll_EachOnceThoughLost(EngineProduct product)
    {
        var server = await EngineServer.OfAsync(product);
        using var direct = await server.ConnectAsync(Cancelled);
        var pattern = EngineServer.Unique("mixed");
        await StoredDocuments.MakeIndexAsync(direct, pattern + "-a", "date", Cancelled);
        await StoredDocuments.MakeIndexAsync(direct, pattern + "-b", "date_nanos", Cancelled);
        await using (var writer = new BulkWriter(direct, r => Assert.Fail(r.Reason), TimeProvider.System))
        {
            for (var i = 0; i < 500; i++)
                await writer.AddAsync(i % 10 == 0 ? Timeless(pattern + "-a", i) : StoredDocuments.Document(pattern + (i % 2 == 0 ? "-a" : "-b"), i), Cancelled);
            await writer.FlushAsync(Cancelled);
        }

        await StoredDocuments.RefreshAsync(direct, pattern + "-*", Cancelled);
        await using var proxy = new FaultProxy(server.Url);
        Loser(direct).Apply(proxy, r => r.IsPage);
        using var engine = await ConnectAsync(proxy);
        StoredDocuments.AreExactly(500, await StoredDocuments.ReadIdsAsync(engine, new ScanRequest { Indices = pattern + "-*", PageSize = 20 }, Cancelled));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch)]
    [DataRow(EngineProduct.Elasticsearch)]
    public async Task Read_RolloverInTheMiddle_EachThatWasThereOnce(EngineProduct product)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var stream = EngineServer.Unique("rolled");
        var template = $$$"""{"index_patterns":["{{{stream}}}"],"data_stream":{},"priority":900,"template":{"settings":{"number_of_replicas":0} } }""";
        (await engine.SendAsync(HttpMethod.Put, "_index_template/" + stream, EngineBody.Json(template), Cancelled)).Required("store a template");
        await StoredDocuments.WriteAsync(engine, stream, Count, cancellationToken: Cancelled);
        var ids = new List<string>();
        await foreach (var page in new PointInTimeReader(engine, TimeProvider.System).ReadAsync(new ScanRequest { Indices = stream, PageSize = 500 }, Cancelled))
        {
            if (ids.Count == 0)
            {
                (await engine.SendAsync(HttpMethod.Post, stream + "/_rollover", EngineBody.None, Cancelled)).Required("roll over");
                await engine.SendAsync(HttpMethod.Post, $"{stream}/_bulk?refresh=true", EngineBody.Lines(
                    [Encoding.UTF8.GetBytes("""{"create":{"_id":"later"}}""" + "\n" + """{"@timestamp":"2026-06-01T00:00:00Z","n":1}""" + "\n")]), Cancelled);
            }

            ids.AddRange(page.Documents.Select(d => d.Id));
        }

        StoredDocuments.AreExactly(Count, ids);
        Assert.HasCount(Count + 1, await StoredDocuments.ReadIdsAsync(engine, new ScanRequest { Indices = stream }, Cancelled));
    }

    private static BulkDocument Timeless(string index, int number) =>
        BulkDocument.Create(index, StoredDocuments.Id(number), Encoding.UTF8.GetBytes("""{"n":1}"""));

    /// <summary>Every third page finds its point in time freed.</summary>
    private static FaultProxyScript Loser(SearchEngine direct) => new()
    {
        Before = (number, request) =>
        {
            if (number % 3 == 0)
                Free(direct, JsonNode.Parse(request.Body)!["pit"]!["id"]!.GetValue<string>());
            return null;
        },
    };

    private static void Free(SearchEngine direct, string id)
    {
        JsonNode ids = direct.Dialect.Product == EngineProduct.OpenSearch ? new JsonArray(id) : id;
        direct.SendAsync(HttpMethod.Delete, direct.Dialect.ClosePointInTime, EngineBody.Json(new JsonObject { [direct.Dialect.PointInTimeId] = ids }), default)
            .GetAwaiter().GetResult().Required("free a point in time");
    }

    private async Task Faulty(FaultProxyScript script)
    {
        var server = await EngineServer.OpenSearchAsync();
        using var direct = await server.ConnectAsync(Cancelled);
        var index = await StoreAsync(direct, 10);
        await using var proxy = new FaultProxy(server.Url);
        script.Apply(proxy, r => r.IsPage);
        using var engine = await ConnectAsync(proxy);
        StoredDocuments.AreExactly(Count, await StoredDocuments.ReadIdsAsync(engine, new ScanRequest { Indices = index, PageSize = 400 }, Cancelled));
    }

    private async Task<string> StoreAsync(SearchEngine engine, int perTime)
    {
        var index = EngineServer.Unique("scan");
        await StoredDocuments.MakeIndexAsync(engine, index, cancellationToken: Cancelled);
        await StoredDocuments.WriteAsync(engine, index, Count, perTime, cancellationToken: Cancelled);
        return index;
    }

    private Task<SearchEngine> ConnectAsync(FaultProxy proxy) => SearchEngine.ConnectAsync(
        EngineEndpoint.Of(proxy.Url, timeouts: new EngineTimeouts(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1.5))), TimeProvider.System, Cancelled);
}
