// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsvHelper;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Otlp;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>Takes a row of CSV: its line and offset, its text, and its cells by the names of their columns.</summary>
internal delegate void RowTaker(long line, long offset, ReadOnlySpan<byte> raw, IReadOnlyDictionary<string, string> cells);

/// <summary>
/// Reads CSV (RFC 4180) whose quoted cells may hold line breaks, as commands in traces do. An unclosed quote costs what follows up to
/// <see cref="LongestRow"/> bytes, then only its own line.
/// </summary>
/// <param name="header">Names of the columns; null where the first row has them.</param>
internal sealed class MappedRows(char separator, IReadOnlyList<string>? header)
{
    /// <summary>Bytes of a row.</summary>
    public const int LongestRow = 1024 * 1024;

    private readonly CsvReaderOptions _options = new()
    {
        HasHeader = false,
        SkipEmptyLines = false,
        AllowLineBreaksInQuotes = true,
        Separator = separator,
        Encoding = Encoding.UTF8,
    };

    private IReadOnlyList<string>? _names = header;

    public void Read(OpenedInput input, Tally tally, RowTaker take)
    {
        var lines = new LineBlockReader(input, maxLine: LongestRow);
        var pending = new List<byte>();
        var (firstLine, firstOffset) = (0L, 0L);
        while (lines.Read() is { } block)
        {
            using (block)
            {
                var text = block.Bytes.Span;
                var line = block.FirstLine;
                for (int start = 0, next; start < text.Length; start = next, line++)
                {
                    var length = text[start..].IndexOf((byte)'\n');
                    next = length < 0 ? text.Length : start + length + 1;
                    if (pending.Count == 0)
                        (firstLine, firstOffset) = (line, block.FirstOffset + start);
                    pending.AddRange(text[start..next]);
                    if (HasOpenQuote(pending) && pending.Count <= LongestRow)
                        continue;
                    TakeRow([.. pending], firstLine, firstOffset, tally, take);
                    pending.Clear();
                }

                if (block.Skipped is { } skipped)
                    tally.RejectLine(skipped.Line, skipped.Offset, skipped.Reason);
            }
        }

        if (pending.Count > 0)
            tally.Reject(
                firstLine, firstOffset, "a quote in this row is never closed, expected RFC 4180: quotes within a cell are doubled");
    }

    private static bool HasOpenQuote(List<byte> row) =>
        System.Runtime.InteropServices.CollectionsMarshal.AsSpan(row).Count((byte)'"') % 2 != 0;

    private void TakeRow(byte[] row, long line, long offset, Tally tally, RowTaker take)
    {
        var raw = row.AsMemory();
        while (raw.Span is [.., (byte)'\n' or (byte)'\r'])
            raw = raw[..^1];
        if (raw.Span.Trim(" \t"u8).IsEmpty)
        {
            tally.Ignored++;
            return;
        }

        if (Cut(raw) is not { } cells)
        {
            tally.Reject(line, offset, "the row is no CSV: expected RFC 4180, cells in double quotes where they hold separators or quotes");
            return;
        }

        if (_names is null)
        {
            _names = cells;
            tally.Ignored++;
        }
        else if (cells.Count != _names.Count)
        {
            tally.Reject(line, offset, $"the row has {cells.Count} cells, expected {_names.Count} as the line of names has");
        }
        else
        {
            var byName = new Dictionary<string, string>(StringComparer.Ordinal);
            for (var i = 0; i < cells.Count; i++)
                byName.TryAdd(_names[i], cells[i]);
            take(line, offset, raw.Span, byName);
        }
    }

    private List<string>? Cut(ReadOnlyMemory<byte> row)
    {
        try
        {
            using var csv = CsvReader.Create(row, _options);
            if (!csv.Read())
                return null;
            var cells = new List<string>(csv.FieldCount);
            for (var i = 0; i < csv.FieldCount; i++)
                cells.Add(csv.GetString(i));
            return cells;
        }
        catch (Exception e) when (e is CsvFormatException or FormatException)
        {
            return null;
        }
    }
}
