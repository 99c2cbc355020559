// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;
using NodaTime;

namespace FwCorrelate.Elastic.Engines.Pipelines;

/// <summary>What the reader of files makes of one line, and what a shipper sends of it.</summary>
/// <param name="Line">1-based line of the file.</param>
/// <param name="Text">What a shipper sends as <c>message</c>.</param>
/// <param name="LogFormat">The header line in force; null without one.</param>
/// <param name="Document">The reader's document; null where it made no record.</param>
/// <param name="Rejection">The reader's reason; null where it did not reject.</param>
internal sealed record ReadLine(string File, long Line, string Text, string? LogFormat, JsonObject? Document, string? Rejection)
{
    public override string ToString() => $"{File}:{Line}: {Text}";
}

/// <summary>Reads files as the program does, a line at a time.</summary>
internal static class ReadRecords
{
    /// <summary>The last month of logs whose stamps tell no year: that in which <see cref="PipelineComparison.Event"/> is sent.</summary>
    public static readonly YearMonth LogEnd = new(2026, 12);

    /// <summary>The lines of a file that is of the format, by its content or because it is said; none of any other.</summary>
    public static List<ReadLine> Of(string path, string format, string? force = null)
    {
        var input = new CaseInput(path, Path.GetFileName(path), new FileInfo(path).Length);
        var forced = force is null ? null : FlowFormats.Shipped.Force(force);
        return ContentRecogniser.Recognise(input, forced) is Recognition.Log log && log.Format.Name == format ? Of(input, log) : [];
    }

    /// <summary>The format that a file's content shows; null where none does.</summary>
    public static string? FormatOf(string path) =>
        (ContentRecogniser.Recognise(new CaseInput(path, Path.GetFileName(path), new FileInfo(path).Length)) as Recognition.Log)?.Format.Name;

    /// <summary>One record, below a line of names where its format needs one.</summary>
    public static IEnumerable<ReadLine> OfRecord(string record, IFlowFormat format, string? header)
    {
        var text = Encoding.UTF8.GetBytes(header is null ? record : header + "\n" + record);
        var file = InputFile.OfLog("record", format.Table, LogSettings.Plain(format.Name) with { LogEnd = LogEnd });
        var parser = format.CreateParser(file, text, null);
        var batch = new FlowBatch(file, parser);
        using var block = LineBlock.Of(text);
        parser.Parse(block, batch);
        var lines = new List<ReadLine>();
        string? told = null;
        Add(lines, block, batch, format, ref told);
        return lines.Where(l => l.Line == (header is null ? 1 : 2));
    }

    public static List<ReadLine> OfText(byte[] text, string force)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, text);
            var input = new CaseInput(path, "record", text.Length);
            return ContentRecogniser.Recognise(input, FlowFormats.Shipped.Force(force)) is Recognition.Log log ? Of(input, log) : [];
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static List<ReadLine> Of(CaseInput input, Recognition.Log log)
    {
        var file = InputFile.OfLog(input.RelativePath, log.Format.Table, LogSettings.Plain(log.Format.Name) with { LogEnd = LogEnd });
        var parser = log.Format.CreateParser(file, log.Head, log.Columns);
        var batch = new FlowBatch(file, parser);
        using var opened = OpenedInput.Open(input);
        var reader = new LineBlockReader(opened, log.Format, log.Format.LongestLine(log.Head.Span));
        var lines = new List<ReadLine>();
        string? header = null;
        while (reader.Read() is { } block)
        {
            using (block)
            {
                parser.Parse(block, batch);
                Add(lines, block, batch, log.Format, ref header);
            }
        }

        return lines;
    }

    private static void Add(List<ReadLine> lines, LineBlock block, FlowBatch batch, IFlowFormat format, ref string? header)
    {
        var documents = Documents(batch).ToLookup(d => d.Line);
        var rejections = batch.Rejected.GroupBy(r => r.Line).ToDictionary(g => g.Key, g => g.First().Reason);
        var number = block.FirstLine;
        var texts = Encoding.UTF8.GetString(block.Bytes.Span).Split('\n');
        foreach (var text in texts[^1].Length == 0 ? texts[..^1] : texts)
        {
            var line = number++;
            // Of a damaged envelope the reader takes what stands before the damage; an engine takes an event or leaves it.
            if (documents[line].Any() && !rejections.ContainsKey(line))
            {
                // A shipper sends each record of an envelope, and each of a document that is printed over many lines.
                var isObject = text.StartsWith('{') && text.TrimEnd().EndsWith('}');
                var isWhole = !documents[line].Skip(1).Any() && (isObject || text.TrimEnd('\r') == documents[line].First().Raw);
                foreach (var (_, raw, document) in documents[line])
                    lines.Add(new ReadLine(batch.File.Path, line, isWhole ? text : raw, header, document, null));
                continue;
            }

            if (!rejections.ContainsKey(line) && text.TrimStart() is ['{' or '[' or '}' or ']' or '"', ..])
                continue;

            // A shipper that tells the columns tells them with the header line too.
            var line8 = Encoding.UTF8.GetBytes(text.TrimEnd('\r'));
            if (format.IsHeader(line8) && line8.AsSpan().IndexOf(format.HeaderMark) >= 0)
                header = text.TrimEnd('\r');
            lines.Add(new ReadLine(batch.File.Path, line, text, header, null, rejections.GetValueOrDefault(line)));
        }
    }

    private static IEnumerable<(long Line, string Raw, JsonObject Document)> Documents(FlowBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var reference = new RecordReference(batch, i);
            var raw = reference.Raw;
            var record = reference.Record;
            var origin = new RecordOrigin(batch.File.Path, record.Line, record.Index, record.Offset, RecordHash.Of(raw.Span));
            var document = JsonNode.Parse(FlowDocument.Of(reference, origin, withOriginal: true).ToString())!.AsObject();
            yield return (record.Line, Encoding.UTF8.GetString(raw.Span), document);
        }
    }
}
