// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Pipelines;
using FwCorrelate.Elastic.Store;
using FwCorrelate.Ingestion;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Tests.Pipelines;

/// <summary>What package-spec 3.6 and the engines ask of a pipeline.</summary>
[TestClass]
public sealed class PipelineRulesTests
{
    // package-spec: spec/integration/elasticsearch/pipeline.spec.yml, of which these exist in both engines with the same options.
    private static readonly string[] Allowed = ["script", "drop", "pipeline", "set"];

    private static IEnumerable<(IngestPipeline Pipeline, EngineProduct Product, JsonObject Body)> Bodies =>
        from pipeline in ShippedPipelines.Set.All
        from product in Enum.GetValues<EngineProduct>()
        select (pipeline, product, pipeline.Body(product));

    [TestMethod]
    public void Processors_EachHaveATagOfTheirOwn()
    {
        foreach (var (pipeline, _, body) in Bodies)
        {
            var tags = Processors(body).Select(p => (string?)p.Value!["tag"]).ToList();
            Assert.IsTrue(tags.All(t => !string.IsNullOrEmpty(t)), pipeline.Name);
            CollectionAssert.AllItemsAreUnique(tags, pipeline.Name);
        }
    }

    [TestMethod]
    public void Processors_AreOfKindsThatBothEnginesHave()
    {
        foreach (var (pipeline, product, body) in Bodies)
        {
            Assert.IsTrue(Processors(body).All(p => Allowed.Contains(p.Key)), pipeline.Name);
            var missing = Processors(body).Any(p => p.Value!["ignore_missing_pipeline"] is not null);
            Assert.AreEqual(product == EngineProduct.Elasticsearch && pipeline.Format is not null, missing, pipeline.Name);
        }
    }

    [TestMethod]
    public void Failure_OfAnyProcessor_IsKeptWithItsReason()
    {
        foreach (var (pipeline, _, body) in Bodies)
        {
            var set = body["on_failure"]!.AsArray().Select(p => p!["set"]).Where(s => s is not null).ToDictionary(s => (string)s!["field"]!, s => (string)s!["value"]!);
            Assert.AreEqual("pipeline_error", set["event.kind"], pipeline.Name);
            foreach (var name in (string[])["on_failure_processor_type", "on_failure_processor_tag", "on_failure_message", "pipeline"])
                StringAssert.Contains(set["error.message"], $"_ingest.{name}", StringComparison.Ordinal, pipeline.Name);
        }
    }

    [TestMethod]
    public void Names_SayWhoseTheyAre()
    {
        foreach (var asset in ShippedPipelines.Set.Assets)
            Assert.IsTrue(asset.Name.StartsWith(StoreName.Prefix, StringComparison.Ordinal), asset.Name);
    }

    [TestMethod]
    public void Scripts_FitIntoTheSizeThatEnginesTake()
    {
        foreach (var (pipeline, _, body) in Bodies)
        {
            foreach (var source in Processors(body).Select(p => (string?)p.Value!["source"]).OfType<string>())
                Assert.IsLessThan(PainlessScript.LongestSource, Encoding.UTF8.GetByteCount(source), pipeline.Name);
        }
    }

    [TestMethod]
    public void FieldsOfADocument_AreInTheStoresTable()
    {
        var known = StoreField.Common.Concat(StoreField.Of("flow")).Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var unknown = FlowField.Plain.Concat(FlowField.Record).Where(f => f.Value != FlowValue.VendorFields && !known.Contains(f.Name)).Select(f => f.Name);
        Assert.IsEmpty(unknown.ToList());
    }

    [TestMethod]
    public void FieldsThatFamiliesMap_AreInTheStoresTable()
    {
        var known = StoreField.Common.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var unknown =
            from table in FlowFormats.Shipped.Tables
            where table.PipelineMaker is not null
            from mapping in table.Mappings
            where !known.Contains(mapping.EcsField)
            select $"{table.Name}: {mapping.EcsField}";
        Assert.IsEmpty(unknown.ToList());
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Processors(JsonObject body) =>
        body["processors"]!.AsArray().Concat(body["on_failure"]!.AsArray()).SelectMany(p => p!.AsObject());
}
