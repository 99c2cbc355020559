// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>Reads AWS VPC flow log text. Allocates per block, never per record.</summary>
internal sealed class VpcFlowParser : IFlowParser
{
    private readonly SeparatedLines _lines = new((byte)' ');
    private readonly VpcFlowLayouts _layouts;

    public VpcFlowParser(VpcFlowColumns columns) => _layouts = new VpcFlowLayouts(columns);

    public LogFormat Format => AwsVpcFlowLog.Format;

    public IReadOnlyList<string>? FieldNames => _layouts.Only?.FieldNames;

    public void Parse(LineBlock block, FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(batch);
        batch.Reset(block.Bytes);
        _layouts.Enter(block);
        var text = block.Bytes.Span;
        _lines.Scan(text);
        for (var i = 0; i < _lines.Count; i++)
        {
            var row = _lines.Row(text, i);
            ref var record = ref batch.Add(row.Start, row.Length);
            if (_layouts.Current is { } columns && row.FieldCount == columns.Count && VpcFlowRecordReader.TryRead(row, columns, ref record))
            {
                record.Line = block.FirstLine + i;
                record.Offset = block.FirstOffset + row.Start;
                continue;
            }

            batch.RemoveLast();
            SetAside(row, block.FirstLine + i, block.FirstOffset + row.Start, batch);
        }

        block.RejectSkipped(batch);
    }

    public bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) =>
        VpcFlowFields.TryGet(_layouts.Of(record), record, column, out value);

    public IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record) =>
        VpcFlowFields.All(_layouts.Of(record.Span), record);

    // Seldom: headers and blank lines are found where a record could not be read, so that records pay nothing for them.
    private void SetAside(SeparatedRow row, long line, long offset, FlowBatch batch)
    {
        if (row.Raw.Trim(" \r"u8).IsEmpty)
            batch.IgnoredLines++;
        else if (VpcFlowColumns.IsHeader(row.Raw))
        {
            batch.IgnoredLines++;
            _layouts.Enter(Encoding.UTF8.GetString(row.Raw));
        }
        else
            batch.Rejected.Add(new RejectedRecord(batch.File.Path, line, offset, WhyNot(row)));
    }

    private string WhyNot(SeparatedRow row) =>
        row.Raw.ContainsAnyInRange((byte)0, (byte)31) ? $"the line '{Excerpt.Of(row.Raw)}' holds control characters, expected text"
        : _layouts.Current is { } columns ? VpcFlowRecordReader.WhyNot(row, columns)
        : VpcFlowLayouts.Conflict;
}
