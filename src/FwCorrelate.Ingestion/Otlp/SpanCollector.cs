// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Takes the spans of all files into the case's store.</summary>
internal sealed class SpanCollector(AttributeNames names, SpanStore store) : ITraceCollector
{
    public TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected)
    {
        ArgumentNullException.ThrowIfNull(file);
        var tally = new Tally(file.Path, rejected);
        var reader = new SpanReader(names, file.Source.Zone, store);
        JsonValues.Read(input, tally, value => Take(value, reader, tally));
        if (tally.RejectedLines > 0 || input.Damage is not null)
            store.NoteDamage(file.Path, traceId: null);
        return new TraceCounts(tally.Records, tally.Ignored, tally.From, tally.To);
    }

    // What there is stands in the store, which all formats share.
    public TraceContents Finish() => new([], [], []);

    private void Take(JsonValue value, SpanReader reader, Tally tally)
    {
        try
        {
            using var document = LenientJson.Parse(value.Bytes);
            var origin = new RecordOrigin(tally.File, value.Line, 0, value.Offset, RecordHash.Of(value.Raw.Span));
            if (!Take(document.RootElement, origin, reader, tally))
                Reject(value, tally, "holds no spans, expected resourceSpans or a span");
        }
        catch (JsonException e)
        {
            Reject(value, tally, $"is not JSON: {e.Message}");
        }
    }

    /// <summary>Takes the spans of one JSON value; false where it is not of a form that holds any.</summary>
    public bool Take(JsonElement value, RecordOrigin origin, SpanReader reader, Tally tally)
    {
        var spans = reader.Read(value, origin, out var isTrace);
        if (isTrace && spans.Count == 0 && reader.Problems.Count == 0)
            tally.Ignored++;
        foreach (var problem in reader.Problems)
        {
            tally.Reject(origin.Line, origin.Offset, problem.Reason);
            store.NoteDamage(origin.File, problem.TraceId);
        }

        foreach (var span in spans)
        {
            tally.Count(span.Start.Value, span.End.Value);
            store.Add(span);
        }

        return isTrace;
    }

    // A line that is no JSON may still name the traces that it is of. Where it was cut off, or names none, any trace of its file may lack
    // something.
    private void Reject(JsonValue value, Tally tally, string reason)
    {
        tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' {reason}");
        var named = TraceIdsIn.Text(value.Bytes.Span);
        if (named.Count == 0 || value.Bytes.Span.TrimEnd(" \t\r\n"u8) is not [.., (byte)'}' or (byte)']'])
            store.NoteDamage(tally.File, traceId: null);
        foreach (var traceId in named)
            store.NoteDamage(tally.File, traceId);
    }
}

/// <summary>The counts of one file while it is read.</summary>
internal sealed class Tally(string file, RejectedRecords rejected)
{
    public string File => file;

    public long Records { get; private set; }

    public long Ignored { get; set; }

    /// <summary>Lines that could not even be handed on.</summary>
    public long RejectedLines { get; private set; }

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

    public void RejectLine(long line, long offset, string reason)
    {
        RejectedLines++;
        Reject(line, offset, reason);
    }
}
