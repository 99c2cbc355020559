// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Kibana;

namespace FwCorrelate.Elastic.Engines.Kibana;

/// <summary>
/// Every query that is shipped for Kibana, through Kibana's own parser, on a real engine: the expected documents and no others.
/// </summary>
[TestClass]
public sealed class SavedSearchTests
{
    private static readonly KibanaSource Source = KibanaSource.Shipped;
    private static SearchEngine _engine = null!;
    private static RomeStore _store = null!;

    // These find only what is stored beside rome's incidents.
    private static readonly string[] NotInRome = ["behaviour-external-scan", "behaviour-token-transfer", "behaviour-credentials"];

    public TestContext TestContext { get; set; } = null!;

    [ClassInitialize]
    public static async Task StoreAsync(TestContext context)
    {
        await KqlTranslation.OfAsync([""], context.CancellationToken);
        var server = await EngineServer.OpenSearchAsync();
        _engine = await server.ConnectAsync(context.CancellationToken);
        _store = await RomeStore.StoreAsync(_engine, context.CancellationToken);
    }

    [ClassCleanup]
    public static void Disconnect() => _engine?.Dispose();

    [TestMethod]
    public async Task SavedSearches_OverRome_FindTheExpectedDocumentsAndNoOthers()
    {
        var queries = await KqlTranslation.OfAsync(Source.Searches.Select(s => s.Query), TestContext.CancellationToken);
        foreach (var (search, query) in Source.Searches.Zip(queries))
        {
            var expected = await CompareAsync(search.Key, search.DataView, query, ExpectedHits.OfSearches[search.Key]);
            TestContext.WriteLine($"{search.Key}: {expected.Count}");
            Assert.IsNotEmpty(expected, search.Key);
            if (search.DataView == "incidents")
                Assert.AreNotEqual(NotInRome.Contains(search.Key), expected.Any(id => id.StartsWith("INC-", StringComparison.Ordinal)), $"{search.Key}: the scenario changed");
        }
    }

    [TestMethod]
    public async Task Panels_OverRome_CountTheExpectedDocumentsAndNoOthers()
    {
        var panels = Source.Dashboards.Single().Panels.Where(p => p.Kind != "search").ToArray();
        var queries = await KqlTranslation.OfAsync(panels.Select(p => p.Query), TestContext.CancellationToken);
        foreach (var (panel, query) in panels.Zip(queries))
        {
            var filter = LensChart.Of(panel, Source.View(panel.DataView))["state"]!["filters"]![0]!["query"]!;
            var both = new JsonObject { ["bool"] = new JsonObject { ["filter"] = new JsonArray(query.DeepClone(), filter.DeepClone()) } };
            var expected = await CompareAsync(panel.Title, panel.DataView, both, ExpectedHits.OfPanels[panel.Title]);
            Assert.IsNotEmpty(expected, panel.Title);
            await AggregateAsync(panel, both);
        }
    }

    [TestMethod]
    public async Task DetectionRule_OverRome_PromotesOpenIncidents()
    {
        var rule = Source.Rules.Single();
        var query = (await KqlTranslation.OfAsync([rule.Query], TestContext.CancellationToken)).Single();
        Assert.IsNotEmpty(await CompareAsync(rule.Name, rule.DataView, query, ExpectedHits.OfTheRule));
    }

    private async Task<List<string>> CompareAsync(string name, string view, JsonObject query, Func<JsonObject, bool> isExpected)
    {
        var expected = _store.Documents(view).Where(d => isExpected(d.Value)).Select(d => d.Key).Order(StringComparer.Ordinal).ToList();
        var answer = await SearchAsync(view, new JsonObject { ["size"] = 10_000, ["_source"] = false, ["query"] = query.DeepClone() });
        var found = answer["hits"]!["hits"]!.AsArray().Select(h => (string)h!["_id"]!).Order(StringComparer.Ordinal).ToList();
        Assert.AreEqual(string.Join(' ', expected), string.Join(' ', found), name);
        return expected;
    }

    // Lens aggregates by what a panel names; a field that cannot be aggregated would leave the panel empty.
    private async Task AggregateAsync(Panel panel, JsonObject query)
    {
        foreach (var row in panel.Rows ?? [])
        {
            var terms = new JsonObject { ["terms"] = new JsonObject { ["field"] = row.Field, ["size"] = row.Size } };
            var answer = await SearchAsync(panel.DataView, new JsonObject { ["size"] = 0, ["query"] = query.DeepClone(), ["aggs"] = new JsonObject { ["row"] = terms } });
            Assert.IsNotEmpty(answer["aggregations"]!["row"]!["buckets"]!.AsArray(), $"{panel.Title}: {row.Field} has no value");
        }

        foreach (var metric in panel.Metrics!.Where(m => m.Operation != "count"))
        {
            var type = metric.Operation == "unique_count" ? "cardinality" : metric.Operation;
            var aggregation = new JsonObject { [type] = new JsonObject { ["field"] = metric.Field } };
            var answer = await SearchAsync(panel.DataView, new JsonObject { ["size"] = 0, ["query"] = query.DeepClone(), ["aggs"] = new JsonObject { ["metric"] = aggregation } });
            Assert.IsNotNull(answer["aggregations"]!["metric"]!["value"], $"{panel.Title}: {metric.Field} has no value");
        }
    }

    private async Task<JsonNode> SearchAsync(string view, JsonObject body)
    {
        var reply = await _engine.SendAsync(HttpMethod.Post, $"{_store.IndexOf(view)}/_search", EngineBody.Json(body), TestContext.CancellationToken);
        return JsonNode.Parse(reply.Required("search").Body.Span)!;
    }
}
