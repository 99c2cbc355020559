// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Kibana;
using FwCorrelate.Elastic.Kibana.Package;
using FwCorrelate.Service.Pipelines;

namespace FwCorrelate.Elastic.Tests.Kibana.Lint;

/// <summary>The lint is only worth something if it fails on what is broken: each rule is tried on a package that breaks it alone.</summary>
[TestClass]
public sealed class PackageLintTests
{
    private const string Flow = "data_stream/flow";
    private const string Pipeline = Flow + "/elasticsearch/ingest_pipeline/default.json";
    private const string Dashboard = "kibana/dashboard/fwcorrelate-overview.json";
    private const string Search = "kibana/search/fwcorrelate-denied-egress.json";
    private const string Rule = "kibana/security_rule/0e4b7a52-6a5c-4f1c-9f43-3b8e0f7f6d21_2.json";
    private static readonly PackageFiles Good = PackageFiles.Of(IntegrationPackage.Zip(KibanaSource.Shipped, [SampleStream.Flow], "0.1.0"));

    public static IEnumerable<object[]> Broken =>
    [
        Case("required-file", p => p.With("docs/README.md", (string?)null)),
        Case("required-file", p => p.With("changelog.yml", (string?)null)),
        Case("top-level", p => p.With("notes.txt", "")),
        Case("docs", p => p.With("docs/picture.svg", "")),
        Case("no-dev", p => p.With(Flow + "/_dev/test/pipeline/test-a.log", "")),
        Case("root-folder", p => p.Replacing("manifest.yml", "version: 0.1.0", "version: 0.1.1")),
        Case("limit-files", p => p.WithEmpty(Enumerable.Range(0, PackageLint.MaximumFiles).Select(i => $"img/{i}.png"))),
        Case("limit-file-size", p => p.With(Pipeline, new byte[PackageLint.MaximumPipelineBytes + 1].Select(_ => (byte)' ').Concat("{}"u8.ToArray()).ToArray())),
        Case("limit-file-size", p => p.With("manifest.yml", p.Text("manifest.yml") + new string('#', PackageLint.MaximumConfigurationBytes))),
        Case("limit-data-streams", p => p.WithEmpty(Enumerable.Range(0, 501).Select(i => $"data_stream/s{i}/sample_event.json"))),
        Case("limit-fields", p => p.With(Flow + "/fields/more.yml", string.Concat(Enumerable.Range(0, 2_048).Select(i => $"- name: f{i}\n  type: long\n")))),
        .. new[] { "format_version", "title", "description", "version", "type" }
            .Select(k => Case("manifest-required", p => p.Replacing("manifest.yml", $"{k}: ", $"x_{k}: "))),
        Case("manifest-type", p => p.Replacing("manifest.yml", "type: integration", "type: content")),
        Case("manifest-name", p => p.Replacing("manifest.yml", "name: fwcorrelate", "name: FwCorrelate")),
        Case("manifest-version", p => p.Replacing("manifest.yml", "version: 0.1.0", "version: v1")),
        Case("manifest-format", p => p.Replacing("manifest.yml", "format_version: 3.6.0", "format_version: 2.0.0")),
        Case("manifest-owner", p => p.Replacing("manifest.yml", "type: community", "type: nobody")),
        Case("manifest-licence", p => p.Replacing("manifest.yml", "license: Apache-2.0", "license: MIT")),
        Case("manifest-kibana", p => p.Replacing("manifest.yml", "^8.19.0 || ^9.0.0", "latest")),
        Case("manifest-category", p => p.Replacing("manifest.yml", "- network_security", "- crm")),
        Case("capability", p => p.Replacing("manifest.yml", "- security\nsource", "- observability\nsource")),
        Case("changelog", p => p.With("changelog.yml", "version: 0.1.0\n")),
        Case("changelog-version", p => p.Replacing("changelog.yml", "0.1.0", "0.0.9")),
        Case("changelog-version", p => p.With("changelog.yml", p.Text("changelog.yml") + p.Text("changelog.yml"))),
        Case("changelog-change", p => p.Replacing("changelog.yml", "type: enhancement", "type: better")),
        Case("changelog-change", p => p.Replacing("changelog.yml", "link:", "at:")),
        Case("data-stream-name", p => p.With("data_stream/integration/manifest.yml", "title: x\n")),
        Case("data-stream-name", p => p.With("data_stream/Flow/manifest.yml", "title: x\n")),
        Case("data-stream-manifest", p => p.Replacing(Flow + "/manifest.yml", "title:", "name:")),
        Case("data-stream-layout", p => p.With(Flow + "/mapping.json", "{}")),
        Case("required-field", p => p.Replacing(Flow + "/fields/base-fields.yml", "\"@timestamp\"", "\"@time\"")),
        Case("required-field", p => p.Replacing(Flow + "/fields/base-fields.yml", "constant_keyword", "keyword")),
        Case("unique-field", p => p.With(Flow + "/fields/more.yml", "- name: source.ip\n  type: ip\n")),
        Case("field-name", p => p.With(Flow + "/fields/more.yml", "- name: source..ip\n  type: ip\n")),
        Case("lifecycle", p => p.With(Flow + "/lifecycle.yml", "data_retention: long\n")),
        Case("lifecycle", p => p.With(Flow + "/elasticsearch/ilm/other.json", "{}")),
        .. BrokenPipelines, .. BrokenObjects,
    ];

