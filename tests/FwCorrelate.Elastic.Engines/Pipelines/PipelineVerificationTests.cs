// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Pipelines;
using FwCorrelate.Ingestion;
using FwCorrelate.Service.Pipelines;
using FwCorrelate.Service.Tests.Seewall;

namespace FwCorrelate.Elastic.Engines.Pipelines;

[TestClass]
[DoNotParallelize]
public sealed class PipelineVerificationTests
{
    [TestMethod]
    public async Task InstalledPipelines_OfOurSamples_MakeWhatTheProgramMakes()
    {
        using var site = await PipelineSite.OpenAsync();
        using var engine = await (await EngineServer.OpenSearchAsync()).ConnectAsync(CancellationToken.None);
        foreach (var pipeline in await PipelineVerification.RunAsync(engine, FlowFormats.Shipped, CancellationToken.None))
        {
            Assert.IsEmpty(pipeline.Problems, string.Join('\n', pipeline.Problems));
            Assert.IsGreaterThan(1, pipeline.Samples);
        }
    }

    [TestMethod]
    public async Task FamilyThatIsKnownToTestsOnly_InstalledWithItsPipeline_MakesWhatItsReaderMakes()
    {
        using var site = await PipelineSite.OpenAsync();
        using var engine = await (await EngineServer.OpenSearchAsync()).ConnectAsync(CancellationToken.None);
        var formats = FlowFormats.Shipped.With(new SeewallFormat());
        try
        {
            foreach (var pipeline in new PipelineSet(formats.Tables).All)
                await site.InstallAsync(pipeline.Asset);
            foreach (var verified in await PipelineVerification.RunAsync(engine, formats, CancellationToken.None))
            {
                Assert.IsEmpty(verified.Problems, string.Join('\n', verified.Problems));
                Assert.IsGreaterThan(1, verified.Samples);
            }
        }
        finally
        {
            await site.InstallAsync(ShippedPipelines.Set.Routing.Asset);
        }
    }

    [TestMethod]
    public async Task PipelineChangedByHand_Differs()
    {
        using var site = await PipelineSite.OpenAsync();
        using var engine = await (await EngineServer.OpenSearchAsync()).ConnectAsync(CancellationToken.None);
        var asset = ShippedPipelines.Set.All[0].Asset;
        var body = asset.Marked(EngineFeatures.Usual(EngineProduct.OpenSearch))!;
        try
        {
            var changed = body.DeepClone().AsObject();
            changed["processors"]!.AsArray().Add(new JsonObject { ["set"] = new JsonObject { ["field"] = "source.port", ["value"] = 1 } });
            await site.SendAsync(HttpMethod.Put, asset.Path, changed.ToJsonString());
            var verified = await PipelineVerification.RunAsync(engine, FlowFormats.Shipped, CancellationToken.None);
            Assert.IsTrue(verified.Single(v => v.Name == asset.Name).Problems.Any(p => p.Contains("source.port is 1, expected 51022", StringComparison.Ordinal)));
        }
        finally
        {
            await site.SendAsync(HttpMethod.Put, asset.Path, body.ToJsonString());
        }
    }

    [TestMethod]
    public async Task PipelinesThatAreMissing_AreSaidToBe()
    {
        using var engine = await (await EngineServer.ElasticsearchAsync()).ConnectAsync(CancellationToken.None);
        var verified = await PipelineVerification.RunAsync(engine, FlowFormats.Shipped, CancellationToken.None);
        Assert.IsTrue(verified.All(v => v.Problems.Single().Contains("not installed", StringComparison.Ordinal)));
    }
}
