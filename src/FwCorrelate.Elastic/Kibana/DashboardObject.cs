// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Kibana;

/// <summary>A dashboard with its Lens panels by value, so that it is one object and no panel can be changed from elsewhere.</summary>
internal static class DashboardObject
{
    private const string LensPanelType = "lens";
    private const string SearchPanelType = "search";

    public static JsonObject Of(Dashboard dashboard, KibanaSource source)
    {
        var panels = dashboard.Panels.Select((p, i) => PanelOf(p, (i + 1).ToString(CultureInfo.InvariantCulture), source)).ToArray();
        var searchSource = new JsonObject { ["query"] = KibanaObjects.Kql(""), ["filter"] = new JsonArray() };
        var attributes = new JsonObject
        {
            ["title"] = dashboard.Title,
            ["description"] = dashboard.Answers,
            ["panelsJSON"] = KibanaObjects.Text(new JsonArray([.. panels.Select(p => p.Panel)])),
            ["optionsJSON"] = KibanaObjects.Text(new JsonObject
            {
                ["useMargins"] = true,
                ["syncColors"] = true,
                ["syncCursor"] = true,
                ["hidePanelTitles"] = false
            }),
            ["timeRestore"] = true,
            ["timeFrom"] = KibanaObjects.TimeFrom,
            ["timeTo"] = "now",
            ["kibanaSavedObjectMeta"] = new JsonObject { ["searchSourceJSON"] = KibanaObjects.Text(searchSource) },
        };
        return KibanaObjects.Of(
            "dashboard", dashboard.Id, KibanaObjects.DashboardVersion, attributes, panels.SelectMany(p => p.References));
    }

    private static (JsonObject Panel, IEnumerable<JsonObject> References) PanelOf(Panel panel, string index, KibanaSource source)
    {
        if (panel.At is not [var x, var y, var width, var height])
            throw new InvalidDataException(
                $"Kibana/Source/dashboards: 'at' of the panel '{panel.Title}' is not [column, row, width, height].");
        var written = new JsonObject
        {
            ["version"] = KibanaObjects.DashboardVersion,
            ["type"] = panel.Kind == SearchPanelType ? SearchPanelType : LensPanelType,
            ["gridData"] = new JsonObject { ["x"] = x, ["y"] = y, ["w"] = width, ["h"] = height, ["i"] = index },
            ["panelIndex"] = index,
            ["title"] = panel.Title,
        };
        if (panel.Kind == SearchPanelType)
        {
            var search = source.Searches.FirstOrDefault(s => s.Key == panel.Search)
                ?? throw new InvalidDataException($"Kibana/Source/dashboards: there is no search '{panel.Search}' under searches.");
            written["embeddableConfig"] = new JsonObject { ["enhancements"] = new JsonObject() };
            written["panelRefName"] = $"panel_{index}";
            return (written, [KibanaObjects.Reference($"{index}:panel_{index}", SearchPanelType, search.Id)]);
        }

        var attributes = LensChart.Of(panel, source.View(panel.DataView));
        written["embeddableConfig"] = new JsonObject { ["enhancements"] = new JsonObject(), ["attributes"] = attributes };
        return (written, LensChart.References(source.View(panel.DataView)).Select(r => WithPrefix(r, index)));
    }

    // The dashboard repeats the references of its panels, each under the panel's index.
    private static JsonObject WithPrefix(JsonObject reference, string index)
    {
        reference["name"] = $"{index}:{(string?)reference["name"]}";
        return reference;
    }
}
