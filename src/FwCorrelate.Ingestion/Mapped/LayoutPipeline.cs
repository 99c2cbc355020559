// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using FwCorrelate.Formats;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>
/// The ingest pipeline of a family that a <see cref="FlowLayout"/> describes: <see cref="MappedRecords"/> in Painless, made of the same
/// layout. A family whose reader does more has its own Painless beside it, which may define any of the hooks: they mirror the methods that
/// its reader overrides.
/// </summary>
internal static class LayoutPipeline
{
    private static readonly string[] Shared = ["values.painless", "stamps.painless", "ends.painless", "record.painless", "nested.painless"];
    private static readonly FormatFolder Here = new(typeof(LayoutPipeline).Assembly, "Mapped");

    // Whoever asks which columns pipelines read makes all of them.
    private static readonly ConcurrentDictionary<string, string> SharedTexts = new(StringComparer.Ordinal);

    // What a family defines that its reader overrides, else as written here. Each mirrors a member of MappedRecords, MappedFormat or
    // LineForm.
    private static readonly (string Signature, string Body)[] Hooks =
    [
        ("boolean isAbsent(String name, String value)", "return isNothing(value);"),
        ("boolean isRecord(String[] row, long[] record)", "return isStatus(row, record);"),
        ("String readTimes(String[] row, Map clock, long[] record)", "return layoutTimes(row, clock, record);"),
        ("String readEnds(String[] row, long[] record)", "return layoutEnds(row, record);"),
        ("String complete(String[] row, Map clock, long[] record)", "return null;"),
        ("boolean recognises(String line, Map columns)", "return false;"),
        ("boolean isComment(String line)", "return false;"),
        ("boolean isOther(String line)", "return false;"),
    ];

    private const string NoText =
        "boolean isText(String line, String header, Map columns) {\nreturn false;\n}\n"
        + "String cut(String line, String header, Map columns, String[] row, String[] fields) {\nreturn 'the line is no JSON object';\n}\n";

    /// <summary>Of a family of JSON objects.</summary>
    /// <param name="own">The family's Painless: files of its folder, or with a folder's name of one that families share.</param>
    public static MappedPipeline Of(FlowLayout layout, params string[] own) => Make(layout, [], null, own);

    /// <summary>
    /// Of a family whose lines follow templates (see <see cref="TemplateForm"/>), beside JSON; its <c>isOne</c> says which are its own.
    /// </summary>
    /// <param name="templates">In the order in which they are asked, each with whether lines may go on behind it.</param>
    public static MappedPipeline OfTemplates(
        FlowLayout layout, IReadOnlyList<(string Template, bool AllowsMore)> templates, params string[] own) =>
        Make(layout, ["text.painless", "template.painless"], [.. templates.Select(t => (JsonNode)FormOf(t.Template, t.AllowsMore))], own);

    /// <summary>
    /// Of a family whose lines stand below one that names their cells (see <see cref="HeadedForm"/>): its Painless has <c>separatorOf</c>
    /// and <c>namesOf</c>.
    /// </summary>
    public static MappedPipeline OfCells(FlowLayout layout, params string[] own) => Make(layout, ["headed.painless"], null, own);

    /// <summary>Of a family of pairs (see <see cref="KeyValueForm"/>).</summary>
    public static MappedPipeline OfPairs(FlowLayout layout, params string[] own) =>
        Make(layout, ["text.painless", "pairs.painless"], null, own);

    /// <summary>Of a family whose own Painless has <c>cut</c>.</summary>
    public static MappedPipeline OfText(FlowLayout layout, params string[] own) =>
        Make(layout, ["text.painless", "syslog.painless"], null, own);

    /// <summary>The same with constants that the family's Painless names.</summary>
    public static MappedPipeline With(this MappedPipeline pipeline, params IEnumerable<(string Name, string Value)> constants) =>
        pipeline with { Constants = pipeline.Constants.Concat(constants.Select(c => KeyValuePair.Create(c.Name, c.Value))).ToDictionary() };

