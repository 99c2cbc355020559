// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Engines.Gateway;

/// <summary>The faults of a bulk request by name, in front of real engines: whatever happens, each document is stored once.</summary>
[TestClass]
public sealed class BulkWriterFaultTests
{
    private const int Count = 2_500;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch)]
    [DataRow(EngineProduct.Elasticsearch)]
    public async Task Write_Twice_SecondTimeChangesNothing(EngineProduct product)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var index = EngineServer.Unique("twice");
        await StoredDocuments.MakeIndexAsync(engine, index, cancellationToken: Cancelled);
        var first = await StoredDocuments.WriteAsync(engine, index, Count, cancellationToken: Cancelled);
        var second = await StoredDocuments.WriteAsync(engine, index, Count, cancellationToken: Cancelled);
        Assert.AreEqual((Count, 0), (first.Stored, first.AlreadyThere));
        Assert.AreEqual((0, Count), (second.Stored, second.AlreadyThere));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch)]
    [DataRow(EngineProduct.Elasticsearch)]
    public async Task Write_FieldThatIsNotMapped_IsRejectedWithTheEnginesReason(EngineProduct product)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var index = EngineServer.Unique("strict");
        await StoredDocuments.MakeIndexAsync(engine, index, cancellationToken: Cancelled);
        var rejections = new List<BulkRejection>();
        await using var writer = new BulkWriter(engine, rejections.Add, TimeProvider.System);
        await writer.AddAsync(BulkDocument.Create(index, "bad", "{\"unknown\":1}"u8.ToArray()), Cancelled);
        await writer.AddAsync(StoredDocuments.Document(index, 1), Cancelled);
        await writer.FlushAsync(Cancelled);
        Assert.AreEqual(("bad", 400, "strict_dynamic_mapping_exception"), (rejections.Single().Document.Id, rejections.Single().Status, rejections.Single().Type));
        Assert.AreEqual(1, writer.Counts.Stored);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch)]
    [DataRow(EngineProduct.Elasticsearch)]
    public async Task Write_OlderRevisionAfterNewer_NewerStands(EngineProduct product)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var index = EngineServer.Unique("revised");
        await StoredDocuments.MakeIndexAsync(engine, index, cancellationToken: Cancelled);
        await using var writer = new BulkWriter(engine, r => Assert.Fail(r.Reason), TimeProvider.System);
        foreach (var revision in new[] { 2, 1, 2, 3 })
        {
            await writer.AddAsync(BulkDocument.Revision(index, "INC-1", revision, Encoding.UTF8.GetBytes($$"""{"n":{{revision}}}""")), Cancelled);
            await writer.FlushAsync(Cancelled);
        }

        Assert.AreEqual((2, 2), (writer.Counts.Stored, writer.Counts.AlreadyThere));
        var stored = await engine.SendAsync(HttpMethod.Get, $"{index}/_doc/INC-1", EngineBody.None, Cancelled);
        Assert.AreEqual(3, stored.Json.GetProperty("_source").GetProperty("n").GetInt32());
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch)]
    [DataRow(EngineProduct.Elasticsearch)]
    public Task Write_ConnectionCutAfterCommit_EachOnce(EngineProduct product) =>
        Faulty(new FaultProxyScript { After = (n, _, a) => n % 3 == 1 ? a with { CutAt = 0 } : a }, product);

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public Task Write_AnswerCutInTheMiddle_EachOnce() =>
        Faulty(new FaultProxyScript { After = (n, _, a) => n % 3 == 1 ? a with { CutAt = 200 } : a });

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(429)]
    [DataRow(503)]
    [DataRow(500)]
    public Task Write_RefusedForNow_EachOnce(int status) =>
        Faulty(new FaultProxyScript { Before = (n, _) => n % 3 == 1 ? PassingAnswer.Json(status, "{}") : null });

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public Task Write_TooLarge_EachOnce() =>
        Faulty(new FaultProxyScript { Before = (_, r) => r.Body.Length > 20_000 ? PassingAnswer.Json(413, "{}") : null });

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public Task Write_SilenceNowAndThen_EachOnce() =>
        Faulty(new FaultProxyScript { Delay = (n, t) => n % 3 == 1 ? Task.Delay(Timeout.Infinite, t) : Task.CompletedTask });

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public Task Write_SlowAnswers_EachOnce() =>
        Faulty(new FaultProxyScript { Delay = (_, t) => Task.Delay(400, t) });

    /// <summary>
    /// Items that the engine stored are told as refused, and some are left out of the request: what is stored is stored once.
    /// </summary>
    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public Task Write_SomeItemsRefusedForNow_EachOnce() =>
        Faulty(new FaultProxyScript { After = (n, _, a) => n <= 3 ? Refuse(a) : a });

    private static PassingAnswer Refuse(PassingAnswer answer)
    {
        var json = JsonNode.Parse(answer.Body)!;
        foreach (var item in json["items"]!.AsArray().Where((_, i) => i % 3 == 0))
            item!["create"] = JsonNode.Parse("""{"status":429,"error":{"type":"es_rejected_execution_exception","reason":"queue is full"}}""");
        return answer with { Body = Encoding.UTF8.GetBytes(json.ToJsonString()) };
    }

    private async Task Faulty(FaultProxyScript script, EngineProduct product = EngineProduct.OpenSearch)
    {
        var server = await EngineServer.OfAsync(product);
        using var direct = await server.ConnectAsync(Cancelled);
        var index = EngineServer.Unique("faulty");
        await StoredDocuments.MakeIndexAsync(direct, index, cancellationToken: Cancelled);
        await using var proxy = new FaultProxy(server.Url);
        script.Apply(proxy, r => r.IsBulk);
        var timeouts = new EngineTimeouts(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1.5));
        using var engine = await SearchEngine.ConnectAsync(EngineEndpoint.Of(proxy.Url, timeouts: timeouts), TimeProvider.System, Cancelled);
        var counts = await StoredDocuments.WriteAsync(engine, index, Count, cancellationToken: Cancelled);
        Assert.AreEqual(Count, counts.Stored + counts.AlreadyThere);
        StoredDocuments.AreExactly(Count, await StoredDocuments.ReadIdsAsync(direct, new ScanRequest { Indices = index }, Cancelled));
    }
}
