// SPDX-License-Identifier: Apache-2.0
using System.Text;
using CsvHelper;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.VpcFlow;

/// <summary>Reads AWS VPC flow log text. Allocates per block, never per record.</summary>
internal sealed class VpcFlowParser : IFlowParser
{
    // CsvHelper 34 finds the separators with SIMD and hands out spans; an encoding by name keeps it from guessing one.
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ' ',
        Mode = CsvMode.NoEscape,
        HasHeader = false,
        SkipEmptyLines = false,
        Encoding = Encoding.UTF8,
    };

    private readonly VpcFlowLayouts _layouts;

    public VpcFlowParser(VpcFlowColumns columns) => _layouts = new VpcFlowLayouts(columns);

    public IReadOnlyList<FieldMapping> Mappings => VpcFlowFields.Mappings;

    public void Parse(LineBlock block, FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(batch);
        batch.Reset(block.Bytes);
        _layouts.Enter(block);
        var position = new Position(0, block.FirstLine);
        while (position.Start < block.Bytes.Length)
        {
            var text = block.Bytes[position.Start..];
            var clean = CleanLength(text.Span);
            position = clean > 0 ? ParseRun(text[..clean], position, block, batch) : RejectLine(text.Span, position, block, batch);
        }

        block.RejectSkipped(batch);
    }

    public bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) =>
        VpcFlowFields.TryGet(_layouts.Of(record), record, column, out value);

    public IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record) =>
        VpcFlowFields.All(_layouts.Of(record.Span), record);

    private Position ParseRun(ReadOnlyMemory<byte> text, Position at, LineBlock block, FlowBatch batch)
    {
        using var csv = CsvReader.Create(text, Options);
        var line = at.Line;
        for (; csv.Read(); line++)
        {
            var start = at.Start + (int)csv.ByteOffset;
            ref var record = ref batch.Add(start, csv.RawRecord.Length);
            var columns = _layouts.Current;
            if (columns is not null && csv.FieldCount == columns.Count && VpcFlowRecordReader.TryRead(csv, columns, ref record))
            {
                record.Line = line;
                record.Offset = block.FirstOffset + start;
                continue;
            }

            batch.RemoveLast();
            SetAside(csv, line, block.FirstOffset + start, batch);
        }

        return new Position(at.Start + text.Length, line);
    }

    // Seldom: headers and blank lines are found where a record could not be read, so that records pay nothing for them.
    private void SetAside(CsvReader csv, long line, long offset, FlowBatch batch)
    {
        var raw = csv.RawRecord;
        if (raw.Trim(" \r"u8).IsEmpty)
            batch.IgnoredLines++;
        else if (VpcFlowColumns.IsHeader(raw))
        {
            batch.IgnoredLines++;
            _layouts.Enter(Encoding.UTF8.GetString(raw));
        }
        else
        {
            var reason = _layouts.Current is { } columns ? VpcFlowRecordReader.WhyNot(csv, columns) : VpcFlowLayouts.Conflict;
            batch.Rejected.Add(new RejectedRecord(batch.File.Path, line, offset, reason));
        }
    }

    // A carriage return within a line ends a record for CsvHelper but not a line for us; a byte order mark would shift its offsets.
    private static int CleanLength(ReadOnlySpan<byte> text)
    {
        if (text[0] is 0xFF or 0xFE or 0 || text.StartsWith("\uFEFF"u8))
            return 0;
        for (var from = 0; text[from..].IndexOf((byte)'\r') is var found and >= 0; from += found + 1)
        {
            var next = from + found + 1;
            if (next < text.Length && text[next] != (byte)'\n')
                return text[..next].LastIndexOf((byte)'\n') + 1;
        }

        return text.Length;
    }

    private static Position RejectLine(ReadOnlySpan<byte> text, Position at, LineBlock block, FlowBatch batch)
    {
        var end = text.IndexOf((byte)'\n');
        batch.Rejected.Add(new RejectedRecord(batch.File.Path, at.Line, block.FirstOffset + at.Start,
            $"the line '{Excerpt.Of(end < 0 ? text : text[..end])}' holds control characters, expected text"));
        return new Position(at.Start + (end < 0 ? text.Length : end + 1), at.Line + 1);
    }

    private readonly record struct Position(int Start, long Line);
}
