// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Takes the spans of all files, each span once.</summary>
internal sealed class SpanCollector(AttributeNames names) : ITraceCollector
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };
    private readonly Dictionary<(string TraceId, string SpanId), TraceSpan> _spans = [];

    public TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected)
    {
        ArgumentNullException.ThrowIfNull(file);
        var tally = new Tally(file.Path, rejected);
        var reader = new SpanReader(names, file.Source.Zone);
        JsonValues.Read(input, tally, value => Take(value, reader, tally));
        return new TraceCounts(tally.Records, tally.Ignored, tally.From, tally.To);
    }

    public TraceContents Finish()
    {
        var tree = new SpanTree(_spans, names);
        return TimelineAssembly.Assemble(tree);
    }

    private void Take(JsonValue value, SpanReader reader, Tally tally)
    {
        try
        {
            using var document = JsonDocument.Parse(value.Bytes, Options);
            var origin = new RecordOrigin(tally.File, value.Line, 0, value.Offset, RecordHash.Of(value.Bytes.Span));
            if (!Take(document.RootElement, origin, reader, tally))
                tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' holds no spans, expected resourceSpans or a span");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' is not JSON: {e.Message}");
        }
    }

    /// <summary>Takes the spans of one JSON value; false where it is not of a form that holds any.</summary>
    public bool Take(JsonElement value, RecordOrigin origin, SpanReader reader, Tally tally)
    {
        var spans = reader.Read(value, origin, out var isTrace);
        if (isTrace && spans.Count == 0 && reader.Problems.Count == 0)
            tally.Ignored++;
        foreach (var problem in reader.Problems)
            tally.Reject(origin.Line, origin.Offset, problem);
        foreach (var span in spans)
            Add(span, tally);
        return isTrace;
    }

    private void Add(TraceSpan span, Tally tally)
    {
        tally.Count(span.Start.Value, span.End.Value);
        _spans[span.Key] = _spans.TryGetValue(span.Key, out var other) ? TraceSpan.Fuller(span, other) : span;
    }
}

/// <summary>The counts of one file while it is read.</summary>
internal sealed class Tally(string file, RejectedRecords rejected)
{
    public string File => file;

    public long Records { get; private set; }

    public long Ignored { get; set; }

    public Instant? From { get; private set; }

    public Instant? To { get; private set; }

    /// <summary>Counts a record that has no time, or no end of it.</summary>
    public void Count() => Records++;

    public void Count(Instant from, Instant to)
    {
        Records++;
        From = From is { } earliest ? Instant.Min(earliest, from) : from;
        To = To is { } latest ? Instant.Max(latest, to) : to;
    }

    public void Reject(long line, long offset, string reason) => rejected.Add(new RejectedRecord(file, line, offset, reason));
}
