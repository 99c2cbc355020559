// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Elastic.Engines.Gateway;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Store;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Engines.Security;

/// <summary>Each shipped role can do its work on a real OpenSearch with security, and nothing else: each forbidden call is tried.</summary>
[TestClass]
[DoNotParallelize]
public sealed class RoleTests
{
    private const string Flow = "logs-fwcorrelate.flow-roles";
    private const string Backing = ".ds-" + Flow + "-000001";
    private const string Stamp = """{"@timestamp":"2026-01-01T00:00:00Z"}""";

    // What none of the four may do.
    private static readonly string[] ForbiddenToAll =
    [
        "GET other/_search", "POST other/_doc", "DELETE other", "GET _search", "GET _cat/indices", "GET _cluster/settings",
        $"GET {Backing}/_doc/1", $"DELETE {Backing}/_doc/1", $"POST {Flow}/_delete_by_query", $"POST {Flow}/_update_by_query",
        $"PUT {Flow}/_mapping", $"PUT {Flow}/_settings", "POST _aliases", "POST _reindex", "GET _plugins/_security/api/internalusers",
        "PUT _plugins/_security/api/roles/all", "PUT _scripts/x", "PUT _snapshot/x", "DELETE fwcorrelate-incidents-2026.01/_doc/1", "POST fwcorrelate-incidents-2026.01/_update/1",
    ];

    private static readonly string[] ForbiddenToOthersThanInstaller =
    [
        "PUT _index_template/x", "DELETE _index_template/x", "PUT _component_template/x", "DELETE _component_template/x", "PUT _ingest/pipeline/x", "DELETE _ingest/pipeline/x",
        $"DELETE _data_stream/{Flow}", "DELETE fwcorrelate-incidents-2026.01", $"POST {Flow}/_rollover",
    ];

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Roles_EachItsWork_AndNothingElse()
    {
        var site = await SecureSite.OpenAsync();
        await InstallAsync(site);
        await ShipAsync(site);
        await PushAsync(site);
        await ReadAsync(site);

        await ForbidsAsync(site, "shipper", [.. ForbiddenToAll, .. ForbiddenToOthersThanInstaller, $"GET {Flow}/_search", "GET fwcorrelate-incidents/_search",
            "POST fwcorrelate-incidents-2026.01/_doc", "POST logs-fwcorrelate.attribution-roles/_doc?op_type=create", $"POST {Flow}/_search/point_in_time?keep_alive=1m"]);
        await ForbidsAsync(site, "writer", [.. ForbiddenToAll, .. ForbiddenToOthersThanInstaller, $"GET {Flow}/_search", $"POST {Flow}/_doc?op_type=create",
            $"PUT {Backing}/_doc/1?if_seq_no=0&if_primary_term=1", $"POST {Flow}/_search/point_in_time?keep_alive=1m"]);
        await ForbidsAsync(site, "reader", [.. ForbiddenToAll, .. ForbiddenToOthersThanInstaller, $"POST {Flow}/_doc?op_type=create",
            $"PUT {Backing}/_doc/1?if_seq_no=0&if_primary_term=1", "POST fwcorrelate-incidents-2026.01/_doc"]);
        await ForbidsAsync(site, "installer", [.. ForbiddenToAll, $"GET {Flow}/_search", $"POST {Flow}/_doc?op_type=create", "POST fwcorrelate-incidents-2026.01/_doc",
            "GET fwcorrelate-incidents/_search", $"POST {Flow}/_search/point_in_time?keep_alive=1m"]);
    }

    private async Task InstallAsync(SecureSite site)
    {
        using var engine = await site.AsAsync("installer", Cancelled);
        var installer = new Installer(engine, await EngineFeatures.AskAsync(engine, Cancelled), InstallSet.All(ShippedPipelines.Set, null));
        await installer.ApplyAsync(await installer.PlanAsync(Cancelled), overwriteEdits: false, Cancelled);
        Assert.IsTrue((await installer.PlanAsync(Cancelled)).IsComplete);
        Assert.IsNotEmpty(await installer.RemoveAsync([], dryRun: true, Cancelled));
    }

    private async Task ShipAsync(SecureSite site)
    {
        using var engine = await site.AsAsync("shipper", Cancelled);
        await using var writer = new BulkWriter(engine, r => Assert.Fail(r.Reason), TimeProvider.System);
        await writer.AddAsync(BulkDocument.Create(Flow, "1", Encoding.UTF8.GetBytes(Stamp)), Cancelled);
        await writer.FlushAsync(Cancelled);
        Assert.AreEqual(1, writer.Counts.Stored);
    }

