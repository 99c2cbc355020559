// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsvHelper;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.CsvLines;

/// <summary>
/// Base of parsers whose files are CSV below a header line: takes care of lines, headers and counting, so that a format only says what
/// one row means. Line by line, so that an unclosed quote costs its line: these are exports of a page or a query, not the bulk of a case.
/// </summary>
internal abstract class CsvLineParser : IFlowParser
{
    private const string Conflict =
        "the header line above it names other columns than an earlier one of as many columns, so its fields cannot be told apart: cut the "
            + "file in two";

    private readonly IHeaderLines _headers;
    private readonly Dictionary<int, CsvColumns> _byCount = [];
    private CsvColumns? _current;
    private bool _hasHeader;

    /// <param name="headers">Tells header lines from rows.</param>
    protected CsvLineParser(IHeaderLines headers) => _headers = headers;

    public abstract LogFormat Format { get; }

    public void Parse(LineBlock block, FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(batch);
        batch.Reset(block.Bytes);
        Enter(block);
        var line = block.FirstLine;
        for (int start = 0, next; start < block.Bytes.Length; start = next, line++)
        {
            var length = block.Bytes.Span[start..].IndexOf((byte)'\n');
            next = length < 0 ? block.Bytes.Length : start + length + 1;
            var raw = block.Bytes[start..(length < 0 ? next : start + length)];
            if (raw.Span is [.., (byte)'\r'])
                raw = raw[..^1];
            ParseLine(raw, start, line, block.FirstOffset + start, batch);
        }

        block.RejectSkipped(batch);
    }

    public virtual bool TryGetField(ReadOnlySpan<byte> record, string column, out string value)
    {
        foreach (var (name, found) in Fields(record.ToArray()))
        {
            if (ColumnNames.Comparer.Equals(name, column))
            {
                value = found;
                return true;
            }
        }

        value = "";
        return false;
    }

    public IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record)
    {
        var fields = new List<KeyValuePair<string, string>>();
        using var csv = CsvReader.Create(record, CsvColumns.Options);
        if (!csv.Read() || !_byCount.TryGetValue(csv.FieldCount, out var columns))
            return fields;
        for (var i = 0; i < columns.Count; i++)
        {
            if (csv.GetString(i) is var value && !IsAbsent(columns.Names[i], value))
                fields.Add(new(columns.Names[i], value));
        }

        return fields;
    }

    /// <summary>Reads one row that has as many fields as its header; every property of the record is to be set but its origin.</summary>
    /// <param name="reason">Why the outcome is <see cref="LineOutcome.Rejected"/>.</param>
    protected abstract LineOutcome Read(
        ReadOnlySpan<byte> line, CsvReader cells, CsvColumns columns, ref FlowRecord record, out string? reason);

    /// <summary>Whether the source marks a value as absent.</summary>
    protected abstract bool IsAbsent(string column, string value);

    // As if all before the block had been read.
    private void Enter(LineBlock block)
    {
        (_current, _hasHeader) = (null, false);
        foreach (var header in block.Headers)
            Enter(header);
        if (block.Header is not null)
            Enter(block.Header);
    }

    private void Enter(string header)
    {
        if (CsvColumns.Read(header) is not { } columns)
            return;
        _byCount.TryAdd(columns.Count, columns);
        var holder = _byCount[columns.Count];
        (_current, _hasHeader) = (holder.Header == header ? holder : null, true);
    }

    private void ParseLine(ReadOnlyMemory<byte> raw, int start, long line, long offset, FlowBatch batch)
    {
        if (raw.Span.Trim(" \t,"u8).IsEmpty)
        {
            batch.IgnoredLines++;
            return;
        }

        // A header within the block is one for the reader of blocks too: both ask the same question.
        if (_headers.IsHeader(raw.Span))
        {
            batch.IgnoredLines++;
            Enter(Encoding.UTF8.GetString(raw.Span));
            return;
        }

        ref var record = ref batch.Add(start, raw.Length);
        var outcome = Read(raw, ref record, out var reason);
        if (outcome == LineOutcome.Record)
        {
            (record.Line, record.Offset, record.Index) = (line, offset, 0);
            return;
        }

        batch.RemoveLast();
        if (outcome == LineOutcome.Ignored)
            batch.IgnoredLines++;
        else
            batch.Rejected.Add(new RejectedRecord(batch.File.Path, line, offset, reason ?? "the line cannot be read"));
    }

    private LineOutcome Read(ReadOnlyMemory<byte> raw, ref FlowRecord record, out string? reason)
    {
        reason = !_hasHeader ? "no header line names the columns above it"
            : _current is null ? Conflict
            : raw.Span.Contains((byte)'\r') || raw.Span[0] is 0xFF or 0xFE or 0 || raw.Span.StartsWith("\uFEFF"u8)
                ? $"the line '{Excerpt.Of(raw.Span)}' holds control characters, expected text"
            : null;
        if (reason is not null)
            return LineOutcome.Rejected;
        using var row = CsvReader.Create(raw, CsvColumns.Options);
        if (row.Read() && row.FieldCount == _current!.Count)
            return Read(raw.Span, row, _current, ref record, out reason);
        reason = $"the line has {row.FieldCount} columns, expected {_current!.Count} ({Excerpt.Of(_current.Header)}): "
            + $"'{Excerpt.Of(raw.Span)}'";
        return LineOutcome.Rejected;
    }
}
