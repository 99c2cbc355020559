// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Kibana;
using FwCorrelate.Elastic.Kibana.Package;
using FwCorrelate.Elastic.Tests.Kibana.Lint;

namespace FwCorrelate.Elastic.Tests.Kibana;

[TestClass]
public sealed class KibanaObjectsTests
{
    private static readonly KibanaSource Source = KibanaSource.Shipped;

    [TestMethod]
    public void Searches_OnBehaviours_NameEveryFamilyOfTheRulePack()
    {
        var queries = string.Join('\n', Source.Searches.Where(s => s.Key.StartsWith("behaviour-", StringComparison.Ordinal)).Select(s => s.Query));
        foreach (var family in RulePack.Families)
            Assert.Contains($"\"{family}\"", queries, $"no search shows incidents of the family {family}");
    }

    [TestMethod]
    public void Readme_Searches_AreThoseOfTheSource()
    {
        var rows = Source.Searches.Select(s => $"| {s.Title} | {s.Answers} |\n");
        var readme = File.ReadAllText(Path.Combine(RulePack.Repository, "src", "FwCorrelate.Elastic", "README.md")).ReplaceLineEndings("\n");
        const string Begin = "<!-- searches: begin -->\n| saved search | what it answers |\n| --- | --- |\n", End = "<!-- searches: end -->";
        Assert.Contains(Begin + string.Concat(rows) + End, readme);
    }

    [TestMethod]
    public void ImportFile_Objects_AreInOrderWithTextWithinJson()
    {
        var known = new HashSet<(string?, string?)>();
        foreach (var item in Lines(KibanaObjects.ImportFile(Source)))
        {
            foreach (var reference in item["references"]!.AsArray())
                Assert.Contains(((string?)reference!["type"], (string?)reference["id"]), known, $"{item["id"]} is before what it refers to");
            Assert.IsTrue(known.Add(((string?)item["type"], (string?)item["id"])), $"{item["id"]} stands twice");
            Assert.AreEqual("8.8.0", (string?)item["coreMigrationVersion"]);
            Assert.IsNotNull((string?)item["typeMigrationVersion"]);
            if (item["attributes"]!["kibanaSavedObjectMeta"]?["searchSourceJSON"] is { } searchSource)
                Assert.IsInstanceOfType<JsonObject>(JsonNode.Parse((string)searchSource!));
        }
    }

    [TestMethod]
    public void ImportFile_Search_PointsAtItsDataViewByReference()
    {
        foreach (var search in Lines(KibanaObjects.ImportFile(Source)).Where(o => (string?)o["type"] == "search"))
        {
            var name = (string?)JsonNode.Parse((string)search["attributes"]!["kibanaSavedObjectMeta"]!["searchSourceJSON"]!)!["indexRefName"];
            Assert.AreEqual(name, (string?)search["references"]!.AsArray().Single()!["name"]);
        }
    }

    [TestMethod]
    public void Dashboard_References_AreThoseOfItsPanels()
    {
        var dashboard = Lines(KibanaObjects.ImportFile(Source)).Single(o => (string?)o["type"] == "dashboard");
        var panels = JsonNode.Parse((string)dashboard["attributes"]!["panelsJSON"]!)!.AsArray();
        var expected = panels.SelectMany(p => (string?)p!["panelRefName"] is { } search
            ? [$"{p["panelIndex"]}:{search}"]
            : p["embeddableConfig"]!["attributes"]!["references"]!.AsArray().Select(r => $"{p["panelIndex"]}:{r!["name"]}"));
        Assert.AreSequenceEqual(expected, dashboard["references"]!.AsArray().Select(r => (string)r!["name"]!));
    }

    [TestMethod]
    public void Dashboard_Panels_LieOnTheGridWithoutOverlap()
    {
        var taken = new HashSet<(int, int)>();
        foreach (var panel in Source.Dashboards.Single().Panels)
        {
            var (x, y, width, height) = (panel.At[0], panel.At[1], panel.At[2], panel.At[3]);
            Assert.IsTrue(x >= 0 && x + width <= 48, $"'{panel.Title}' is not on the grid");
            foreach (var cell in Enumerable.Range(x, width).SelectMany(c => Enumerable.Range(y, height).Select(r => (c, r))))
                Assert.IsTrue(taken.Add(cell), $"'{panel.Title}' covers another panel at {cell}");
        }
    }

