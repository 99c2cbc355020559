// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Store;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Engines.Store;

[TestClass]
public sealed class ResultPushTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch)]
    [DataRow(EngineProduct.Elasticsearch)]
    public async Task Push_TwiceAndAfterARollover_ChangesNothing(EngineProduct product)
    {
        using var engine = await ReadyAsync(product);
        var run = EngineServer.Unique("run").Replace('-', '_');
        var incidents = new[] { Incident($"INC-{run}-1", 1, "2026-01-15"), Incident($"INC-{run}-2", 1, "2026-02-01") };
        var attributions = new[] { Attribution(run), Attribution(run), Attribution(run + "b") };
        var first = await PushAsync(engine, run, incidents, attributions);
        Assert.AreEqual((2, 3), (first.Incidents.Stored, first.Attributions.Stored));
        await RefreshAsync(engine, StoreName.DataStream("attribution", run));
        var second = await PushAsync(engine, run, incidents, attributions);
        Assert.AreEqual((0, 2, 0, 3), (second.Incidents.Stored, second.Incidents.AlreadyThere, second.Attributions.Stored, second.Attributions.AlreadyThere));

        (await engine.SendAsync(HttpMethod.Post, StoreName.DataStream("attribution", run) + "/_rollover", EngineBody.None, Cancelled)).Required("roll over");
        var third = await PushAsync(engine, run, incidents, attributions);
        Assert.AreEqual((0, 3), (third.Attributions.Stored, third.Attributions.AlreadyThere));
        Assert.AreEqual(3, await CountAsync(engine, StoreName.DataStream("attribution", run)));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch)]
    [DataRow(EngineProduct.Elasticsearch)]
    public async Task Push_LaterRevisionThatBeginsInAnotherMonth_ReplacesTheOne(EngineProduct product)
    {
        using var engine = await ReadyAsync(product);
        var id = "INC-" + EngineServer.Unique("revised");
        await PushAsync(engine, "default", [Incident(id, 1, "2026-02-01")], []);
        await RefreshAsync(engine, StoreName.IncidentAlias);
        await PushAsync(engine, "default", [Incident(id, 2, "2026-01-31")], []);
        await RefreshAsync(engine, StoreName.IncidentAlias);
        await PushAsync(engine, "default", [Incident(id, 1, "2026-02-01")], []);
        await RefreshAsync(engine, StoreName.IncidentAlias);
        var found = await FindAsync(engine, id);
        Assert.AreEqual(2, found.Single().GetProperty("fwcorrelate").GetProperty("incident").GetProperty("revision").GetInt32());
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Push_IncidentThatSupersedesAnother_MarksItOnce()
    {
        using var engine = await ReadyAsync(EngineProduct.OpenSearch);
        var (older, newer) = ("INC-" + EngineServer.Unique("older"), "INC-" + EngineServer.Unique("newer"));
        await PushAsync(engine, "default", [Incident(older, 3, "2026-01-01")], []);
        await RefreshAsync(engine, StoreName.IncidentAlias);
        var replacing = Incident(newer, 1, "2026-01-02", older);
        Assert.AreEqual(1, (await PushAsync(engine, "default", [replacing], [])).Superseded);
        await RefreshAsync(engine, StoreName.IncidentAlias);
        Assert.AreEqual(0, (await PushAsync(engine, "default", [replacing], [])).Superseded);
        await PushAsync(engine, "default", [Incident(older, 3, "2026-01-01")], []);
        await RefreshAsync(engine, StoreName.IncidentAlias);
        var incident = (await FindAsync(engine, older)).Single().GetProperty("fwcorrelate").GetProperty("incident");
        Assert.AreEqual(("superseded", newer, 4), (incident.GetProperty("status").GetString(), incident.GetProperty("superseded_by").GetString(), incident.GetProperty("revision").GetInt32()));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Push_FieldThatIsNotInTheTable_IsHandedOverAndTheRestStored()
    {
        using var engine = await ReadyAsync(EngineProduct.OpenSearch);
        var run = EngineServer.Unique("strict").Replace('-', '_');
        var rejections = new List<BulkRejection>();
        var push = new ResultPush(engine, run, rejections.Add, TimeProvider.System);
        var odd = new ResultLine("a:1", Attribution(run).Text.Replace("\"event\":{", "\"event\":{\"unheard_of\":1,", StringComparison.Ordinal));
        var counts = await push.PushAsync([], [odd, Attribution(run + "b")], Cancelled);
        Assert.AreEqual(1, counts.Attributions.Stored + counts.Attributions.AlreadyThere);
        Assert.AreEqual("strict_dynamic_mapping_exception", rejections.Single().Type);
    }

    private async Task<SearchEngine> ReadyAsync(EngineProduct product)
    {
        var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var installer = new Installer(engine, await EngineFeatures.AskAsync(engine, Cancelled), InstallSet.All(ShippedPipelines.Set, null));
        await installer.ApplyAsync(await installer.PlanAsync(Cancelled), overwriteEdits: false, Cancelled);
        return engine;
    }

    private Task<PushCounts> PushAsync(SearchEngine engine, string name, IEnumerable<ResultLine> incidents, IEnumerable<ResultLine> attributions) =>
        new ResultPush(engine, name, r => Assert.Fail($"{r.Type}: {r.Reason}"), TimeProvider.System).PushAsync(incidents, attributions, Cancelled);

    private async Task RefreshAsync(SearchEngine engine, string index) =>
        (await engine.SendAsync(HttpMethod.Post, index + "/_refresh", EngineBody.None, Cancelled)).Required("refresh");

    private async Task<int> CountAsync(SearchEngine engine, string index)
    {
        await RefreshAsync(engine, index);
        return (await engine.SendAsync(HttpMethod.Get, index + "/_count", EngineBody.None, Cancelled)).Required("count").Json.GetProperty("count").GetInt32();
    }

    private async Task<IReadOnlyList<JsonElement>> FindAsync(SearchEngine engine, string id)
    {
        var query = $$$"""{"query":{"term":{"fwcorrelate.incident.id":"{{{id}}}"} } }""";
        var reply = await engine.SendAsync(HttpMethod.Post, StoreName.IncidentAlias + "/_search", EngineBody.Json(query), Cancelled);
        return [.. reply.Required("search").Json.GetProperty("hits").GetProperty("hits").EnumerateArray().Select(h => h.GetProperty("_source"))];
    }

    private static ResultLine Incident(string id, int revision, string day, string? supersedes = null)
    {
        var replaced = supersedes is null ? string.Empty : $"\"supersedes\":[\"{supersedes}\"],";
        return new ResultLine("incidents.jsonl:1", $$$"""
            {"@timestamp":"{{{day}}}T00:00:00.000000Z","event":{"id":"{{{id}}}","kind":"alert"},"fwcorrelate":{"incident":
            {{{{replaced}}}"id":"{{{id}}}","revision":{{{revision}}},"status":"open","first_seen":"{{{day}}}T00:00:00.000000Z"} } }
            """.ReplaceLineEndings(string.Empty));
    }

    private static ResultLine Attribution(string record) => new("attributions.jsonl:1", $$$"""
        {"@timestamp":"2026-01-15T00:00:00.000000Z","event":{"kind":"event"},"fwcorrelate":{"record":{"sha256":"{{{record}}}","index":0},"rules":[{"id":"r1"}]} }
        """);
}
