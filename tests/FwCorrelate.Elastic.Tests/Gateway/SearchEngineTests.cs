// SPDX-License-Identifier: Apache-2.0
using System.Net;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Tests.Gateway;

[TestClass]
public sealed class SearchEngineTests
{
    private const string Secret = "hunter2hunter2";

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public async Task Connect_OpenSearch_SpeaksPlainJson()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Json(ScriptedHandler.OpenSearchGreeting));
        using var engine = await ConnectAsync(handler);
        await engine.SendAsync(HttpMethod.Post, "_bulk", EngineBody.Lines([new byte[] { 10 }]), TestContext.CancellationToken);
        Assert.AreEqual(new EngineDialect(EngineProduct.OpenSearch, "2.19.4"), engine.Dialect);
        Assert.AreEqual("application/x-ndjson", handler.Asked[1].Message.Content!.Headers.ContentType!.ToString());
        Assert.AreEqual("application/json", handler.Asked[1].Message.Headers.Accept.ToString());
        Assert.AreEqual($"Bearer {Secret}", handler.Asked[1].Message.Headers.Authorization!.ToString());
    }

    [TestMethod]
    [DataRow("8.19.21")]
    [DataRow("9.2.0")]
    public async Task Connect_Elasticsearch_SpeaksVersion8(string version)
    {
        var handler = new ScriptedHandler(_ => Elasticsearch(version));
        using var engine = await ConnectAsync(handler);
        await engine.SendAsync(HttpMethod.Post, "_search", EngineBody.Json("{}"), TestContext.CancellationToken);
        Assert.AreEqual(EngineProduct.Elasticsearch, engine.Dialect.Product);
        Assert.AreEqual("application/vnd.elasticsearch+json; compatible-with=8", handler.Asked[1].Message.Content!.Headers.ContentType!.ToString());
        Assert.AreEqual("application/vnd.elasticsearch+json; compatible-with=8", handler.Asked[1].Message.Headers.Accept.ToString());
    }

    [TestMethod]
    [DataRow("""{"version":{"number":"8.19.0"}}""", "X-Elastic-Product")]
    [DataRow("""{"version":{"distribution":"opensearch","number":"7.10.2"}}""", "override_main_response_version")]
    [DataRow("""{"version":{"distribution":"opensearch","number":"1.3.0"}}""", "expected 2.x")]
    [DataRow("<html>It works!</html>", "neither")]
    [DataRow("[]", "neither")]
    public async Task Connect_AnotherServer_IsToldAsWhatItIs(string greeting, string expected)
    {
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => ConnectAsync(new ScriptedHandler(_ => ScriptedHandler.Json(greeting))));
        Assert.AreEqual(EngineFailure.Incompatible, error.Failure);
        Assert.Contains(expected, error.Message);
    }

    [TestMethod]
    public async Task Connect_Elasticsearch7_IsRefused()
    {
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => ConnectAsync(new ScriptedHandler(_ => Elasticsearch("7.17.0"))));
        Assert.Contains("expected 8.x or 9.x", error.Message);
    }

    [TestMethod]
    [DataRow(HttpStatusCode.Unauthorized, EngineFailure.Unauthorized)]
    [DataRow(HttpStatusCode.Forbidden, EngineFailure.Forbidden)]
    [DataRow(HttpStatusCode.Found, EngineFailure.Refused)]
    [DataRow(HttpStatusCode.ServiceUnavailable, EngineFailure.Unavailable)]
    public async Task Send_Refusal_IsASentenceWithoutTheSecretThatTheServerRepeats(HttpStatusCode status, EngineFailure expected)
    {
        var handler = new ScriptedHandler(_ =>
        {
            var answer = ScriptedHandler.Json("""{"error":{"type":"security_exception","reason":"no rights for [Bearer SECRET]"}}""".Replace("SECRET", Secret), status);
            answer.Headers.Location = new Uri($"https://elsewhere.example.org/?token={Secret}");
            return answer;
        });
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => ConnectAsync(handler));
        Assert.AreEqual(expected, error.Failure);
        Assert.HasCount(1, handler.Asked);
        Assert.DoesNotContain(Secret, error.ToString());
    }

    [TestMethod]
    public async Task Send_NothingListens_IsUnreachable()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var error = await Assert.ThrowsExactlyAsync<EngineException>(
            () => SearchEngine.ConnectAsync(EngineEndpoint.Of($"http://127.0.0.1:{port}"), TimeProvider.System, TestContext.CancellationToken));
        Assert.AreEqual(EngineFailure.Unreachable, error.Failure);
        Assert.Contains("nothing listens there", error.Message);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Send_SilentServer_TimesOut()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        var timeouts = new EngineTimeouts(TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(200));
        var error = await Assert.ThrowsExactlyAsync<EngineException>(
            () => SearchEngine.ConnectAsync(EngineEndpoint.Of(url, timeouts: timeouts), TimeProvider.System, TestContext.CancellationToken));
        Assert.AreEqual(EngineFailure.TimedOut, error.Failure);
    }

    [TestMethod]
    public async Task Send_Interrupted_IsNoFailureOfTheEngine()
    {
        using var engine = await ConnectAsync(new ScriptedHandler(_ => ScriptedHandler.Json(ScriptedHandler.OpenSearchGreeting)));
        await Assert.ThrowsAsync<OperationCanceledException>(() => engine.SendAsync(HttpMethod.Get, "_search", EngineBody.None, new CancellationToken(canceled: true)));
    }

    [TestMethod]
    public async Task Required_Failure_TellsTheInnermostReason()
    {
        const string Answer = """
            {"error":{"root_cause":[{"type":"mapper_parsing_exception","reason":"outer"}],"type":"mapper_parsing_exception","reason":"outer",
            "caused_by":{"type":"illegal_argument_exception","reason":"inner\nwords"}},"status":400}
            """;
        using var engine = await ConnectAsync(new ScriptedHandler(r => r.Path == "/" ? ScriptedHandler.Json(ScriptedHandler.OpenSearchGreeting) : ScriptedHandler.Json(Answer, HttpStatusCode.BadRequest)));
        var reply = await engine.SendAsync(HttpMethod.Put, "_index_template/x?timeout=1m", EngineBody.Json("{}"), TestContext.CancellationToken);
        var error = Assert.ThrowsExactly<EngineException>(() => reply.Required("store the template x"));
        Assert.AreEqual("cannot store the template x: PUT /_index_template/x answered 400: illegal_argument_exception: inner words: change what it names", error.Message);
    }

    private static HttpResponseMessage Elasticsearch(string version)
    {
        var answer = ScriptedHandler.Json($$"""{"version":{"number":"{{version}}"},"tagline":"You Know, for Search"}""");
        answer.Headers.Add("X-Elastic-Product", "Elasticsearch");
        return answer;
    }

    private Task<SearchEngine> ConnectAsync(HttpMessageHandler handler) => SearchEngine.ConnectAsync(
        handler, EngineEndpoint.Of("https://es.example.org", EngineCredentials.Bearer(Secret)), TimeProvider.System, TestContext.CancellationToken);
}
