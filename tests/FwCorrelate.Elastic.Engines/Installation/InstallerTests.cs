// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Engines.Installation;

/// <summary>On names of their own, so that the shipped assets are left to other tests of the shared engine.</summary>
[TestClass]
[DoNotParallelize]
public sealed class InstallerTests
{
    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Cancelled => TestContext.CancellationToken;

    public static IEnumerable<object[]> Engines => [[EngineProduct.OpenSearch], [EngineProduct.Elasticsearch]];

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DynamicData(nameof(Engines))]
    public async Task Install_ShippedAssets_SecondTimeFindsThemCurrent(EngineProduct product)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        await InstallAsync(engine, InstallSet.All(ShippedPipelines.Set, "90d"));
        Assert.IsTrue((await PlanAsync(engine, InstallSet.All(ShippedPipelines.Set, "90d"))).IsComplete);
        var shorter = await PlanAsync(engine, InstallSet.All(ShippedPipelines.Set, "30d"));
        if (product == EngineProduct.Elasticsearch)
            Assert.AreEqual("~ template.lifecycle.data_retention: 90d -> 30d", shorter.Changes(false).Single().Differences[^1].ToString());
        else
            Assert.IsTrue(shorter.IsComplete);
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DynamicData(nameof(Engines))]
    public async Task Plan_EveryStanding_IsToldApart(EngineProduct product)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var name = EngineServer.Unique("fwcorrelate-standing");
        var asset = Component(name, 2, 1);
        Assert.AreEqual(AssetStanding.Missing, await StandingAsync(engine, asset));
        await InstallAsync(engine, [Component(name, 1, 1)]);
        Assert.AreEqual(AssetStanding.Outdated, await StandingAsync(engine, asset));
        await InstallAsync(engine, [asset]);
        Assert.AreEqual(AssetStanding.Current, await StandingAsync(engine, asset));
        Assert.AreEqual(AssetStanding.Outdated, await StandingAsync(engine, Component(name, 2, 0)), "other settings");
        var edited = asset.Marked(EngineFeatures.Usual(product))!;
        edited["template"]!["settings"]!["index"]!["number_of_replicas"] = 0;
        await PutAsync(engine, asset.Path, edited);
        Assert.AreEqual(AssetStanding.Edited, await StandingAsync(engine, asset));
        Assert.AreEqual(AssetStanding.Newer, await StandingAsync(engine, Component(name, 1, 1)));
        await PutAsync(engine, asset.Path, new JsonObject { ["template"] = new JsonObject() });
        Assert.AreEqual(AssetStanding.Foreign, await StandingAsync(engine, asset));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DynamicData(nameof(Engines))]
    public async Task Apply_OneAssetIsNotOurs_ChangesNothingAtAll(EngineProduct product)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var (mine, theirs) = (Component(EngineServer.Unique("fwcorrelate-mine"), 1, 1), Component(EngineServer.Unique("fwcorrelate-theirs"), 1, 1));
        await PutAsync(engine, theirs.Path, new JsonObject { ["template"] = new JsonObject() });
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => InstallAsync(engine, [mine, theirs]));
        Assert.Contains($"{theirs.Path} is there and not ours", error.Message);
        Assert.AreEqual(AssetStanding.Missing, await StandingAsync(engine, mine));
        Assert.AreEqual(AssetStanding.Foreign, await StandingAsync(engine, theirs));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DynamicData(nameof(Engines))]
    public async Task Apply_ChangedByHand_IsRefusedUnlessSaid(EngineProduct product)
    {
        using var engine = await (await EngineServer.OfAsync(product)).ConnectAsync(Cancelled);
        var asset = Component(EngineServer.Unique("fwcorrelate-edited"), 1, 1);
        await InstallAsync(engine, [asset]);
        var edited = asset.Marked(EngineFeatures.Usual(product))!;
        edited["template"]!["settings"]!["index"]!["number_of_replicas"] = 0;
        await PutAsync(engine, asset.Path, edited);
        var error = await Assert.ThrowsExactlyAsync<EngineException>(() => InstallAsync(engine, [asset]));
        Assert.Contains("template.settings.index.number_of_replicas: 0 -> 1", error.Message);
        await InstallAsync(engine, [asset], overwriteEdits: true);
        Assert.AreEqual(AssetStanding.Current, await StandingAsync(engine, asset));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Install_Pipeline_IsMarkedAndCurrentAndRemoved()
    {
        using var engine = await (await EngineServer.OpenSearchAsync()).ConnectAsync(Cancelled);
        var pipeline = new InstallableAsset(AssetKind.IngestPipeline, EngineServer.Unique("fwcorrelate-pipeline"), 1, _ => JsonNode.Parse("""
            {"description":"Reads x","processors":[{"set":{"field":"event.kind","value":"event","tag":"a"}}],"on_failure":[{"set":{"field":"event.kind","value":"pipeline_error"}}]}
            """)!.AsObject());
        await InstallAsync(engine, [pipeline]);
        Assert.AreEqual(AssetStanding.Current, await StandingAsync(engine, pipeline));
    }

    /// <summary>On servers of its own: it removes everything.</summary>
    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Remove_EverythingOurs_LeavesDataHooksInUseAndWhatIsForeign()
    {
        var server = await EngineServer.StartAsync("opensearch");
        try
        {
            using var engine = await server.ConnectAsync(Cancelled);
            var assets = InstallSet.All(ShippedPipelines.Set, null);
            await InstallAsync(engine, assets);
            await PutAsync(engine, "_component_template/fwcorrelate-alert@custom", JsonNode.Parse("""{"template":{"settings":{"index":{"number_of_replicas":0}}}}""")!.AsObject());
            await PutAsync(engine, "_component_template/fwcorrelate-foreign", JsonNode.Parse("""{"template":{}}""")!.AsObject());
            await StoreAsync(engine, "logs-fwcorrelate.flow-default");
            var installer = new Installer(engine, await EngineFeatures.AskAsync(engine, Cancelled), assets);
            await Assert.ThrowsExactlyAsync<ConfigurationException>(() => installer.RemoveAsync(["logs-fwcorrelate.*"], dryRun: false, Cancelled), "a pattern is no name");
            var foretold = await installer.RemoveAsync([], dryRun: true, Cancelled);

            var kept = await installer.RemoveAsync([], dryRun: false, Cancelled);
            CollectionAssert.IsSubsetOf(
                new[]
                {
                    "kept _index_template/fwcorrelate-flow: data uses it", "removed _index_template/fwcorrelate-incidents",
                    "kept _component_template/fwcorrelate-alert@custom: it holds what you added; delete it yourself if it is not needed",
                    "kept data logs-fwcorrelate.flow-default: to delete it, add --delete-data logs-fwcorrelate.flow-default",
                }, kept.ToArray());
            Assert.AreSequenceEqual(foretold.Select(l => l.Replace("would remove", "removed", StringComparison.Ordinal)), kept, "The dry run and the run say the same.");
            Assert.Contains("kept _ingest/pipeline/fwcorrelate-aws-vpc-flow: data uses it", kept);
            Assert.Contains("kept _component_template/fwcorrelate@mappings: data uses it", kept);
            await StoreAsync(engine, "logs-fwcorrelate.flow-default"); // A shipper goes on.
            Assert.IsFalse(kept.Any(l => l.Contains("foreign", StringComparison.Ordinal)));
            Assert.HasCount(1, await installer.DataAsync(Cancelled));

            await installer.RemoveAsync(["logs-fwcorrelate.flow-default"], dryRun: false, Cancelled);
            Assert.IsEmpty(await installer.DataAsync(Cancelled));
            Assert.IsTrue((await installer.PlanAsync(Cancelled)).States.All(s => s.Standing == AssetStanding.Missing || s.Asset.Name == "fwcorrelate-alert@custom"));
        }
        finally
        {
            await server.StopAsync();
        }
    }

    private static InstallableAsset Component(string name, int version, int replicas) => new(AssetKind.ComponentTemplate, name, version, _ => new JsonObject
    {
        ["template"] = new JsonObject { ["settings"] = new JsonObject { ["index"] = new JsonObject { ["number_of_replicas"] = replicas } } },
    });

    private async Task StoreAsync(SearchEngine engine, string stream)
    {
        await using var writer = new BulkWriter(engine, r => Assert.Fail(r.Reason), TimeProvider.System);
        await writer.AddAsync(BulkDocument.Create(stream, "1", """{"@timestamp":"2026-01-01T00:00:00Z"}"""u8.ToArray()), Cancelled);
        await writer.FlushAsync(Cancelled);
    }

    private async Task PutAsync(SearchEngine engine, string path, JsonObject body) =>
        (await engine.SendAsync(HttpMethod.Put, path, EngineBody.Json(body), Cancelled)).Required($"store {path}");

    private async Task<InstallPlan> PlanAsync(SearchEngine engine, IReadOnlyList<InstallableAsset> assets) =>
        await new Installer(engine, await EngineFeatures.AskAsync(engine, Cancelled), assets).PlanAsync(Cancelled);

    private async Task<AssetStanding> StandingAsync(SearchEngine engine, InstallableAsset asset) => (await PlanAsync(engine, [asset])).States.Single().Standing;

    private async Task InstallAsync(SearchEngine engine, IReadOnlyList<InstallableAsset> assets, bool overwriteEdits = false)
    {
        var installer = new Installer(engine, await EngineFeatures.AskAsync(engine, Cancelled), assets);
        await installer.ApplyAsync(await installer.PlanAsync(Cancelled), overwriteEdits, Cancelled);
    }
}
