// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Engines.Kibana;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Engines.Reading;

/// <summary>An investigation of an index says what that of the files says.</summary>
[TestClass]
public sealed class IndexInvestigationTests
{
    // Messages of the traces, which tell the origin of a destination, are in no index.
    private static readonly string[] Origin = ["file", "line", "offset", "origin", "origin_reason", "origin_first", "said_before"];

    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    [DataRow(EngineProduct.OpenSearch, "aws")]
    [DataRow(EngineProduct.OpenSearch, "rome")]
    [DataRow(EngineProduct.Elasticsearch, "aws")]
    [DataRow(EngineProduct.Elasticsearch, "rome")]
    public async Task Investigate_FilesAndIndexWithAndWithoutPushdown_GiveTheSame(EngineProduct product, string scenario)
    {
        var server = await EngineServer.OfAsync(product);
        using var engine = await server.ConnectAsync(TestContext.CancellationToken);
        using var stored = await StoredScenario.StoreAsync(engine, scenario, TestContext.CancellationToken);

        // What is not fetched tells nothing of clocks: results are the same where the case states them.
        string[] clocks = scenario == "aws" ? ["--clock-offset", "aws-vpc-flow=0s"]
            : [.. new[] { "nat-border", "internet-border", "vpc-border", "ips", "flows" }.SelectMany(s => new[] { "--clock-offset", $"{s}=0s" })];
        var (files, _) = Investigate(Path.Combine(Repository.Root, "fixtures", "scenarios", scenario), clocks);
        var (all, allLedger) = Investigate(stored.Path, ["--elastic-url", server.Url, "--no-pushdown", .. clocks]);
        var (few, fewLedger) = Investigate(stored.Path, ["--elastic-url", server.Url, .. clocks]);

        CollectionAssert.AreEqual(Named(files), Named(all));
        if (scenario == "aws")
            CollectionAssert.AreEqual(files, all);

        // Verdicts may rest on connections that stayed in the index: what is named never does.
        CollectionAssert.AreEqual(Named(files), Named(few));
        Assert.AreEqual(0, NumberOf(allLedger, "not_fetched"));
        Assert.IsGreaterThan(0, NumberOf(fewLedger, "not_fetched"));
        Assert.AreEqual(NumberOf(allLedger, "read"), NumberOf(fewLedger, "read"));
        Assert.AreEqual(NumberOf(allLedger, "matched"), NumberOf(fewLedger, "matched"));
        Assert.AreEqual(
            NumberOf(fewLedger, "read"),
            NumberOf(fewLedger, "parsed") + NumberOf(fewLedger, "rejected") + NumberOf(fewLedger, "ignored") + NumberOf(fewLedger, "not_fetched"));
    }

    [TestMethod]
    [Timeout(TestLimits.Hangs, CooperativeCancellation = true)]
    public async Task Investigate_NoSuchIndexOrNoEngine_EndsWithItsCode()
    {
        var server = await EngineServer.OpenSearchAsync();

        var absent = ProgramRun.Of("investigate", "--logs", "elastic:no-such-index", "--elastic-url", server.Url);
        Assert.AreEqual(3, absent.Code, "as a file glob that matches nothing");
        Assert.Contains("no-such-index", absent.Error);

        var unmatched = ProgramRun.Of("investigate", "--logs", "elastic:no-such-*", "--elastic-url", server.Url);
        Assert.AreEqual(3, unmatched.Code);
        Assert.Contains("no-such-*", unmatched.Error);

        var silent = ProgramRun.Of("investigate", "--logs", "elastic:logs", "--elastic-url", "http://127.0.0.1:9");
        Assert.AreEqual(5, silent.Code);

        var unnamed = ProgramRun.Of("investigate", "--logs", "elastic:");
        Assert.AreEqual(3, unnamed.Code);
        Assert.Contains("names no index", unnamed.Error);
    }

    private static (List<string> Results, JsonElement Ledger) Investigate(string folder, params string[] more)
    {
        var output = Directory.CreateTempSubdirectory("fwcorrelate-results-").FullName;
        try
        {
            var run = ProgramRun.Of(["investigate", folder, "--out", output, "--force", "--quiet", "--format", "csv", .. more]);
            Assert.AreEqual(0, run.Code, run.Error);
            using var ledger = JsonDocument.Parse(File.ReadAllText(Path.Combine(output, "ledger.json")));
            Assert.IsTrue(ledger.RootElement.GetProperty("adds_up").GetBoolean());
            var lines = new[] { "incidents.jsonl", "attributions.jsonl" }.SelectMany(f => File.ReadLines(Path.Combine(output, f)));
            return ([.. lines.Select(l => WithoutOrigin(JsonNode.Parse(l)!).ToJsonString())], ledger.RootElement.Clone());
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    private static List<string> Named(IEnumerable<string> results) => [.. results.Select(r => JsonNode.Parse(r)!["fwcorrelate"]?["attribution"]?["tool_call_id"]?.ToString() ?? "")];

    private static long NumberOf(JsonElement ledger, string counter) => ledger.TryGetProperty(counter, out var number) ? number.GetInt64() : -1;

    private static JsonNode WithoutOrigin(JsonNode node) => node switch
    {
        JsonObject members => new JsonObject(members.Where(m => !Origin.Contains(m.Key)).OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : WithoutOrigin(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(i => i is null ? null : WithoutOrigin(i))]),
        _ => node.DeepClone(),
    };
}
