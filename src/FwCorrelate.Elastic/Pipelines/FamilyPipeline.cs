// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>
/// The pipeline that reads records of one format: what is common to all, around what the format's table and its own Painless say.
/// </summary>
internal static class FamilyPipeline
{
    private static readonly string[] MemberScripts = ["columns", "cells", "json", "object"];

    /// <summary>What stands before a format's name in its pipeline's.</summary>
    public const string NamePrefix = "fwcorrelate-";

    public static IngestPipeline Create(LogFormat format, PipelineSource source)
    {
        var columns = ColumnsOf(format, source);
        var tag = (NamePrefix + format.Name).Replace('-', '_');
        var script = source switch
        {
            MemberPipeline members => OfMembers(format, members, columns, tag),
            MappedPipeline mapped => OfMapped(format, mapped, columns, tag),
            CellPipeline cells => OfCells(format, cells, columns, tag),
            _ => throw new InvalidOperationException($"{format.Name} has a pipeline of an unknown kind."),
        };
        var tables = source switch
        {
            MemberPipeline members => MemberTables(format, members, columns),
            MappedPipeline mapped => MappedTables(mapped, columns),
            CellPipeline cells => cells.Tables(columns),
            _ => [],
        };
        return new IngestPipeline(
            NamePrefix + format.Name, format.Name, "FwCorrelate: " + source.Reads, new PipelineSteps(tag, script, tables, []));
    }

    private static string OfMembers(LogFormat format, MemberPipeline source, List<string> columns, string tag)
    {
        var script = Begun(format, source, columns, 0, tag)
            .Define("Columns", columns.Count)
            .Define("KeepProvider", KeepProvider(format))
            .AddText(WordFunctions.NumberOf("protocolWord", TransportProtocolNames.Words));
        foreach (var (name, words) in source.WordLists)
            script.AddText(WordFunctions.IsOneOf(name, words));
        script.Add("community", "outcome", "settings").Add(MemberScripts);
        if (source.ReadsLocalStamps)
            script.Add("local-stamp");
        script.Add("members");
        AddOwn(script, format, source);
        return script
            .AddText(DocumentFunctions.Of(
                new ScriptedColumns(format, "String[] fields", c => Expression(source, c, place => $"fields[{place}]"))))
            .Add("members.main")
            .ToString();
    }

    private static List<string> ColumnsOf(LogFormat format, PipelineSource source) =>
        [.. source.RecordColumns.Union(format.Mappings.Select(m => m.Column)).Except(source.Computed.Keys).Union(format.CommonColumns)];

    private static string OfMapped(LogFormat format, MappedPipeline source, List<string> columns, string tag)
    {
        var script = Begun(format, source, columns, 0, tag)
            .Define("Columns", columns.Count)
            .Define("KeepProvider", KeepProvider(format))
            .AddText(WordFunctions.NumberOf("protocolWord", TransportProtocolNames.Words));
        foreach (var (name, words) in source.WordLists)
            script.AddText(WordFunctions.IsOneOf(name, words));
        script.Add("community", "outcome", "settings", "columns", "json", "numbers", "members");
        foreach (var text in source.Library)
            script.AddText(text);
        AddOwn(script, format, source);
        var scripted = new ScriptedColumns(format, "String[] fields", c => Expression(source, c, place => $"fields[{place}]"))
        {
            RecordsTellOpener = true,
        };
        return script.AddText(DocumentFunctions.Of(scripted)).AddText(source.Main).ToString();
    }

    private static string OfCells(LogFormat format, CellPipeline source, List<string> columns, string tag)
    {
        var script = Begun(format, source, columns, source.FirstColumn, tag);
        foreach (var (name, words) in source.WordLists)
            script.AddText(WordFunctions.IsOneOf(name, words));
        script.Add("community", "outcome", "settings");
        AddOwn(script, format, source);
        return script
            .AddText(DocumentFunctions.Of(new ScriptedColumns(format, source.Parameters, c => Expression(source, c, source.Cell))))
            .AddText(Own(format, source.Main))
            .ToString();
    }

    private static PainlessScript Begun(LogFormat format, PipelineSource source, List<string> columns, int first, string tag)
    {
        var script = new PainlessScript()
            .Define("Tag", PipelineSteps.ReadTag(tag))
            .Define("FormatName", format.Name)
            .DefineAll<RecordKind>()
            .DefineAll<FirewallAction>()
            .DefineAll<FlowDirection>()
            .Columns(columns, first);
        foreach (var (name, value) in source.Constants)
            script.Define(name, value);
        script.Add("text", "address").AddText(WordFunctions.OfDocuments);
        return script
            .AddText(WordFunctions.NumberOf("statusOf", format.Statuses))
            .AddText(WordFunctions.NumberOf("actionOf", format.Actions))
            .AddText(WordFunctions.NumberOf("directionOf", format.Directions));
    }

    private static void AddOwn(PainlessScript script, LogFormat format, PipelineSource source)
    {
        foreach (var file in source.Scripts)
            script.AddText(Own(format, file));
    }

    private static string Own(LogFormat format, string file) =>
        format.Folder?.Text(file) ?? throw new InvalidOperationException($"{format.Name} tells no folder where {file} lies.");

    private static string Expression(PipelineSource source, string column, Func<string, string> cell) =>
        source.Computed.TryGetValue(column, out var computed) ? computed : cell($"$[{column}]");

    // A line that is no record is kept with what is known of all.
    private static string KeepProvider(LogFormat format) => format.CloudProvider is { } provider
        ? $"child(document, 'cloud').put('provider', {PainlessScript.Quoted(provider)});"
        : "";

    private static JsonObject MemberTables(LogFormat format, MemberPipeline source, List<string> columns) => new()
    {
        ["columns"] = new JsonObject
        {
            ["row"] = Places(source.RecordColumns.SelectMany(c => Spellings(c, source.Spelling).Select(n => (n, c))), columns),
            ["fields"] = Places(columns.SelectMany(c => (IEnumerable<(string, string)>)[(c, c), (c.Replace('-', '_'), c)]), columns),
            ["header"] = new JsonArray([.. format.Marks.Header.Select(n => (JsonNode)ColumnText.Bare(n))]),
        },
    };

    // Names that every part of the program takes for the same have one place.
    private static JsonObject MappedTables(MappedPipeline source, List<string> columns)
    {
        var table = source.Table();
        var fields = new JsonObject();
        foreach (var column in columns)
        {
            var place = columns.FindIndex(c => ColumnNames.Comparer.Equals(c, column));
            foreach (var name in (string[])[column, column.Replace('-', '_').ToLowerInvariant()])
                fields[name] = place;
        }

        table["fields"] = fields;
        return new JsonObject { ["columns"] = table };
    }

    private static string[] Spellings(string column, ColumnSpelling spelling) =>
        spelling == ColumnSpelling.Any ? [column, ColumnText.Bare(column)] : [column];

    private static JsonObject Places(IEnumerable<(string Name, string Column)> names, List<string> columns)
    {
        var places = new JsonObject();
        foreach (var (name, column) in names)
            places[name] = columns.IndexOf(column);
        return places;
    }
}
