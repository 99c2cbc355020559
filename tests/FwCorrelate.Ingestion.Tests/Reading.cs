// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using NodaTime;

namespace FwCorrelate.Ingestion.Tests;

/// <summary>What one file gave, copied out of its blocks.</summary>
internal sealed record FlowReading(
    IReadOnlyList<FlowRecord> Records, IReadOnlyList<string> Raw, IReadOnlyList<RejectedRecord> Rejected, long Ignored, IFlowParser Parser, string? Damage)
{
    public string Field(int record, string column) => Parser.TryGetField(Encoding.UTF8.GetBytes(Raw[record]), column, out var value) ? value : "";
}

/// <summary>Reads texts as the pipeline reads files.</summary>
internal static class Reading
{
    public static FlowReading Flows(string text, DateTimeZone? zone = null, string? force = null, YearMonth? end = null) => Flows(Encoding.UTF8.GetBytes(text), zone, force, end);

    public static FlowReading Flows(byte[] stored, DateTimeZone? zone = null, string? force = null, YearMonth? end = null)
    {
        using var file = new TempFile(stored);
        return FlowFile(file.Path, zone, force, end);
    }

    public static FlowReading FlowFile(string path, DateTimeZone? zone = null, string? force = null, YearMonth? end = null)
    {
        var input = Input(path);
        var forced = force is null ? null : FlowFormats.Shipped.Force(force);
        var recognition = ContentRecogniser.Recognise(input, forced);
        return recognition is Recognition.Log log
            ? Flows(input, log, zone, end)
            : throw new AssertFailedException($"{path} was recognised as {recognition}");
    }

    public static TimelineReading Timeline(params string[] texts) => Timeline(CaseSettings.Default, texts);

    public static TimelineReading Timeline(CaseSettings settings, params string[] texts)
    {
        var files = texts.Select(t => new TempFile(Encoding.UTF8.GetBytes(t))).ToList();
        try
        {
            return TimelineReader.Read([.. files.Select((f, i) => (Input(f.Path, $"traces/{i}.jsonl"), TraceFormats.Find("otlp-json")!))], [], settings);
        }
        finally
        {
            files.ForEach(f => f.Dispose());
        }
    }

    public static TimelineReading Leases(string text)
    {
        using var file = new TempFile(Encoding.UTF8.GetBytes(text));
        return TimelineReader.Read([], [Input(file.Path, "leases/leases.csv")], CaseSettings.Default);
    }

    public static CaseInput Input(string path, string? name = null) => new(path, name ?? Path.GetFileName(path), new FileInfo(path).Length);

    public static FlowReading Flows(CaseInput input, Recognition.Log log, DateTimeZone? zone, YearMonth? end)
    {
        var settings = LogSettings.Plain(log.Format.Name) with { Zone = zone ?? DateTimeZone.Utc, LogEnd = end };
        var file = new InputFile(input.RelativePath, log.Format.Name, settings);
        var parser = log.Format.CreateParser(file, log.Head, log.Columns);
        var batch = new FlowBatch(file, parser);
        using var opened = OpenedInput.Open(input);
        var reader = new LineBlockReader(opened, log.Format, log.Format.LongestLine(log.Head.Span));
        var (records, raw, rejected, ignored) = (new List<FlowRecord>(), new List<string>(), new List<RejectedRecord>(), 0L);
        while (reader.Read() is { } block)
        {
            using (block)
            {
                parser.Parse(block, batch);
                records.AddRange(batch.Records);
                raw.AddRange(Enumerable.Range(0, batch.Count).Select(i => Encoding.UTF8.GetString(batch.Raw(i).Span)));
                rejected.AddRange(batch.Rejected);
                ignored += batch.IgnoredLines;
            }
        }

        return new FlowReading(records, raw, rejected, ignored, parser, opened.Damage);
    }
}

/// <summary>A file that goes away.</summary>
internal sealed class TempFile : IDisposable
{
    public TempFile(byte[] content)
    {
        Path = System.IO.Path.GetTempFileName();
        File.WriteAllBytes(Path, content);
    }

    public string Path { get; }

    public void Dispose() => File.Delete(Path);
}
