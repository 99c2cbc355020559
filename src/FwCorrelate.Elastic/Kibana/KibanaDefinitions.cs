// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace FwCorrelate.Elastic.Kibana;

/// <summary>A set of indices that Kibana searches as one.</summary>
/// <param name="Title">The index pattern.</param>
/// <param name="ScopeField">The field that all its documents have; every panel of a dashboard carries that as a filter.</param>
/// <param name="Formats">Kibana's field formats by field, such as <c>bytes</c>.</param>
public sealed record DataView(
    string Title, string Name, string TimeField, string ScopeField, IReadOnlyDictionary<string, string>? Formats = null)
{
    /// <summary>The name of its file, by which searches and panels refer to it.</summary>
    [JsonIgnore]
    public string Key { get; init; } = "";

    [JsonIgnore]
    public string Id => KibanaObjects.IdOf(Key);
}

/// <summary>A saved search of Discover.</summary>
/// <param name="Answers">The question that it answers, for its description and the documentation.</param>
/// <param name="Query">In Kibana's query language, KQL.</param>
/// <param name="Sort">Pairs of field and direction.</param>
public sealed record SavedSearch(
    string Title, string Answers, string DataView, string Query, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Sort)
{
    /// <inheritdoc cref="DataView.Key"/>
    [JsonIgnore]
    public string Key { get; init; } = "";

    [JsonIgnore]
    public string Id => KibanaObjects.IdOf(Key);
}

public sealed record Dashboard(string Title, string Answers, IReadOnlyList<Panel> Panels)
{
    /// <inheritdoc cref="DataView.Key"/>
    [JsonIgnore]
    public string Key { get; init; } = "";

    [JsonIgnore]
    public string Id => KibanaObjects.IdOf(Key);
}

/// <summary>A panel of a dashboard: a Lens chart by value, or a saved search by reference.</summary>
/// <param name="Kind"><c>metric</c>, <c>bars</c> (over time), <c>table</c> or <c>search</c>.</param>
/// <param name="At">Column, row, width and height on a grid of 48 columns.</param>
/// <param name="Search">The saved search, for the kind of that name.</param>
public sealed record Panel(
    string Title, string Kind, IReadOnlyList<int> At, string DataView = "", string Query = "", string Search = "",
    IReadOnlyList<PanelRow>? Rows = null, IReadOnlyList<PanelMetric>? Metrics = null, PanelOrder? Order = null);

/// <summary>A break-down by the commonest values of a field.</summary>
/// <param name="Size">How many values.</param>
/// <param name="Missing">Whether documents without the field make a row; for fields of text only, since Lens has none for numbers and
/// addresses.</param>
public sealed record PanelRow(string Label, string Field, int Size, bool Missing = false);

/// <summary>
/// How the values of the first break-down are ordered, and which are left out beyond its size; by default by the first metric, highest
/// first.
/// </summary>
/// <param name="By">The label of a metric.</param>
public sealed record PanelOrder(string By, bool Ascending);

/// <param name="Operation"><c>count</c>, <c>sum</c>, <c>max</c> or <c>unique_count</c>.</param>
public sealed record PanelMetric(string Label, string Operation, string? Field = null);

/// <summary>
/// A rule of Kibana's detection engine, in the words of its API (<c>POST /api/detection_engine/rules</c>), but for <c>data_view</c>:
/// the data view that it reads, in place of <c>index</c>.
/// </summary>
public sealed class DetectionRule(JsonObject definition)
{
    private const string ViewKey = "data_view";

    public string RuleId => Text("rule_id");

    public string Name => Text("name");

    public string Description => Text("description");

    public string Query => Text("query");

    public string DataView => Text(ViewKey);

    public int Version => (int)(definition["version"] ?? throw Missing("version"));

    /// <summary>The rule as the API takes it.</summary>
    internal JsonObject For(DataView view)
    {
        var rule = (JsonObject)definition.DeepClone();
        rule.Remove(ViewKey);
        rule["index"] = new JsonArray([.. view.Title.Split(',').Select(p => (JsonNode)p)]);
        return rule;
    }

    private string Text(string key) => (string?)definition[key] ?? throw Missing(key);

    private static InvalidDataException Missing(string key) => new($"Kibana/Source/rules: a rule has no '{key}'.");
}
