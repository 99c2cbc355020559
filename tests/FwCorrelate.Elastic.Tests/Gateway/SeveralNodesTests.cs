// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Tests.Gateway;

/// <summary>Two nodes over one store, of which one dies: that costs a retry, not the run.</summary>
[TestClass]
public sealed class SeveralNodesTests
{
    private static readonly RetryPolicy Fast = new(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(50), 8);

    private readonly ConcurrentDictionary<string, string> _stored = new();

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    public async Task Connect_FirstNodeIsDead_NextOneAnswers()
    {
        var dead = new FakeNode(Answer);
        await dead.DisposeAsync();
        await using var alive = new FakeNode(Answer);
        using var engine = await ConnectAsync(dead, alive);
        Assert.AreEqual(EngineProduct.OpenSearch, engine.Dialect.Product);
        Assert.AreEqual($"{dead.Url}, {alive.Url}", engine.Address);
    }

    [TestMethod]
    public async Task Connect_AllNodesAreDead_SaysThatNothingListens()
    {
        var dead = new[] { new FakeNode(Answer), new FakeNode(Answer) };
        foreach (var node in dead)
            await node.DisposeAsync();
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => ConnectAsync(dead));
        Assert.AreEqual(EngineFailure.Unreachable, error.Failure);
        Assert.AreEqual(2, error.Attempts);
        Assert.Contains("nothing listens there", error.Message);
        Assert.Contains(dead[1].Url, error.Message);
    }

    [TestMethod]
    [DataRow(502)]
    [DataRow(503)]
    [DataRow(504)]
    public async Task Send_NodeThatIsNotReady_GoesToTheNextAndSaysSo(int status)
    {
        await using var unready = new FakeNode(r => r.Method == "GET" ? Answer(r) : new NodeAnswer(status, "{}"));
        await using var ready = new FakeNode(Answer);
        using var engine = await ConnectAsync(unready, ready);
        var attempts = 0;
        for (var i = 0; i < 4; i++)
            attempts += (await engine.SendAsync(HttpMethod.Post, "_bulk", EngineBody.Lines([Line(i)]), Cancelled)).Required("store").Attempts;
        Assert.AreEqual(5, attempts, "Once refused, a node is left out for a while.");
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Write_NodeDiesMidway_EachOnceAndCounted(bool afterCommit)
    {
        FakeNode? dying = null;
        var bulks = 0;
        dying = new FakeNode(r =>
        {
            if (r.Method == "GET" || ++bulks < 3)
                return Answer(r);
            if (afterCommit)
                Answer(r);
            dying!.Kill();
            return new NodeAnswer(200, "");
        });
        await using var other = new FakeNode(Answer);
        using var engine = await ConnectAsync(dying, other);
        await using var writer = new BulkWriter(engine, r => Assert.Fail(r.Reason), TimeProvider.System, Fast);
        const int Count = 20_000;
        for (var i = 0; i < Count; i++)
            await writer.AddAsync(BulkDocument.Create("i", Id(i), Encoding.UTF8.GetBytes("{}")), Cancelled);
        await writer.FlushAsync(Cancelled);
        var counts = writer.Counts;
        Assert.HasCount(Count, _stored);
        Assert.AreEqual(Count, counts.Stored + counts.AlreadyThere);
        Assert.IsGreaterThan(0, counts.SentAgain);
        Assert.AreEqual(afterCommit, counts.AlreadyThere > 0);
        await dying.DisposeAsync();
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Read_NodeDiesMidway_EachOnce()
    {
        for (var i = 0; i < 1_000; i++)
            _stored[Id(i)] = Id(i);
        FakeNode? dying = null;
        var pages = 0;
        dying = new FakeNode(r =>
        {
            if (!r.Path.Contains("/_search?", StringComparison.Ordinal) || ++pages < 4)
                return Answer(r);
            dying!.Kill();
            return new NodeAnswer(200, "") { Told = 1_000 };
        });
        await using var other = new FakeNode(Answer);
        using var engine = await ConnectAsync(dying, other);
        var ids = new List<string>();
        var reader = new PointInTimeReader(engine, TimeProvider.System, Fast);
        await foreach (var page in reader.ReadAsync(new ScanRequest { Indices = "i", PageSize = 50 }, Cancelled))
            ids.AddRange(page.Documents.Select(d => d.Id));
        Assert.AreSequenceEqual(_stored.Keys.Order(StringComparer.Ordinal), ids);
        Assert.IsGreaterThan(10, other.Asked.Count);
        await dying.DisposeAsync();
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"d{number:00000}");

    private static byte[] Line(int number) => Encoding.UTF8.GetBytes($$"""{"create":{"_index":"i","_id":"{{Id(number)}}"} }""" + "\n{}\n");

    // An OpenSearch of one index whose documents each have a time of their own.
    private NodeAnswer Answer(NodeRequest request) => new(200, request.Path.Split('?')[0] switch
    {
        "/" => ScriptedHandler.OpenSearchGreeting,
        "/_bulk" => Bulk(request.Body),
        "/_search" => Page(JsonElement.Parse(request.Body)),
        "/i/_field_caps" => """{"indices":["i"],"fields":{"@timestamp":{"date":{}}}}""",
        _ => """{"pit_id":"p"}""",
    });

    private string Bulk(string body)
    {
        var ids = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where((_, i) => i % 2 == 0)
            .Select(l => JsonElement.Parse(l).GetProperty("create").GetProperty("_id").GetString()!);
        return $$"""{"items":[{{string.Join(',', ids.Select(id => $$"""{"create":{"status":{{(_stored.TryAdd(id, id) ? 201 : 409)}}} }"""))}}]}""";
    }

    private string Page(JsonElement search)
    {
        var first = search.TryGetProperty("search_after", out var after) ? after[0].GetInt32() + 1 : 0;
        if (search.GetProperty("query").TryGetProperty("bool", out var resumed))
        {
            // Where a point in time was lost: from the last time on, that document being given again.
            first = Math.Max(first, resumed.GetProperty("filter")[1].GetProperty("bool").GetProperty("should")[0]
                .GetProperty("range").GetProperty("@timestamp").GetProperty("gte").GetInt32());
        }

        var hits = Enumerable.Range(first, Math.Clamp(_stored.Count - first, 0, search.GetProperty("size").GetInt32()))
            .Select(i => $$"""{"_index":"i","_id":"{{Id(i)}}","_source":{},"sort":[{{i}}]}""");
        return $$"""{"pit_id":"p","timed_out":false,"_shards":{"failed":0},"hits":{"hits":[{{string.Join(',', hits)}}]} }""";
    }

    private Task<SearchEngine> ConnectAsync(params FakeNode[] nodes) =>
        SearchEngine.ConnectAsync(EngineEndpoint.Of([.. nodes.Select(n => n.Url)]), TimeProvider.System, Cancelled);
}