    private static MappedPipeline Make(FlowLayout layout, IReadOnlyList<string> forms, JsonArray? templates, string[] own)
    {
        var ownTexts = own.Select(f => TextOf(layout.Format.Folder!, f)).ToList();
        var library = Shared.Concat(forms).Select(SharedText).ToList();
        if (forms.Count == 0)
            library.Add(NoText);
        library.AddRange(ownTexts);
        library.AddRange(Missing(library));
        return new MappedPipeline
        {
            Reads = layout.Format.Title + ", one record per event in message or event.original",
            Scripts = [],
            RecordColumns = [.. layout.Columns.Names.Concat(layout.Format.OtherColumns).Distinct(ColumnNames.Comparer)],
            Library = library,
            Main = SharedText("main.painless"),
            Constants = ConstantsOf(layout),
            Computed = ComputedOf(ownTexts),
            Table = () => TableOf(layout, templates),
        };
    }

    private static string SharedText(string file) => SharedTexts.GetOrAdd(file, Here.Text);

    // A name with a folder's is of a file that families share.
    private static string TextOf(FormatFolder folder, string file) => file.Split('/') is [var shared, var name]
        ? new FormatFolder(folder.Assembly, shared).Text(name)
        : folder.Text(file);

    private static List<string> Missing(List<string> library) =>
        [.. Hooks.Where(h => !library.Exists(t => t.Contains(h.Signature, StringComparison.Ordinal))).Select(h =>
            $"{h.Signature} {{\n{h.Body}\n}}")];

    /// <summary>Names that no column has, made by functions of the family's.</summary>
    private static Dictionary<string, string> ComputedOf(List<string> own)
    {
        (string Column, string Function)[] known =
            [(ProxyRecords.HostColumn, "requestedHost"), (LogFormat.IcmpTypeColumn, "icmpType"), (LogFormat.IcmpCodeColumn, "icmpCode")];
        return known.Where(k => own.Exists(t => t.Contains($"String {k.Function}(String[] fields)", StringComparison.Ordinal)))
            .ToDictionary(k => k.Column, k => $"{k.Function}(fields)");
    }

    private static Dictionary<string, string> ConstantsOf(FlowLayout layout)
    {
        var constants = new Dictionary<string, string>
        {
            ["Absent"] = layout.Absent.Replace("'", "\\'", StringComparison.Ordinal),
            ["DurationUnit"] = Number(layout.DurationUnit),
            ["StampIsEnd"] = Flag(layout.StampIsEnd),
            ["DefaultProtocol"] = Number((long)layout.Protocol),
            ["DefaultAction"] = Number((long)layout.Action),
            ["DefaultDirection"] = Number((long)layout.Direction),
            ["FlagText"] = Number((long)layout.Flags),
            ["IsOneWay"] = Flag(layout.Counts == ByteCount.OneWay),
            ["AllowsNames"] = Flag(layout.AllowsNames),
            ["AllowsNoSource"] = Flag(layout.AllowsNoSource),
            ["IsSampled"] = layout.IsSampled ? "1" : "0",
            ["SourceIsInitiator"] = layout.Format.SourceIsInitiator ? "1" : "0",
            ["HasStatuses"] = Flag(layout.Format.Statuses.Words.Count > 0),
            ["StampExpectation"] = Text.StampText.Expectation,
        };
        foreach (var role in Enum.GetValues<FlowRole>())
        {
            constants["Role" + role] = Number((long)role);
            constants["Name" + role] = layout.Columns.NameOf(role) is { Length: > 0 } name ? name : role.ToString().ToLowerInvariant();
        }

        return constants;
    }

    private static JsonObject TableOf(FlowLayout layout, JsonArray? templates)
    {
        var isAny = layout.Columns.Spelling == ColumnSpelling.Any;
        var row = new JsonObject();
        foreach (var (role, name) in layout.Columns.Given)
            row.TryAdd(isAny ? ColumnText.Bare(name) : name, (int)role);
        var table = new JsonObject
        {
            ["row"] = row,
            ["isAny"] = isAny,
            ["within"] = new JsonObject(layout.Columns.Parents.Select(p => KeyValuePair.Create(p, (JsonNode?)true))),
        };
        if (templates is not null)
            table["templates"] = templates.DeepClone();
        return table;
    }

    private static JsonObject FormOf(string template, bool allowsMore)
    {
        var cut = TemplateForm.Parts(template);
        return new JsonObject
        {
            ["start"] = cut.Start,
            ["names"] = new JsonArray([.. cut.Parts.Select(p => (JsonNode)p.Name)]),
            ["behind"] = new JsonArray([.. cut.Parts.Select(p => (JsonNode)p.Behind)]),
            ["allowsMore"] = allowsMore,
        };
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Flag(bool value) => value ? "true" : "false";
}
