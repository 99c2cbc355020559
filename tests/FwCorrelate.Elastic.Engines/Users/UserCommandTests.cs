// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Engines.Gateway;
using FwCorrelate.Elastic.Engines.Kibana;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Engines.Users;

/// <summary>
/// What people who know Elastic did with the commands on real engines, and what they must meet. On an OpenSearch of its own, and the shared
/// Elasticsearch.
/// </summary>
[TestClass]
[DoNotParallelize]
public sealed class UserCommandTests
{
    private static readonly Lazy<Task<EngineServer>> Own = new(() => EngineServer.StartAsync("opensearch"));

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Install_RetentionOnElasticsearch_IsKeptByTheNext()
    {
        var server = await EngineServer.ElasticsearchAsync();
        using var engine = await server.ConnectAsync(Cancelled);
        Run(0, "elastic", "install", "--url", server.Url, "--retention", "90d");
        Run(0, "elastic", "install", "--url", server.Url);
        Assert.AreEqual("90d", await StoredRetention.AskAsync(engine, Cancelled), "An installation that says none keeps it.");
        var stream = $"logs-fwcorrelate.tool_call-{EngineServer.Unique("r").Replace('-', '_')}";
        await StoreAsync(engine, stream, """{"@timestamp":"2026-01-01T00:00:00Z"}""");
        var applied = Run(0, "elastic", "install", "--url", server.Url, "--retention", "30d");
        Assert.Contains($"the retention of {stream} stays as it is", applied.Output, "The test engine lacks the API for it, and the program says so.");
        Run(0, "elastic", "diff", "--url", server.Url);
        Run(0, "elastic", "install", "--url", server.Url, "--retention", "none");
        Assert.IsNull(await StoredRetention.AskAsync(engine, Cancelled));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Install_RetentionOnOpenSearch_IsRefusedWithASentence()
    {
        var server = await Own.Value;
        Assert.Contains("index state management", Run(3, "elastic", "install", "--url", server.Url, "--retention", "90d").Error);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Install_AssetWithoutOurMark_IsTakenOverByNameOnly()
    {
        var server = await Own.Value;
        using var engine = await server.ConnectAsync(Cancelled);
        Run(0, "elastic", "install", "--url", server.Url);
        await PutAsync(engine, "_component_template/fwcorrelate-attribution@mappings", """{"template":{"mappings":{"properties":{"fwcorrelate":{"type":"object"} } } } }""");
        Assert.Contains("say --take-over fwcorrelate-attribution@mappings", Run(5, "elastic", "install", "--url", server.Url).Error);
        Assert.Contains("nothing of that name", Run(3, "elastic", "install", "--url", server.Url, "--take-over", "fwcorrelate-flow@mappings").Error);
        var done = Run(0, "elastic", "install", "--url", server.Url, "--take-over", "fwcorrelate-attribution@mappings");
        Assert.Contains("update _component_template/fwcorrelate-attribution@mappings", done.Output);
        Run(0, "elastic", "diff", "--url", server.Url);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Install_ChangedMapping_AdviceForEachKindOfDataWorks()
    {
        var server = await Own.Value;
        using var engine = await server.ConnectAsync(Cancelled);
        Run(0, "elastic", "install", "--url", server.Url);
        const string Index = "fwcorrelate-incidents-2026.03";
        await PutAsync(engine, Index + "/_doc/1?refresh=true", """{"@timestamp":"2026-03-01T00:00:00Z"}""");
        await StoreAsync(engine, "logs-fwcorrelate.alert-advice", """{"@timestamp":"2026-01-01T00:00:00Z"}""");
        await PutAsync(engine, "_component_template/fwcorrelate@mappings",
            (await WithoutFieldAsync(engine, "fwcorrelate@mappings", "tags")).ToJsonString());
        var said = Run(0, "elastic", "install", "--url", server.Url, "--overwrite-edits").Error;
        Assert.Contains("POST logs-fwcorrelate.alert-advice/_rollover makes one now", said);
        Assert.Contains($"PUT {Index}/_mapping with template.mappings of what POST _index_template/_simulate_index/{Index} answers", said);

        (await engine.SendAsync(HttpMethod.Post, "logs-fwcorrelate.alert-advice/_rollover", EngineBody.None, Cancelled)).Required("roll over");
        var simulated = (await engine.SendAsync(HttpMethod.Post, "_index_template/_simulate_index/" + Index, EngineBody.None, Cancelled)).Required("simulate");
        await PutAsync(engine, Index + "/_mapping", simulated.Json.GetProperty("template").GetProperty("mappings").GetRawText());
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Ship_RecordsOfOtherColumnsWithoutTheirHeader_EachSaysWhatIsMissing()
    {
        var server = await Own.Value;
        using var engine = await server.ConnectAsync(Cancelled);
        Run(0, "elastic", "install", "--url", server.Url);
        const string Stream = "logs-fwcorrelate.flow-headless";
        await StoreAsync(engine, Stream, """{"message":"vpc-1 2 eni-1 10.40.1.11 203.0.113.9 40000 443 6 10 840 1770714000 1770714060 ACCEPT OK 123456789012"}""");
        await StoreAsync(engine, Stream, """{"message":"2 123456789012 eni-1 10.40.1.11 203.0.113.9 40000 443 6 10 840 1770714000 1770714060 ACCEPT OK"}""");
        await StoredDocuments.RefreshAsync(engine, Stream, Cancelled);
        var hits = (await engine.SendAsync(HttpMethod.Get, Stream + "/_search?sort=event.kind", EngineBody.None, Cancelled)).Required("search").Json.GetProperty("hits").GetProperty("hits");
        Assert.AreEqual(64, hits[0].GetProperty("_source").GetProperty("event").GetProperty("hash").GetString()!.Length, "A record that is read has its hash.");
        var found = hits[1].GetProperty("_source");
        Assert.AreEqual("pipeline_error", found.GetProperty("event").GetProperty("kind").GetString());
        Assert.Contains("fwcorrelate.log_format", found.GetProperty("error").GetProperty("message").GetString()!);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Verify_WithProcessorsOfTheUsersOwn_IsAsWithout()
    {
        var server = await Own.Value;
        using var engine = await server.ConnectAsync(Cancelled);
        Run(0, "elastic", "install", "--url", server.Url);
        const string Hook = "_ingest/pipeline/fwcorrelate-flow@custom";
        await PutAsync(engine, Hook, """{"processors":[{"set":{"field":"labels.team","value":"ml-infra"} }]}""");
        Run(0, "elastic", "verify", "--url", server.Url);
        await PutAsync(engine, Hook, """{"processors":[]}""");
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Investigate_DocumentThatCannotBeRead_IsNamedByItsIndexAndId()
    {
        var server = await Own.Value;
        using var engine = await server.ConnectAsync(Cancelled);
        var index = EngineServer.Unique("unreadable");
        await PutAsync(engine, index + "/_doc/the-bad-one?refresh=true",
            """{"@timestamp":"2026-01-01T00:00:00Z","event":{"kind":"event","start":"2026-01-01T00:00:00Z"},"source":{"ip":"nobody","port":1},"destination":{"ip":"203.0.113.9","port":443},"network":{"transport":"tcp"}}""");
        var output = Path.Combine(Directory.CreateTempSubdirectory("fwcorrelate-unreadable-").FullName, "result");
        ProgramRun.Of("investigate", "--logs", "elastic:" + index, "--elastic-url", server.Url, "--out", output, "--quiet");
        var rejected = JsonNode.Parse(File.ReadLines(Path.Combine(output, "rejected.jsonl")).Single())!;
        Assert.AreEqual((index, "the-bad-one"), ((string)rejected["_index"]!, (string)rejected["_id"]!));
        Directory.Delete(Path.GetDirectoryName(output)!, recursive: true);
    }

    private static ProgramRun Run(int code, params string[] arguments)
    {
        var run = ProgramRun.Of(arguments);
        Assert.AreEqual(code, run.Code, $"{string.Join(' ', arguments)}: {run.Error}{run.Output}");
        return run;
    }

    private async Task<JsonObject> WithoutFieldAsync(SearchEngine engine, string name, string field)
    {
        var asset = InstallSet.All(ShippedPipelines.Set, null).Single(a => a.Name == name);
        var body = asset.Marked(await EngineFeatures.AskAsync(engine, Cancelled))!;
        body["template"]!["mappings"]!["properties"]!.AsObject().Remove(field);
        return body;
    }

    private async Task StoreAsync(SearchEngine engine, string stream, string document)
    {
        await using var writer = new BulkWriter(engine, r => Assert.Fail(r.Reason), TimeProvider.System);
        await writer.AddAsync(BulkDocument.Create(stream, EngineServer.Unique("d"), Encoding.UTF8.GetBytes(document)), Cancelled);
        await writer.FlushAsync(Cancelled);
    }

    private async Task PutAsync(SearchEngine engine, string path, string body) =>
        (await engine.SendAsync(HttpMethod.Put, path, EngineBody.Json(body), Cancelled)).Required($"store {path}");
}