    // Lens has a bucket for missing values of text only, and shows none where it is not told "other" too.
    [TestMethod]
    public void Panels_LensColumns_ReferToEachOther()
    {
        foreach (var panel in Source.Dashboards.Single().Panels.Where(p => p.Kind != "search"))
        {
            var chart = LensChart.Of(panel, Source.View(panel.DataView));
            var layer = chart["state"]!["datasourceStates"]!["formBased"]!["layers"]!["layer"]!;
            var columns = layer["columns"]!.AsObject().Select(c => c.Key).ToHashSet();
            Assert.AreSequenceEqual(columns, layer["columnOrder"]!.AsArray().Select(c => (string)c!));
            foreach (var column in layer["columns"]!.AsObject().Select(c => c.Value!))
            {
                if (column["params"]?["orderBy"]?["columnId"] is { } order)
                    Assert.Contains((string)order!, columns);
            }
        }
    }

    [TestMethod]
    public void RuleFile_Rule_HasWhatTheDetectionEngineAsksFor()
    {
        var rule = Lines(KibanaObjects.RuleFile(Source)).Single();
        foreach (var key in new[] { "rule_id", "name", "description", "type", "language", "query", "severity", "risk_score", "interval", "index" })
            Assert.IsNotNull(rule[key], key);
        Assert.IsNull(rule["data_view"]);
        Assert.AreEqual("now-30d", (string?)rule["from"], "an incident of last week is found when it is pushed today");
        Assert.AreEqual("""["fwcorrelate-incidents"]""", rule["index"]!.ToJsonString());
    }

    [TestMethod]
    public void Package_Twice_IsTheSameBytes()
    {
        var first = IntegrationPackage.Zip(Source, [SampleStream.Flow], "0.1.0");
        Assert.AreSequenceEqual(first, IntegrationPackage.Zip(Source, [SampleStream.Flow], "0.1.0"));
        Assert.AreEqual("fwcorrelate-0.1.0", PackageFiles.Of(first).Root);
    }

    [TestMethod]
    public void Package_Pipelines_LoseWhatThePackageFormatDoesNotKnow()
    {
        var files = PackageFiles.Of(IntegrationPackage.Zip(Source, [SampleStream.Flow], "0.1.0"));
        var pipeline = files.Node("data_stream/flow/elasticsearch/ingest_pipeline/default.json")!.AsObject();
        Assert.AreSequenceEqual(["description", "processors", "on_failure"], pipeline.Select(p => p.Key));
        Assert.AreEqual("{{ IngestPipeline 'other' }}", (string?)pipeline["processors"]!.AsArray()[^1]!["pipeline"]!["name"]);
    }

    [TestMethod]
    [DataRow("plain")]
    [DataRow("yes")]
    [DataRow("@timestamp")]
    [DataRow("a: b")]
    [DataRow("- x")]
    [DataRow("1.0")]
    [DataRow("line\nline \"quoted\" #x")]
    [DataRow("")]
    public void YamlText_Text_ReadsBackAsItself(string text)
    {
        var files = PackageFiles.Of(IntegrationPackage.Zip(Source, [SampleStream.Flow], "0.1.0"))
            .With("x.yml", YamlText.Of(new JsonObject { ["key"] = text, ["list"] = new JsonArray(text, new JsonObject { [text.Length == 0 ? "k" : text] = 1, ["b"] = new JsonArray(true) }) }));
        var read = files.Node("x.yml")!;
        Assert.AreEqual(text, (string?)read["key"]);
        Assert.AreEqual(text, (string?)read["list"]![0]);
        Assert.AreEqual("[true]", read["list"]![1]!["b"]!.ToJsonString());
    }

    private static IEnumerable<JsonObject> Lines(byte[] lines) =>
        Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonNode.Parse(l)!.AsObject());
}
