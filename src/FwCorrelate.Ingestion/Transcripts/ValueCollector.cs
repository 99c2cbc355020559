// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Transcripts;

/// <summary>Takes transcripts that are JSON values, one a line or printed over several: each costs itself only.</summary>
internal abstract class ValueCollector(TraceCase traces) : ITraceCollector
{
    protected TraceCase Traces => traces;

    public TraceCounts Read(OpenedInput input, InputFile file, RejectedRecords rejected)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(file);
        var tally = new Tally(file.Path, rejected);
        JsonValues.Read(input, tally, value => Take(value, file, tally));
        EndFile(file);
        if (rejected.Count > 0 || input.Damage is not null)
            traces.Spans.NoteDamage(file.Path, traceId: null);
        return new TraceCounts(tally.Records, tally.Ignored, tally.From, tally.To);
    }

    public abstract TraceContents Finish();

    /// <summary>Takes one value of a file.</summary>
    /// <returns>Why it cannot be read, with what was expected; null where it was read, or ignored by design.</returns>
    protected abstract string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally);

    /// <summary>Called once the file was read.</summary>
    protected virtual void EndFile(InputFile file)
    {
    }

    private void Take(JsonValue value, InputFile file, Tally tally)
    {
        try
        {
            using var document = LenientJson.Parse(value.Bytes);
            var origin = new RecordOrigin(tally.File, value.Line, 0, value.Offset, RecordHash.Of(value.Raw.Span));
            if (Take(document.RootElement, origin, file, tally) is { } reason)
                tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' {reason}");
        }
        catch (JsonException e)
        {
            tally.Reject(value.Line, value.Offset, $"'{Excerpt.Of(value.Bytes.Span)}' is not JSON: {e.Message}");
        }
    }
}
