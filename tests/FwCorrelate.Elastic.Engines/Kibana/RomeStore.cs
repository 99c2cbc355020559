// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Engines.Kibana;

/// <summary>
/// The rome scenario in an engine, one index for each data view. Beside what the scenario gives there is, for each family of the rule pack,
/// an incident that is open, one that is suppressed and one that is superseded; and two records that no pipeline could read.
/// </summary>
internal sealed class RomeStore
{
    private static readonly string[] Families =
    [
        "beaconing", "container-escape", "credentials", "denied-egress", "dns", "exfiltration", "external-probe", "firewall-change", "inbound-login",
        "instance-metadata", "internal-login", "internal-probe", "long-connection", "messaging", "mining", "reverse-shell", "token-transfer", "tunnel", "vendor-alert",
    ];

    private readonly Dictionary<string, (string Index, IReadOnlyDictionary<string, JsonObject> Documents)> _views = [];

    /// <summary>The index of a data view.</summary>
    public string IndexOf(string view) => _views[view].Index;

    /// <summary>Ids and documents of a data view.</summary>
    public IReadOnlyDictionary<string, JsonObject> Documents(string view) => _views[view].Documents;

    public static async Task<RomeStore> StoreAsync(ISearchEngine engine, CancellationToken cancellationToken)
    {
        var scenario = Path.Combine(Repository.Root, "fixtures", "scenarios", "rome");
        var results = Directory.CreateTempSubdirectory("fwcorrelate-rome-").FullName;
        try
        {
            Run("investigate", scenario, "--out", results, "--force", "--quiet", "--format", "jsonl");
            var records = Parsed(Run("flows", Path.Combine(scenario, "logs"), "--format", "jsonl")).Concat(Unreadable()).ToArray();
            var attributions = Parsed(File.ReadAllText(Path.Combine(results, "attributions.jsonl")));
            var incidents = Parsed(File.ReadAllText(Path.Combine(results, "incidents.jsonl")));
            var store = new RomeStore();
            await store.AddAsync(engine, "incidents", ["incident"], [.. incidents, .. OfEachFamily(incidents[0])], cancellationToken);
            await store.AddAsync(engine, "attributions", ["attribution"], attributions, cancellationToken);
            await store.AddAsync(engine, "records", ["flow", "alert"], records, cancellationToken);
            await store.AddAsync(engine, "logs", StoreName.Streams, [.. records, .. attributions], cancellationToken);
            return store;
        }
        finally
        {
            Directory.Delete(results, recursive: true);
        }
    }

    private async Task AddAsync(
        ISearchEngine engine, string view, IReadOnlyList<string> streams, IReadOnlyList<JsonObject> documents, CancellationToken cancellationToken)
    {
        var index = EngineServer.Unique("kibana-" + view);
        (await engine.SendAsync(HttpMethod.Put, index, EngineBody.Json(Mapped(streams)), cancellationToken)).Required($"make {index}");
        var byId = documents.Select((d, i) => (Id: (string?)d["event"]?["id"] ?? $"{view}-{i}", Document: d)).ToDictionary(d => d.Id, d => d.Document);
        await using var writer = new BulkWriter(engine, r => Assert.Fail($"{r.Document.Id}: {r.Reason}"), TimeProvider.System);
        foreach (var (id, document) in byId)
            await writer.AddAsync(BulkDocument.Create(index, id, Encoding.UTF8.GetBytes(document.ToJsonString())), cancellationToken);
        await writer.FlushAsync(cancellationToken);
        (await engine.SendAsync(HttpMethod.Post, $"{index}/_refresh", EngineBody.None, cancellationToken)).Required($"refresh {index}");
        _views.Add(view, (index, byId));
    }

    private static string Run(params string[] arguments)
    {
        var run = ProgramRun.Of(arguments);
        Assert.AreEqual(0, run.Code, run.Error);
        return run.Output;
    }

    private static JsonObject[] Parsed(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject())];

    private static IEnumerable<JsonObject> Unreadable() => Enumerable.Range(0, 2).Select(i => new JsonObject
    {
        ["@timestamp"] = "2026-01-20T06:00:00.000000Z",
        ["event"] = new JsonObject { ["kind"] = "pipeline_error", ["original"] = $"no record {i}" },
        ["error"] = new JsonObject { ["code"] = "fwcorrelate_aws_vpc_flow_read", ["message"] = "Processor script with tag fwcorrelate_aws_vpc_flow_read failed" },
    });

    private static IEnumerable<JsonObject> OfEachFamily(JsonObject sample)
    {
        foreach (var family in Families)
        {
            foreach (var status in new[] { "open", "suppressed", "superseded" })
            {
                var incident = sample.DeepClone().AsObject();
                incident["event"]!["id"] = $"{family}-{status}";
                incident["fwcorrelate"]!["incident"]!["status"] = status;
                incident["fwcorrelate"]!["rules"] = new JsonArray(new JsonObject { ["id"] = "x", ["family"] = "other" }, new JsonObject { ["id"] = family, ["family"] = family });
                yield return incident;
            }
        }
    }

    // The mappings of the templates, so that a document that they refuse and a type that a query cannot use are found here.
    private static JsonObject Mapped(IEnumerable<string> streams)
    {
        var mapping = StoreMapping.Of(StoreField.Common.Concat(streams.SelectMany(StoreField.Of)).DistinctBy(f => f.Name));
        mapping["dynamic"] = "strict";
        return new JsonObject { ["settings"] = new JsonObject { ["number_of_replicas"] = 0 }, ["mappings"] = mapping };
    }
}