    private static IEnumerable<object[]> BrokenPipelines =>
    [
        Case("pipeline-dashes", p => p.With(Flow + "/elasticsearch/ingest_pipeline/more.yml", "processors: []\n")),
        Case("pipeline-key", p => p.Replacing(Pipeline, "\"description\"", "\"version\"")),
        .. new[] { "enrich", "reroute", "set_security_user", "geo_grid" }.Select(t => Case("processor", p => p.Replacing(Pipeline, "\"lowercase\"", $"\"{t}\""))),
        Case("pipeline-tag", p => p.Replacing(Pipeline, "\"tag\": \"name_transport\"", "\"tag\": \"\"")),
        Case("pipeline-tag", p => p.Replacing(Pipeline, "\"tag\": \"name_transport\"", "\"label\": \"\"")),
        Case("pipeline-tag", p => p.Replacing(Pipeline, "\"tag\": \"name_transport\"", "\"tag\": \"keep_original\"")),
        Case("pipeline-on-failure", p => p.Replacing(Pipeline, "\"pipeline_error\"", "\"event\"")),
        .. new[] { "_processor_type", "_processor_tag", "_message", ".pipeline" }
            .Select(t => Case("pipeline-on-failure", p => p.Replacing(Pipeline, (t[0] == '_' ? "on_failure" : "_ingest") + t + "}", "x}"))),
        Case("event-original", p => p.Replacing(Pipeline, "ctx.event?.original == null", "true")),
        Case("event-original", p => p.Replacing(Pipeline, "ctx.event?.original != null", "true")),
        Case("event-original", p => p.Replacing(Pipeline, "\"ignore_missing\": true", "\"ignore_missing\": false")),
        Case("pipeline-call", p => p.Replacing(Pipeline, "IngestPipeline 'other'", "IngestPipeline 'lost'")),
        Case("pipeline-call", p => p.Replacing(Pipeline, "{{ IngestPipeline 'other' }}", "fwcorrelate-other")),
    ];

