// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Kibana;

/// <summary>The state of a Lens chart over one layer of documents (Kibana's form-based data source).</summary>
internal static class LensChart
{
    private const string Layer = "layer";
    private const string LayerReference = "indexpattern-datasource-layer-" + Layer;
    private const string FilterReference = "filter-index-pattern-0";
    private const string TimeColumn = "time";

    /// <summary>What the panel says of the data view that it reads.</summary>
    public static IEnumerable<JsonObject> References(DataView view) =>
    [
        KibanaObjects.Reference(LayerReference, "index-pattern", view.Id),
        KibanaObjects.Reference(FilterReference, "index-pattern", view.Id),
    ];

    public static JsonObject Of(Panel panel, DataView view)
    {
        var columns = Columns(panel, view);
        var layers = new JsonObject
        {
            [Layer] = new JsonObject
            {
                ["columnOrder"] = new JsonArray([.. columns.Select(c => (JsonNode)c.Key)]),
                ["columns"] = new JsonObject(columns.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value))),
                ["incompleteColumns"] = new JsonObject(),
            },
        };
        return new JsonObject
        {
            ["title"] = panel.Title,
            ["type"] = "lens",
            ["visualizationType"] = panel.Kind switch { "metric" => "lnsMetric", "bars" => "lnsXY", _ => "lnsDatatable" },
            ["references"] = new JsonArray([.. References(view)]),
            ["state"] = new JsonObject
            {
                ["query"] = KibanaObjects.Kql(panel.Query),
                ["filters"] = new JsonArray(Scope(view.ScopeField)),
                ["datasourceStates"] = new JsonObject { ["formBased"] = new JsonObject { ["layers"] = layers } },
                ["visualization"] = Visualization(panel, [.. columns.Select(c => c.Key)]),
                ["internalReferences"] = new JsonArray(),
                ["adHocDataViews"] = new JsonObject(),
            },
        };
    }

    // Break-downs first: Lens nests buckets in the order of the columns.
    private static List<KeyValuePair<string, JsonObject>> Columns(Panel panel, DataView view)
    {
        var metrics = panel.Metrics ?? throw new InvalidDataException(
            $"Kibana/Source/dashboards: the panel '{panel.Title}' has no metrics.");
        var columns = new List<KeyValuePair<string, JsonObject>>();
        var (by, direction) = Order(panel, metrics);
        columns.AddRange((panel.Rows ?? []).Select((r, i) => KeyValuePair.Create($"row{i}", TopValues(r, by, direction))));
        if (panel.Kind == "bars")
            columns.Add(KeyValuePair.Create(TimeColumn, OverTime(view.TimeField)));
        columns.AddRange(metrics.Select((m, i) => KeyValuePair.Create(MetricColumn(i), Metric(m, view, panel.Title))));
        return columns;
    }

    private static string MetricColumn(int index) => string.Create(CultureInfo.InvariantCulture, $"metric{index}");

    private static (string Column, string Direction) Order(Panel panel, IReadOnlyList<PanelMetric> metrics)
    {
        if (panel.Order is not { } order)
            return (MetricColumn(0), "desc");
        var index = metrics.Select(m => m.Label).ToList().IndexOf(order.By);
        return index >= 0
            ? (MetricColumn(index), order.Ascending ? "asc" : "desc")
            : throw new InvalidDataException(
                $"Kibana/Source/dashboards: the panel '{panel.Title}' is ordered by '{order.By}', which is none of its metrics.");
    }

    private static JsonObject TopValues(PanelRow row, string by, string direction) => new()
    {
        ["label"] = row.Label,
        ["customLabel"] = true,
        ["dataType"] = row.Field.EndsWith(".ip", StringComparison.Ordinal) ? "ip" : "string",
        ["operationType"] = "terms",
        ["sourceField"] = row.Field,
        ["isBucketed"] = true,
        ["scale"] = "ordinal",
        ["params"] = new JsonObject
        {
            ["size"] = row.Size,
            ["orderBy"] = new JsonObject { ["type"] = "column", ["columnId"] = by },
            ["orderDirection"] = direction,
            ["otherBucket"] = row.Missing,
            ["missingBucket"] = row.Missing,
            ["parentFormat"] = new JsonObject { ["id"] = "terms" },
        },
    };

    private static JsonObject OverTime(string field) => new()
    {
        ["label"] = field,
        ["dataType"] = "date",
        ["operationType"] = "date_histogram",
        ["sourceField"] = field,
        ["isBucketed"] = true,
        ["scale"] = "interval",
        ["params"] = new JsonObject { ["interval"] = "auto", ["includeEmptyRows"] = true, ["dropPartials"] = false },
    };

    private static JsonObject Metric(PanelMetric metric, DataView view, string title) => new()
    {
        ["label"] = metric.Label,
        ["customLabel"] = true,
        ["dataType"] = metric.Operation == "max" && IsTime(metric.Field, view) ? "date" : "number",
        ["operationType"] = metric.Operation,
        ["sourceField"] = metric.Operation == "count" ? "___records___"
            : metric.Field ?? throw new InvalidDataException(
                $"Kibana/Source/dashboards: '{metric.Label}' of the panel '{title}' names no field."),
        ["isBucketed"] = false,
        ["scale"] = "ratio",
        ["params"] = new JsonObject { ["emptyAsNull"] = metric.Operation != "count" },
    };

    private static bool IsTime(string? field, DataView view) =>
        field == view.TimeField || field?.EndsWith("_seen", StringComparison.Ordinal) == true;

    private static JsonObject Visualization(Panel panel, string[] columns)
    {
        var metrics = columns.Where(c => c.StartsWith("metric", StringComparison.Ordinal)).ToArray();
        return panel.Kind switch
        {
            "metric" => new JsonObject { ["layerId"] = Layer, ["layerType"] = "data", ["metricAccessor"] = metrics[0] },
            "bars" => Bars(metrics, panel.Rows is { Count: > 0 }),
            "table" => new JsonObject
            {
                ["layerId"] = Layer,
                ["layerType"] = "data",
                ["columns"] = new JsonArray([.. columns.Select(c => new JsonObject { ["columnId"] = c })]),
            },
            _ => throw new InvalidDataException(
                $"Kibana/Source/dashboards: '{panel.Kind}' of the panel '{panel.Title}' is not metric, bars, table or search."),
        };
    }

    private static JsonObject Bars(string[] metrics, bool isSplit)
    {
        var layer = new JsonObject
        {
            ["layerId"] = Layer,
            ["layerType"] = "data",
            ["seriesType"] = "bar_stacked",
            ["xAccessor"] = TimeColumn,
            ["accessors"] = new JsonArray([.. metrics.Select(m => (JsonNode)m)]),
        };
        if (isSplit)
            layer["splitAccessor"] = "row0";
        return new JsonObject
        {
            ["preferredSeriesType"] = "bar_stacked",
            ["legend"] = new JsonObject { ["isVisible"] = true, ["position"] = "right" },
            ["valueLabels"] = "hide",
            ["layers"] = new JsonArray(layer),
        };
    }

    private static JsonObject Scope(string field) => new()
    {
        ["$state"] = new JsonObject { ["store"] = "appState" },
        ["meta"] = new JsonObject
        {
            ["alias"] = null,
            ["disabled"] = false,
            ["negate"] = false,
            ["index"] = FilterReference,
            ["key"] = field,
            ["type"] = "exists",
            ["value"] = "exists",
        },
        ["query"] = new JsonObject { ["exists"] = new JsonObject { ["field"] = field } },
    };
}
