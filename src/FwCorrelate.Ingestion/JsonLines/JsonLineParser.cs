// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>What became of one line.</summary>
internal enum LineOutcome
{
    Record,
    Ignored,
    Rejected,
}

/// <summary>The records of a line that holds several, numbered by their index, and why the others could not be read.</summary>
internal sealed record UnfoldedLine(IReadOnlyList<FlowRecord> Records, IReadOnlyList<string> Problems);

/// <summary>
/// Base of parsers whose files hold one JSON object per line: takes care of lines, damage and counting, so that a format
/// only says what one object means. Nothing is allocated per record.
/// </summary>
internal abstract class JsonLineParser : IFlowParser
{
    private const int DeepestNesting = 64;
    private static readonly JsonReaderOptions Options = new() { MaxDepth = DeepestNesting };
    private byte[] _scratch = new byte[4096];
    private RecordColumns? _lastColumns;

    public abstract LogFormat Format { get; }

    public void Parse(LineBlock block, FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(batch);
        batch.Reset(block.Bytes);
        if (block.IsDocument)
            ParseDocument(block, batch);
        else
            ParseLines(block, batch);
        block.RejectSkipped(batch);
    }

    private void ParseLines(LineBlock block, FlowBatch batch)
    {
        var text = block.Bytes.Span;
        var line = block.FirstLine;
        for (int start = 0, next; start < text.Length; start = next, line++)
        {
            var end = text[start..].IndexOf((byte)'\n');
            next = end < 0 ? text.Length : start + end + 1;
            var raw = (end < 0 ? text[start..] : text.Slice(start, end)).TrimEnd((byte)'\r');
            ParseLine(raw, start, line, block.FirstOffset + start, batch);
        }
    }

    private void ParseDocument(LineBlock block, FlowBatch batch)
    {
        var text = block.Bytes.Span;
        var (line, counted) = (block.FirstLine, 0);
        var pieces = RecordList.Of(text);
        batch.IgnoredLines += LinesWithoutRecord(text, pieces);
        foreach (var piece in pieces)
        {
            line += text[counted..piece.Start].Count((byte)'\n');
            counted = piece.Start;
            var raw = text.Slice(piece.Start, piece.Length);
            if (piece.IsWhole)
                ParseLine(raw, piece.Start, line, block.FirstOffset + piece.Start, batch);
            else
            {
                batch.Rejected.Add(new RejectedRecord(batch.File.Path, line, block.FirstOffset + piece.Start, piece.Length == 0
                    ? "the list of records has no end, expected ']': the file is cut off"
                    : $"'{Excerpt.Of(raw)}' is not JSON to its end, expected an object"));
            }
        }

    }

    /// <summary>Lines on which no record begins: of a document the ledger counts lines too.</summary>
    private static long LinesWithoutRecord(ReadOnlySpan<byte> text, IReadOnlyList<RecordList.Piece> pieces)
    {
        var lines = text.Count((byte)'\n') + (text is [.., not (byte)'\n'] ? 1 : 0);
        var (with, line, last, counted) = (0, 0, -1, 0);
        foreach (var piece in pieces)
        {
            line += text[counted..piece.Start].Count((byte)'\n');
            counted = piece.Start;
            with += line > last && line < lines ? 1 : 0;
            last = line;
        }

        return lines - with;
    }

    public virtual bool TryGetField(ReadOnlySpan<byte> record, string column, out string value)
    {
        // One immutable object, so that several threads may ask: at worst each makes its own.
        if (_lastColumns is not { } columns || !columns.IsOf(record))
            _lastColumns = columns = new RecordColumns(record, IsAbsent, Format.NestsMembers);
        return columns.TryGet(column, out value);
    }

    public virtual IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record) =>
        JsonFields.Read(record.Span, Format.NestsMembers).Where(f => !IsAbsent(f.Key, f.Value));

    /// <summary>Reads one object. The reader stands on its start; every property of the record is to be set but its origin.</summary>
    /// <param name="line">The line that the reader reads.</param>
    /// <param name="scratch">Room for unescaped text, as long as the line.</param>
    /// <param name="reason">Why the outcome is <see cref="LineOutcome.Rejected"/>.</param>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    protected abstract LineOutcome Read(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> line, Span<byte> scratch, ref FlowRecord record, out string? reason);

    /// <summary>The records of a line that holds several; null for one that <see cref="Read"/> reads.</summary>
    protected virtual UnfoldedLine? Unfold(ReadOnlySpan<byte> line) => null;

    /// <summary>Whether the source marks a value as absent.</summary>
    protected abstract bool IsAbsent(string column, string value);

    private void ParseLine(ReadOnlySpan<byte> raw, int start, long line, long offset, FlowBatch batch)
    {
        if (raw.Trim(" \t"u8).IsEmpty)
        {
            batch.IgnoredLines++;
            return;
        }

        if (Unfold(raw) is { } unfolded)
        {
            Take(unfolded, start, raw.Length, (line, offset), batch);
            return;
        }

        ref var record = ref batch.Add(start, raw.Length);
        record.Index = 0;
        var outcome = ReadObject(raw, ref record, out var reason);
        if (outcome == LineOutcome.Record)
        {
            (record.Line, record.Offset) = (line, offset);
            return;
        }

        batch.RemoveLast();
        if (outcome == LineOutcome.Ignored)
            batch.IgnoredLines++;
        else
            batch.Rejected.Add(new RejectedRecord(batch.File.Path, line, offset, reason ?? "the line cannot be read"));
    }

    private static void Take(UnfoldedLine unfolded, int start, int length, (long Line, long Offset) at, FlowBatch batch)
    {
        foreach (var tuple in unfolded.Records)
        {
            ref var record = ref batch.Add(start, length);
            record = tuple;
            (record.Line, record.Offset) = at;
        }

        foreach (var reason in unfolded.Problems)
            batch.Rejected.Add(new RejectedRecord(batch.File.Path, at.Line, at.Offset, reason));
        if (unfolded.Records.Count == 0 && unfolded.Problems.Count == 0)
            batch.IgnoredLines++;
    }

    private LineOutcome ReadObject(ReadOnlySpan<byte> raw, ref FlowRecord record, out string? reason)
    {
        try
        {
            if (_scratch.Length < raw.Length)
                _scratch = new byte[raw.Length];
            var reader = new Utf8JsonReader(raw, Options);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                reason = $"the line '{Excerpt.Of(raw)}' is no JSON object, expected one object per line";
                return LineOutcome.Rejected;
            }

            return Read(ref reader, raw, _scratch, ref record, out reason);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not UTF-8 or half of a surrogate pair.
            reason = $"the line '{Excerpt.Of(raw)}' is not JSON: {e.Message}";
            return LineOutcome.Rejected;
        }
    }
}