    private async Task PushAsync(SecureSite site)
    {
        using var engine = await site.AsAsync("writer", Cancelled);
        var push = new ResultPush(engine, "roles", r => Assert.Fail(r.Reason), TimeProvider.System);
        ResultLine incident = new("i:1", """
            {"@timestamp":"2026-01-01T00:00:00Z","fwcorrelate":{"incident":{"id":"INC-1","revision":1,"first_seen":"2026-01-01T00:00:00.000000Z"}}}
            """);
        ResultLine attribution = new("a:1", """{"@timestamp":"2026-01-01T00:00:00Z","fwcorrelate":{"record":{"sha256":"aa"},"rules":[{"id":"r"}]}}""");
        var first = await push.PushAsync([incident], [attribution], Cancelled);
        var second = await push.PushAsync([incident], [attribution], Cancelled);
        Assert.AreEqual((1, 1, 0, 0), (first.Incidents.Stored, first.Attributions.Stored, second.Incidents.Stored, second.Attributions.Stored));
    }

    private async Task ReadAsync(SecureSite site)
    {
        using (var admin = await site.AsAdminAsync(Cancelled))
        {
            await StoredDocuments.RefreshAsync(admin, "logs-fwcorrelate.*," + StoreName.IncidentAlias, Cancelled);
            (await admin.SendAsync(HttpMethod.Post, "other/_doc?refresh=true", EngineBody.Json(Stamp), Cancelled)).Required("store what is not ours");
        }

        using var engine = await site.AsAsync("reader", Cancelled);
        Assert.HasCount(1, await StoredDocuments.ReadIdsAsync(engine, new ScanRequest { Indices = Flow }, Cancelled));
        Assert.HasCount(1, await StoredDocuments.ReadIdsAsync(engine, new ScanRequest { Indices = StoreName.IncidentAlias }, Cancelled));
    }

    private async Task ForbidsAsync(SecureSite site, string role, IEnumerable<string> calls)
    {
        using var engine = await site.AsAsync(role, Cancelled);
        foreach (var call in calls)
        {
            var parts = call.Split(' ');
            var body = parts[0] is "POST" or "PUT" ? EngineBody.Json(Fit(parts[1])) : EngineBody.None;
            try
            {
                var reply = await engine.SendAsync(new HttpMethod(parts[0]), parts[1], body, Cancelled);
                Assert.Fail($"{role} may {call}: {reply.Status} {reply.Reason}");
            }
            catch (EngineException exception)
            {
                Assert.AreEqual(EngineFailure.Forbidden, exception.Failure, $"{role}: {call}: {exception.Message}");
                Assert.DoesNotContain(SecureSite.Password, exception.ToString());
            }
        }
    }

    // A body that would be accepted, so that only the lack of the right refuses it.
    private static string Fit(string path) => path switch
    {
        _ when path.Contains("_by_query", StringComparison.Ordinal) => """{"query":{"match_all":{}}}""",
        _ when path.StartsWith("_index_template", StringComparison.Ordinal) => """{"index_patterns":["none-such"]}""",
        _ when path.StartsWith("_component_template", StringComparison.Ordinal) => """{"template":{}}""",
        _ when path.StartsWith("_ingest", StringComparison.Ordinal) => """{"processors":[]}""",
        _ when path.StartsWith("_aliases", StringComparison.Ordinal) => """{"actions":[{"add":{"index":"fwcorrelate-incidents-2026.01","alias":"x"}}]}""",
        _ when path.StartsWith("_reindex", StringComparison.Ordinal) => """{"source":{"index":"other"},"dest":{"index":"other2"}}""",
        _ when path.StartsWith("_scripts", StringComparison.Ordinal) => """{"script":{"lang":"painless","source":"1"}}""",
        _ when path.StartsWith("_snapshot", StringComparison.Ordinal) => """{"type":"fs","settings":{"location":"/tmp/x"}}""",
        _ when path.EndsWith("_mapping", StringComparison.Ordinal) => """{"properties":{"x":{"type":"long"}}}""",
        _ when path.EndsWith("_settings", StringComparison.Ordinal) => """{"index":{"number_of_replicas":0}}""",
        _ when path.Contains("_update/", StringComparison.Ordinal) => """{"doc":{}}""",
        _ when path.Contains("point_in_time", StringComparison.Ordinal) || path.EndsWith("_rollover", StringComparison.Ordinal) => "{}",
        _ => Stamp,
    };
}
