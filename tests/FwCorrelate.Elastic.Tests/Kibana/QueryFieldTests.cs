// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;
using FwCorrelate.Elastic.Kibana;
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Tests.Kibana;

/// <summary>
/// Every field that is shipped to Kibana is in the field table, for the documents that its data view has, with a type that fits its use.
/// </summary>
[TestClass]
public sealed partial class QueryFieldTests
{
    private static readonly KibanaSource Source = KibanaSource.Shipped;
    private static readonly string[] Numbers = ["long", "float", "date"];

    [TestMethod]
    public void Searches_Fields_AreInTheFieldTable()
    {
        foreach (var search in Source.Searches)
        {
            var fields = FieldsOf(search.DataView);
            foreach (var field in NamesIn(search.Query).Concat(search.Columns))
                Assert.Contains(field, fields.Keys, $"{search.Key}: {search.DataView} has no {field}");
            foreach (var field in NamesIn(search.Query))
                Assert.AreNotEqual("unindexed", fields[field], $"{search.Key}: {field} cannot be searched");
            foreach (var sort in search.Sort)
                Assert.IsTrue(IsAggregatable(fields[sort[0]]) && sort[1] is "asc" or "desc", $"{search.Key}: nothing is sorted by {sort[0]}");
        }
    }

    [TestMethod]
    public void Panels_Fields_CanBeAggregated()
    {
        foreach (var panel in Source.Dashboards.SelectMany(d => d.Panels).Where(p => p.Kind != "search"))
        {
            var fields = FieldsOf(panel.DataView);
            foreach (var field in NamesIn(panel.Query))
                Assert.Contains(field, fields.Keys, $"{panel.Title}: {panel.DataView} has no {field}");
            foreach (var row in panel.Rows ?? [])
            {
                Assert.IsTrue(IsAggregatable(fields[row.Field]), $"{panel.Title}: {row.Field}");
                Assert.AreEqual(row.Field.EndsWith(".ip", StringComparison.Ordinal) ? "ip" : "keyword", fields[row.Field], $"{panel.Title}: Lens is told another type");
                Assert.IsTrue(!row.Missing || fields[row.Field] == "keyword", $"{panel.Title}: Lens counts missing values of text only, not of {row.Field}");
            }

            foreach (var metric in panel.Metrics!.Where(m => m.Field is not null))
            {
                var type = fields[metric.Field!];
                Assert.IsTrue(metric.Operation switch { "sum" => type is "long" or "float", "max" => Numbers.Contains(type), _ => IsAggregatable(type) }, $"{panel.Title}: {metric.Label}");
                var isTime = (string?)LensChart.Of(panel, Source.View(panel.DataView))["state"]!["datasourceStates"]!["formBased"]!["layers"]!["layer"]!["columns"]!
                    .AsObject().Select(c => c.Value!).Single(c => (string?)c["label"] == metric.Label)["dataType"] == "date";
                Assert.AreEqual(metric.Operation == "max" && type == "date", isTime, $"{panel.Title}: {metric.Label}");
            }
        }
    }

    [TestMethod]
    public void Rule_Fields_AreInTheFieldTable()
    {
        foreach (var rule in Source.Rules)
        {
            var fields = FieldsOf(rule.DataView);
            var body = rule.For(Source.View(rule.DataView));
            var mapped = new[] { "severity_mapping", "risk_score_mapping" }.SelectMany(k => body[k]!.AsArray()).Select(m => (string)m!["field"]!);
            foreach (var field in NamesIn(rule.Query).Concat(mapped).Append((string)body["rule_name_override"]!).Append((string)body["timestamp_override"]!))
                Assert.Contains(field, fields.Keys);
        }
    }

    [TestMethod]
    public void DataViews_ScopeAndFormats_AreInTheFieldTable()
    {
        foreach (var view in Source.DataViews)
        {
            var fields = FieldsOf(view.Key);
            Assert.AreEqual("date", fields[view.TimeField]);
            Assert.Contains(view.ScopeField, fields.Keys);
            foreach (var field in view.Formats?.Keys ?? [])
                Assert.AreEqual("long", fields[field]);
        }
    }

    [TestMethod]
    public void NamesIn_AQuery_AreItsFields() =>
        Assert.AreSequenceEqual(["a.b", "@timestamp", "c"], NamesIn("""a.b: "x: y" and not (@timestamp >= 3 or c: ("p" or "q"))"""));

    // What a data view has in all of its documents' streams: a field that only some have is found in those.
    private static Dictionary<string, string> FieldsOf(string view)
    {
        var streams = Source.View(view).Title.Split(',').SelectMany(p => p switch
        {
            StoreName.IncidentAlias => ["incident"],
            "logs-fwcorrelate.*" => StoreName.Streams,
            _ => StoreName.Streams.Where(s => StoreName.StreamPattern(s) == p),
        }).ToArray();
        Assert.IsNotEmpty(streams, $"the data view {view} is on no index of ours");
        return StoreField.Common.Concat(streams.SelectMany(StoreField.Of)).DistinctBy(f => f.Name).ToDictionary(f => f.Name, f => f.Type);
    }

    private static bool IsAggregatable(string type) => type is not ("text" or "unindexed");

    private static IEnumerable<string> NamesIn(string query) => FieldName().Matches(QuotedText().Replace(query, "\"\"")).Select(m => m.Groups[1].Value);

    [GeneratedRegex("\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex QuotedText();

    [GeneratedRegex(@"([A-Za-z_@][A-Za-z0-9_@.]*)\s*(?::|>=|<=|>|<)")]
    private static partial Regex FieldName();
}
