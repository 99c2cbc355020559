// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Tests.Gateway;

/// <summary>What the official client does by default, or leaves undone, over real connections: each would lose, leak or hang.</summary>
[TestClass]
public sealed class OfficialClientTests
{
    private const string Secret = "hunter2hunter2";

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    public async Task Send_Lines_GoOutPlainWithTheirLengthAndOurName()
    {
        await using var node = new FakeNode(_ => Greeting);
        using var engine = await ConnectAsync([node]);
        var line = new string('a', 100_000) + "\n";
        await engine.SendAsync(HttpMethod.Post, "_bulk?x=1", EngineBody.Lines([System.Text.Encoding.UTF8.GetBytes(line), "b\n"u8.ToArray()]), Cancelled);
        var (greeting, bulk) = (node.Asked[0], node.Asked[1]);
        Assert.AreEqual(("GET", "/", "POST", "/_bulk?x=1"), (greeting.Method, greeting.Path, bulk.Method, bulk.Path), "Neither ping nor sniff.");
        Assert.AreEqual(line + "b\n", bulk.Body);
        Assert.AreEqual("fwcorrelate", bulk.Headers["X-Opaque-Id"]);
        Assert.StartsWith("fwcorrelate/", bulk.Headers["User-Agent"]);
        foreach (var name in new[] { "Content-Encoding", "Accept-Encoding", "Transfer-Encoding", "x-elastic-client-meta" })
            Assert.IsFalse(bulk.Headers.ContainsKey(name), name);
    }

    [TestMethod]
    public async Task Send_Redirect_IsNotFollowed()
    {
        await using var other = new FakeNode(_ => Greeting);
        await using var node = new FakeNode(r => r.Method == "GET" ? Greeting : new NodeAnswer(307, "") { Headers = [$"Location: {other.Url}/_bulk"] });
        using var engine = await ConnectAsync([node]);
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => SendLinesAsync(engine));
        Assert.Contains($"redirects to '{other.Url}/_bulk'", error.Message);
        Assert.IsEmpty(other.Asked);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Send_Interrupted_Throws(bool isHeadThere)
    {
        await using var node = new FakeNode(r => r.Method == "GET" ? Greeting : Silence(isHeadThere));
        using var engine = await ConnectAsync([node]);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var sending = engine.SendAsync(HttpMethod.Post, "_search", EngineBody.Json("{}"), stop.Token);
        while (node.Asked.Count < 2)
            await Task.Delay(5, Cancelled);
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => sending);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(false)]
    [DataRow(true)]
    public async Task Send_AnswerThatStalls_TimesOut(bool isHeadThere)
    {
        await using var node = new FakeNode(r => r.Method == "GET" ? Greeting : Silence(isHeadThere));
        using var engine = await ConnectAsync([node], TimeSpan.FromMilliseconds(300));
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => SendLinesAsync(engine));
        Assert.AreEqual(EngineFailure.TimedOut, error.Failure);
    }

    [TestMethod]
    public async Task Send_AnswerCutShort_IsUnreachable()
    {
        await using var node = new FakeNode(r => r.Method == "GET" ? Greeting : new NodeAnswer(200, "{\"took\":1}") { Sent = 4 });
        using var engine = await ConnectAsync([node]);
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => SendLinesAsync(engine));
        Assert.AreEqual(EngineFailure.Unreachable, error.Failure);
    }

    [TestMethod]
    public async Task Send_WebPage_IsToldAsSuch()
    {
        await using var node = new FakeNode(r => r.Method == "GET" ? Greeting : new NodeAnswer(200, "<html>It works!</html>") { ContentType = "text/html" });
        using var engine = await ConnectAsync([node]);
        var reply = await SendLinesAsync(engine);
        Assert.AreEqual(22, reply.Body.Length);
        Assert.Contains("is there a proxy in between?", Assert.ThrowsExactly<EngineException>(() => reply.Json).Message);
    }

    [TestMethod]
    [DataRow(200)]
    [DataRow(500)]
    public async Task Send_AnswerLargerThanIsHeld_IsRefusedUnread(int status)
    {
        await using var node = new FakeNode(r => r.Method == "GET" ? Greeting : new NodeAnswer(status, "{}") { Told = SearchEngine.MostReplyBytes + 1L, Then = ForeverAsync });
        using var engine = await ConnectAsync([node]);
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => SendLinesAsync(engine));
        Assert.AreEqual(EngineFailure.TooLarge, error.Failure);
    }

    [TestMethod]
    [DataRow(429)]
    [DataRow(413)]
    [DataRow(400)]
    [DataRow(500)]
    public async Task Send_RefusalOfOneNode_IsNotTriedOnTheNext(int status)
    {
        var nodes = new[] { Refusing(status), Refusing(status) };
        using var engine = await ConnectAsync(nodes);
        var reply = await SendLinesAsync(engine);
        Assert.AreEqual((status, 1, TimeSpan.FromSeconds(7)), (reply.Status, reply.Attempts, reply.RetryAfter));
        Assert.AreEqual(1, nodes.Sum(n => n.Asked.Count(r => r.Method == "POST")));
        foreach (var node in nodes)
            await node.DisposeAsync();
    }

    [TestMethod]
    public async Task Send_WithListener_MakesAnActivityWithoutSecrets()
    {
        var activities = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "Elastic.Transport",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activities.Add,
        };
        ActivitySource.AddActivityListener(listener);
        await using var node = new FakeNode(r => r.Method == "GET" ? Greeting : new NodeAnswer(400, $$"""{"error":{"type":"x","reason":"not {{Secret}}"} }"""));
        using var engine = await ConnectAsync([node]);
        await SendLinesAsync(engine);
        var ours = activities.Where(a => (a.GetTagItem("url.full") as string)?.StartsWith(node.Url, StringComparison.Ordinal) == true).ToArray();
        Assert.AreSequenceEqual(["GET", "POST"], ours.Select(a => a.DisplayName));
        var text = string.Join('\n', ours.SelectMany(a => a.TagObjects.Select(t => $"{t.Key}={t.Value}").Append(a.StatusDescription)
            .Concat(a.Events.SelectMany(e => e.Tags.Select(t => $"{t.Key}={t.Value}")))));
        Assert.Contains("http.response.status_code=400", text);
        Assert.DoesNotContain(Secret, text);
    }

    private static NodeAnswer Greeting => new(200, ScriptedHandler.OpenSearchGreeting);

    private static FakeNode Refusing(int status) =>
        new(r => r.Method == "GET" ? Greeting : new NodeAnswer(status, "{}") { Headers = ["Retry-After: 7"] });

    private static NodeAnswer Silence(bool isHeadThere) => new(200, "{}")
    {
        Told = 100,
        Sent = isHeadThere ? 1 : 0,
        Then = ForeverAsync,
    };

    private static Task ForeverAsync(System.Net.Sockets.NetworkStream stream, CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    private Task<EngineReply> SendLinesAsync(SearchEngine engine) => engine.SendAsync(HttpMethod.Post, "_bulk", EngineBody.Lines(["{}\n"u8.ToArray()]), Cancelled);

    private Task<SearchEngine> ConnectAsync(IEnumerable<FakeNode> nodes, TimeSpan? request = null) => SearchEngine.ConnectAsync(
        EngineEndpoint.Of([.. nodes.Select(n => n.Url)], EngineCredentials.Bearer(Secret), timeouts: new EngineTimeouts(TimeSpan.FromSeconds(5), request ?? TimeSpan.FromSeconds(15))),
        TimeProvider.System, Cancelled);
}
