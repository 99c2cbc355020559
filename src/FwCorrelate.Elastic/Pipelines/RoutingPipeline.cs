// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Formats;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>
/// Finds the format of each record by its <see cref="LogFormat.Marks"/> and hands it to that format's pipeline. The default of the flow
/// data streams.
/// </summary>
internal static class RoutingPipeline
{
    public const string Name = "fwcorrelate-flow";

    private const string Tag = "fwcorrelate_flow";

    /// <param name="formats">Those that have a pipeline, in the order in which they are asked.</param>
    public static IngestPipeline Create(IReadOnlyList<LogFormat> formats) => new(
        Name, null,
        "FwCorrelate: flow and firewall logs of any format that is read, one record per event in message or event.original",
        new PipelineSteps(Tag, Script(), new JsonObject { ["tables"] = Tables(formats) }, [.. formats.Select(PipelineOf)]));

    private static string Script() => new PainlessScript()
        .Define("Tag", PipelineSteps.ReadTag(Tag))
        .Define("TopicMember", RecordMarks.TopicMember)
        .Define("TypeMember", RecordMarks.TypeMember)
        .Add("text", "outcome", "settings", "route", "route.main")
        .ToString();

    private static JsonObject Tables(IReadOnlyList<LogFormat> formats)
    {
        var tables = new JsonObject
        {
            ["formats"] = Pipelines(formats, f => [f.Name]),
            ["topics"] = Pipelines(formats, f => f.Marks.Topics),
            ["types"] = Pipelines(formats, f => f.Marks.Types),
            ["objects"] = Routes(formats.Where(f => f.Marks.Members.Count > 0), f =>
                [.. f.Marks.Members.Select(g => (JsonNode)Texts(g.SelectMany(Spellings)))]),
            ["carriers"] = Routes(formats.Where(f => f.Marks.Carriers.Count > 0), f => Texts(f.Marks.Carriers)),
            ["texts"] = Marks(formats, isHeader: false),
            ["lines"] = Marks(formats, isHeader: true),
            ["headers"] = Routes(formats.Where(f => f.Marks.Header.Count > 0), f => Texts(f.Marks.Header.Select(ColumnText.Bare))),
        };
        if (formats.SingleOrDefault(f => f.Marks.AreCells) is { } cells)
            tables["cells"] = PipelineOf(cells);
        return tables;
    }

    private static string PipelineOf(LogFormat format) => FamilyPipeline.NamePrefix + format.Name;

    private static JsonObject Pipelines(IEnumerable<LogFormat> formats, Func<LogFormat, IEnumerable<string>> words) =>
        new(formats.SelectMany(f => words(f).Select(w => KeyValuePair.Create(w, (JsonNode?)PipelineOf(f)))));

    private static JsonArray Routes(IEnumerable<LogFormat> formats, Func<LogFormat, JsonArray> names) =>
        [.. formats.Select(f => (JsonNode)new JsonObject { ["pipeline"] = PipelineOf(f), ["names"] = names(f) })];

    private static JsonArray Marks(IEnumerable<LogFormat> formats, bool isHeader) =>
        [.. formats.SelectMany(f => f.Marks.Texts.Where(t => t.IsHeader == isHeader).Select(t => (JsonNode)MarkOf(f, t)))];

    private static JsonObject MarkOf(LogFormat format, TextMark mark) => new()
    {
        ["pipeline"] = PipelineOf(format),
        ["start"] = mark.Start,
        ["groups"] = new JsonArray([.. mark.Groups.Select(g => (JsonNode)Texts(g))]),
        ["separator"] = mark.Separator.ToString(),
        ["separators"] = mark.Separators,
    };

    // Records are looked at in small letters.
    private static IEnumerable<string> Spellings(string column) =>
        ((IEnumerable<string>)[column, column.Replace('-', '_'), ColumnText.Bare(column)])
        .Select(n => n.ToLowerInvariant()).Distinct(StringComparer.Ordinal);

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];
}