    private static IEnumerable<object[]> BrokenObjects =>
    [
        Case("kibana-file", p => p.With("kibana/search/denied.json", p.Text(Search).Replace("fwcorrelate-denied-egress", "denied", StringComparison.Ordinal))),
        Case("kibana-file", p => p.With("kibana/search/fwcorrelate-x-ecs.json", p.Text(Search).Replace("fwcorrelate-denied-egress", "fwcorrelate-x-ecs", StringComparison.Ordinal))),
        Case("kibana-file", p => p.With("kibana/other/fwcorrelate-x.json", """{"id":"fwcorrelate-x","type":"other"}""")),
        Case("kibana-id", p => p.Replacing(Search, "\"id\": \"fwcorrelate-denied-egress\"", "\"id\": \"fwcorrelate-denied\"")),
        Case("kibana-type", p => p.Replacing(Search, "\"type\": \"search\"", "\"type\": \"lens\"")),
        Case("kibana-rule-id", p => p.Replacing(Rule, "\"rule_id\": \"0e4b7a52", "\"rule_id\": \"1e4b7a52")),
        Case("kibana-reference", p => p.With("kibana/index_pattern/fwcorrelate-records.json", (string?)null)),
        Case("kibana-reference", p => p.With("kibana/search/fwcorrelate-incidents-to-triage.json", (string?)null)),
        Case("panel-by-value", p => p.With(Dashboard, Edited(p, d => d["references"]!.AsArray()
            .Add(new JsonObject { ["name"] = "1:panel_1", ["type"] = "lens", ["id"] = "fwcorrelate-lens" })))),
        Case("legacy-visualization", p => p.With(Dashboard, Edited(p, d => EditPanels(d, panels => panels[0]!["type"] = "visualization")))),
        Case("dashboard-filter", p => p.With(Dashboard, Edited(p, d => EditPanels(d, panels => panels[0]!["embeddableConfig"]!["attributes"]!["state"]!["filters"] = new JsonArray())))),
    ];

    [TestMethod]
    public void Check_OfTheShippedObjects_FindsNothing() => Assert.AreEqual("", string.Join('\n', PackageLint.Check(Good)));

    [TestMethod]
    public void Check_OfTheStore_FindsNothing()
    {
        var package = PackageFiles.Of(IntegrationPackage.Zip(KibanaSource.Shipped, StoreStreams.Of(ShippedPipelines.Set, "90d"), "0.1.0"));
        Assert.AreEqual("", string.Join('\n', PackageLint.Check(package)));
        Assert.AreSequenceEqual(["alert", "attribution", "flow", "tool_call"], package.DataStreams.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    [DynamicData(nameof(Broken))]
    public void Check_OfABrokenPackage_NamesTheRule(string rule, object broken)
    {
        var findings = PackageLint.Check(((Func<PackageFiles, PackageFiles>)broken)(Good));
        Assert.Contains(rule, findings.Select(f => f.Rule), string.Join('\n', findings.Take(5)));
    }

    [TestMethod]
    public void Check_DashboardFilter_StandsForThePanels()
    {
        var withFilter = Edited(Good, d =>
        {
            EditPanels(d, panels => panels[0]!["embeddableConfig"]!["attributes"]!["state"]!["filters"] = new JsonArray());
            d["attributes"]!["kibanaSavedObjectMeta"]!["searchSourceJSON"] = """{"filter":[{"query":{"exists":{"field":"data_stream.dataset"}}}]}""";
        });
        Assert.AreEqual("", string.Join('\n', PackageLint.Check(Good.With(Dashboard, withFilter))));
    }

    private static object[] Case(string rule, Func<PackageFiles, PackageFiles> broken) => [rule, broken];

    private static string Edited(PackageFiles package, Action<JsonObject> edit)
    {
        var dashboard = package.Node(Dashboard)!.AsObject();
        edit(dashboard);
        return dashboard.ToJsonString();
    }

    private static void EditPanels(JsonObject dashboard, Action<JsonArray> edit)
    {
        var panels = KibanaLint.Embedded(dashboard["attributes"]!["panelsJSON"])!.AsArray();
        edit(panels);
        dashboard["attributes"]!["panelsJSON"] = panels.ToJsonString();
    }
}
