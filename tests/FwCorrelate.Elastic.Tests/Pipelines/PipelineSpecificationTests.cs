// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Tests.Pipelines;

[TestClass]
public sealed class PipelineSpecificationTests
{
    private const string Request = "ingest.put_pipeline";

    [TestMethod]
    public void Pipelines_AgainstElasticsSpecification_HaveNoProblem()
    {
        var specification = Specification.Open();
        foreach (var asset in ShippedPipelines.Set.Assets)
        {
            if (asset.Marked(EngineFeatures.Usual(EngineProduct.Elasticsearch)) is { } body)
                Assert.IsEmpty(specification.Problems(Request, body), asset.Name);
        }
    }

    [TestMethod]
    [DataRow("""{"processors":[{"scrip":{"source":"x"}}]}""", DisplayName = "unknown processor")]
    [DataRow("""{"processors":[{"set":{"value":"x"}}]}""", DisplayName = "missing option")]
    [DataRow("""{"processors":[{"set":{"field":"a","value":1,"overwrite":true}}]}""", DisplayName = "unknown option")]
    [DataRow("""{"processors":[{"pipeline":{"name":"a","ignore_missing_pipeline":"yes"}}]}""", DisplayName = "wrong type")]
    [DataRow("""{"processors":[{"script":{"lang":"painless","params":[1]}}]}""", DisplayName = "list for a map")]
    [DataRow("""{"processors":[{"drop":{},"fail":{"message":"x"}}]}""", DisplayName = "two processors in one")]
    [DataRow("""{"procesors":[]}""", DisplayName = "unknown member")]
    public void WrongBody_AgainstElasticsSpecification_HasAProblem(string body) =>
        Assert.IsNotEmpty(Specification.Open().Problems(Request, JsonNode.Parse(body)!));
}
