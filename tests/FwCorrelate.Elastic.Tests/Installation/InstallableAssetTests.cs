// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Tests.Installation;

[TestClass]
public sealed class InstallableAssetTests
{
    private static readonly EngineFeatures Features = EngineFeatures.Usual(EngineProduct.OpenSearch);

    [TestMethod]
    public void Marked_AnyKind_IsOursWithItsFingerprint()
    {
        foreach (var kind in Enum.GetValues<AssetKind>())
        {
            var asset = new InstallableAsset(kind, "fwcorrelate-x", 3, _ => new JsonObject { ["description"] = "Reads x [of y]" });
            var marked = asset.Marked(Features)!;
            Assert.AreEqual(3, marked["version"]!.GetValue<int>());
            Assert.AreEqual(16, InstallableAsset.FingerprintOf(kind, marked)!.Length);
        }
    }

    [TestMethod]
    [DataRow("""{"description":"my own"}""")]
    [DataRow("""{"description":"about [fwcorrelate 1 abc] and more"}""")]
    [DataRow("""{"_meta":{"managed_by":"fleet"}}""")]
    [DataRow("{}")]
    public void FingerprintOf_SomebodyElses_IsNone(string body)
    {
        foreach (var kind in Enum.GetValues<AssetKind>())
            Assert.IsNull(InstallableAsset.FingerprintOf(kind, JsonNode.Parse(body)!.AsObject()));
    }

    [TestMethod]
    public void Between_WhatEnginesRewrite_IsNoDifference()
    {
        var ours = JsonNode.Parse("""{"template":{"settings":{"index":{"number_of_replicas":1}},"lifecycle":{"data_retention":"90d"}},"data_stream":{}}""")!.AsObject();
        var stored = JsonNode.Parse("""
            {"template":{"lifecycle":{"data_retention":"90d","enabled":true},"settings":{"index":{"number_of_replicas":"1"}}},
             "data_stream":{"hidden":false,"allow_custom_routing":false}}
            """)!.AsObject();
        Assert.IsEmpty(BodyDifference.Between(stored, ours));
    }

    [TestMethod]
    public void Between_ChangedAddedAndRemoved_AreTold()
    {
        var differences = BodyDifference.Between(
            JsonNode.Parse("""{"a":{"b":1,"gone":[1]}}""")!.AsObject(), JsonNode.Parse("""{"a":{"b":2,"new":"x"}}""")!.AsObject());
        Assert.AreSequenceEqual(["~ a.b: 1 -> 2", "- a.gone.0: 1", "+ a.new: x"], differences.Select(d => d.ToString()));
    }

    [TestMethod]
    public void Files_EachEngine_HoldEveryAssetOnceAndTheRoles()
    {
        var files = InstallFiles.Of(InstallSet.All(ShippedPipelines.Set, "90d"));
        foreach (var folder in new[] { "elasticsearch", "opensearch" })
        {
            var requests = System.Text.Encoding.UTF8.GetString(files[$"{folder}/requests.txt"]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.AreEqual(files.Keys.Count(f => f.StartsWith(folder, StringComparison.Ordinal)) - 1, requests.Length);
            foreach (var request in requests)
                Assert.IsTrue(files.ContainsKey($"{folder}/{request.Split(" < ")[1].Split(' ')[0]}"), request);
            Assert.IsTrue(RoleFiles.Names.All(r => files.ContainsKey($"{folder}/roles/{r}.json")));
        }
    }
}
