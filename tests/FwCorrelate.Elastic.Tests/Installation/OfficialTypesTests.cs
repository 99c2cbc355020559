// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using Elastic.Clients.Elasticsearch;
using Elastic.Clients.Elasticsearch.Cluster;
using Elastic.Clients.Elasticsearch.IndexManagement;
using Elastic.Clients.Elasticsearch.Ingest;
using Elastic.Clients.Elasticsearch.QueryDsl;
using Elastic.Clients.Elasticsearch.Security;
using Elastic.Transport;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Elastic.Queries;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Tests.Installation;

/// <summary>
/// What is sent as JSON, read by the official client's types and written again: they hold all of it, so that nothing in it is unknown to
/// Elasticsearch's own model. The notations that they change are the only differences (decision 0001).
/// </summary>
[TestClass]
public sealed class OfficialTypesTests
{
    private static readonly Serializer Types = new ElasticsearchClient(new Uri("http://127.0.0.1:9")).ElasticsearchClientSettings.RequestResponseSerializer;

    public static IEnumerable<object[]> Products => [[EngineProduct.Elasticsearch], [EngineProduct.OpenSearch]];

    [TestMethod]
    [DynamicData(nameof(Products))]
    public void Assets_ReadAndWrittenByTheTypes_LoseNothing(EngineProduct product)
    {
        foreach (var asset in InstallSet.All(ShippedPipelines.Set, "90d"))
        {
            if (asset.Marked(EngineFeatures.Usual(product)) is not { } ours)
                continue;
            var written = asset.Kind switch
            {
                AssetKind.IngestPipeline => Again<PutPipelineRequest>(ours),
                AssetKind.ComponentTemplate => Again<PutComponentTemplateRequest>(ours),
                _ => Again<PutIndexTemplateRequest>(ours),
            };
            AreEqual(ours, written, asset.Path);
        }
    }

    [TestMethod]
    public void Roles_ReadAndWrittenByTheTypes_LoseNothing()
    {
        foreach (var role in RoleFiles.Names)
        {
            var ours = JsonNode.Parse(RoleFiles.Of(EngineProduct.Elasticsearch, role))!;
            AreEqual(ours, Again<RoleDescriptor>(ours), role);
        }
    }

    [TestMethod]
    public void Queries_ReadAndWrittenByTheTypes_LoseNothing()
    {
        JsonObject[] queries =
        [
            QueryDsl.Everything, QueryDsl.Nothing, QueryDsl.Term("event.kind", "pipeline_error"), QueryDsl.Terms("source.ip", ["10.0.0.0/8", "192.0.2.1"]),
            QueryDsl.Not(QueryDsl.Exists("_ignored")), QueryDsl.Range("destination.port", 1, 32_767), QueryDsl.Range("event.start", "2026-01-01T00:00:00Z", null),
            QueryDsl.All([QueryDsl.Term("a", "b"), QueryDsl.Any([QueryDsl.Exists("c"), QueryDsl.Not(QueryDsl.Exists("d"))])]),
            JsonNode.Parse("""{"bool":{"filter":[{"term":{"_index":"x"}},{"ids":{"values":["1","2"]}}]}}""")!.AsObject(),
        ];
        foreach (var query in queries)
            AreEqual(query, Again<Query>(query), query.ToJsonString());
    }

    /// <summary>So that the three above cannot pass because the types take everything.</summary>
    [TestMethod]
    public void Types_OfAnUnknownOption_DoNotHoldIt()
    {
        var unknown = JsonNode.Parse("""{"processors":[{"set":{"field":"x","value":"y","no_such_option":"z"}}]}""")!;
        Assert.Throws<Exception>(() => AreEqual(unknown, Again<PutPipelineRequest>(unknown), "unknown"));
    }

    private static JsonNode Again<T>(JsonNode ours)
    {
        using var read = new MemoryStream(Encoding.UTF8.GetBytes(ours.ToJsonString()));
        var value = Types.Deserialize<T>(read);
        using var written = new MemoryStream();
        Types.Serialize(value, written);
        return JsonNode.Parse(written.ToArray())!;
    }

    private static void AreEqual(JsonNode ours, JsonNode written, string what)
    {
        var (left, right) = (Leaves(ours), Leaves(written));
        var lost = left.Where(l => !right.Contains(l)).ToArray();
        var added = right.Where(r => !left.Contains(r) && !r.EndsWith(".type=object", StringComparison.Ordinal)).ToArray();
        Assert.IsEmpty(lost.Concat(added), $"{what}: lost {string.Join("; ", lost.Take(5))}, added {string.Join("; ", added.Take(5))}");
    }

    // Scripts as text or under "source", one value alone or in a list, flags as text, term queries in their long form: one and the same to
    // both engines.
    private static HashSet<string> Leaves(JsonNode node)
    {
        var leaves = new HashSet<string>(StringComparer.Ordinal);
        Add(node, string.Empty);
        return leaves;

        void Add(JsonNode? node, string path)
        {
            switch (node)
            {
                case JsonObject { Count: > 0 } members:
                    foreach (var (name, value) in members)
                        Add(value, name is "source" && path.EndsWith(".if", StringComparison.Ordinal) ? path : name is "value" && path.Contains(".term.", StringComparison.Ordinal) ? path : $"{path}.{name}");
                    break;
                case JsonArray { Count: > 0 } list:
                    foreach (var item in list)
                        Add(item, path);
                    break;
                default:
                    leaves.Add($"{path}={(node is JsonObject or JsonArray ? string.Empty : node?.ToString())}");
                    break;
            }
        }
    }
}
