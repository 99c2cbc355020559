// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mappings;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>A record as it stands in a file, and what was read of it.</summary>
internal sealed record TriedRecord(long Line, string Raw, EcsDocument Document);

/// <summary>What a look at the first records of a file gives.</summary>
/// <param name="Format">What it was read as; empty where nothing reads it.</param>
/// <param name="Unmapped">Columns that nothing maps, in the order of their appearance; null where the format's are not known.</param>
/// <param name="Problems">Why records, or the file, could not be read.</param>
internal sealed record FormatTrial(
    string Format, string Title, IReadOnlyList<TriedRecord> Records, IReadOnlyList<string>? Unmapped, IReadOnlyList<string> Problems)
{
    private const int HeadLength = 512 * 1024;
    private const int ListedProblems = 5;

    /// <summary>Reads up to <paramref name="count"/> records of the start of a file.</summary>
    /// <param name="zone">Of stamps that carry none.</param>
    public static FormatTrial Of(CaseInput input, Recognition recognition, CaseMapping? mapping, DateTimeZone zone, int count) =>
        recognition switch
        {
            Recognition.Log log => OfLog(input, log, zone, count),
            Recognition.Trace trace => OfTimeline(input, trace.Format, mapping, zone, count),
            Recognition.Lease => OfTimeline(input, null, null, zone, count),
            Recognition.Gpu gpu => new FormatTrial(
                gpu.Format, "GPU telemetry", [], null, ["GPU telemetry has no records to show: 'fwcorrelate investigate --gpu' reads it"]),
            Recognition.Unrecognised { Reason: var reason } => Unread(reason),
            Recognition.Damaged { Reason: var reason } => Unread(reason),
            _ => Unread("it holds settings, expected a log, a trace or a lease table"),
        };

    private static FormatTrial Unread(string reason) =>
        new("", "", [], null,
            [reason, "If it is a log or trace of your own, 'fwcorrelate formats draft FILE' writes a mapping file to start from"]);

    private static FormatTrial OfLog(CaseInput input, Recognition.Log log, DateTimeZone zone, int count)
    {
        var origin = log.Format.OriginOf(log.Head.Span);
        var file = InputFile.OfLog(input.RelativePath, origin, LogSettings.Plain(origin.Name) with { Zone = zone });
        var parser = log.Format.CreateParser(file, log.Head, log.Columns);
        var batch = new FlowBatch(file, parser);
        var (records, problems, names) = (new List<TriedRecord>(), new List<string>(), new List<string>());
        using var opened = OpenedInput.Open(input, isHashed: false);
        var lines = new LineBlockReader(opened, log.Format, log.Format.LongestLine(log.Head.Span));
        while (records.Count < count && lines.Read() is { } block)
        {
            using (block)
            {
                parser.Parse(block, batch);
                for (var i = 0; i < batch.Count && records.Count < count; i++)
                {
                    var raw = batch.Raw(i);
                    names.AddRange(parser.Fields(raw.ToArray()).Select(f => f.Key).Where(n => !names.Contains(n)));
                    records.Add(
                        new TriedRecord(batch[i].Line, Encoding.UTF8.GetString(raw.Span), FlowDocument.Of(new RecordReference(batch, i))));
                }

                problems.AddRange(batch.Rejected.Take(ListedProblems - Math.Min(ListedProblems, problems.Count))
                    .Select(r => $"line {r.Line}: {r.Reason}"));
            }
        }

        if (opened.Damage is { } damage)
            problems.Add(damage);
        if (((IRecordLayout)parser).UnknownVerdicts is { Count: > 0 } unknown)
            problems.Add($"words that mean nothing here: {string.Join(", ", unknown)}; in a mapping file, name them under 'actions'");
        return new FormatTrial(origin.Name, origin.Title, records, [.. names.Where(n => !IsKnown(n, origin))], problems);
    }

    private static bool IsKnown(string column, LogFormat format) =>
        format.Mappings.Select(m => m.Column).Concat(format.OtherColumns).Concat(format.CommonColumns)
            .Concat(format.SensorColumns.SelectMany(s => s))
            .Contains(column, ColumnNames.Comparer);

    private static FormatTrial OfTimeline(CaseInput input, ITraceFormat? format, CaseMapping? mapping, DateTimeZone zone, int count)
    {
        var sample = TextSample.Of(input, HeadLength, HeadLength);
        var text = sample.Pieces.Count > 0 ? sample.Pieces[0] : [];
        var name = format?.Name ?? "leases";
        var settings = CaseSettings.Default with { Zones = new Dictionary<string, DateTimeZone> { [name] = zone } };
        var reading = TimelineReader.Read(
            format is null ? [] : [(input, format)], format is null ? [input] : [], settings, open: i => OpenedInput.OfText(i, text));
        var timeline = reading.Timeline;
        IEnumerable<(RecordOrigin Origin, EcsDocument Document)> found = format is null
            ? timeline.Leases.Select(l => (l.Origin, LeaseDocument.Of(l)))
            : timeline.Calls.Concat(timeline.Untimed).Select(c => (c.Origin, ToolCallDocument.Of(c, ArgumentRedaction.Truncate)));
        var records = found.OrderBy(f => f.Origin.Offset).ThenBy(f => f.Origin.Index).Take(count)
            .Select(f => new TriedRecord(f.Origin.Line, LineAt(text, f.Origin.Offset), f.Document)).ToList();
        var problems = reading.Rejected.Take(ListedProblems).Select(r => $"line {r.Line}: {r.Reason}")
            .Concat(reading.Files.Select(f => f.Problem).OfType<string>()).ToList();
        if (records.Count == 0 && problems.Count == 0)
            problems.Add(format is null ? "no lease in its start" : "no tool call in its start");
        return new FormatTrial(
            name, format?.Title ?? "leases", records, mapping is null ? null : MappingDraft.ColumnsOf(input, mapping), problems);
    }

    private static string LineAt(byte[] text, long offset)
    {
        if (offset < 0 || offset >= text.Length)
            return "";
        var rest = text.AsSpan((int)offset);
        var end = rest.IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]).TrimEnd('\r');
    }
}
