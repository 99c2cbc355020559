// SPDX-License-Identifier: Apache-2.0
using System.Net;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Tests.Gateway;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Tests.Installation;

[TestClass]
public sealed class RetentionTests
{
    private const string Streams = """
        {"indices":[{"name":"fwcorrelate-incidents-2026.01"}],"data_streams":[{"name":"logs-fwcorrelate.flow-default","backing_indices":["a","b"]}]}
        """;

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    [DataRow("90d", """{"data_retention":"90d"}""", "keeps documents of logs-fwcorrelate.flow-default for 90d")]
    [DataRow(null, "{}", "keeps documents of logs-fwcorrelate.flow-default for ever")]
    public async Task Retain_StreamsThatExist_GetIt(string? retention, string body, string line)
    {
        var handler = new ScriptedHandler(r => r.Path == "/" ? Greeting() : ScriptedHandler.Json(r.Method == "GET" ? Streams : "{}"));
        var installer = await InstallerAsync(handler);
        Assert.AreSequenceEqual([line], await installer.RetainAsync(retention, dryRun: false, Cancelled));
        var put = handler.Asked.Single(a => a.Method == "PUT");
        Assert.AreEqual(("/_data_stream/logs-fwcorrelate.flow-default/_lifecycle", body), (put.Path, put.Body));
        Assert.StartsWith("would keep", (await installer.RetainAsync(retention, dryRun: true, Cancelled)).Single());
        Assert.HasCount(1, handler.Asked.Where(a => a.Method == "PUT"));
    }

    [TestMethod]
    [DataRow("""{"component_templates":[{"name":"fwcorrelate@settings","component_template":{"template":{"lifecycle":{"enabled":true,"data_retention":"7d"}}}}]}""", HttpStatusCode.OK, "7d")]
    [DataRow("""{"component_templates":[{"name":"fwcorrelate@settings","component_template":{"template":{}}}]}""", HttpStatusCode.OK, null)]
    [DataRow("{}", HttpStatusCode.NotFound, null)]
    public async Task Ask_Stored_IsWhatAnEarlierInstallationSet(string answer, HttpStatusCode status, string? expected)
    {
        using var engine = await ConnectAsync(new ScriptedHandler(r => r.Path == "/" ? Greeting() : ScriptedHandler.Json(answer, status)));
        Assert.AreEqual(expected, await StoredRetention.AskAsync(engine, Cancelled));
    }

    private static HttpResponseMessage Greeting()
    {
        var answer = ScriptedHandler.Json("""{"version":{"number":"8.19.21"}}""");
        answer.Headers.Add("X-Elastic-Product", "Elasticsearch");
        return answer;
    }

    private async Task<Installer> InstallerAsync(ScriptedHandler handler) =>
        new(await ConnectAsync(handler), EngineFeatures.Usual(EngineProduct.Elasticsearch), InstallSet.All(ShippedPipelines.Set, null));

    private Task<SearchEngine> ConnectAsync(ScriptedHandler handler) =>
        SearchEngine.ConnectAsync(handler, EngineEndpoint.Of("https://es.example.org"), TimeProvider.System, Cancelled);
}
