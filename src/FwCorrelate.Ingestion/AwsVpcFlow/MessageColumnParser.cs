// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>Reads VPC flow log records out of a column of CSV rows; see <see cref="EnvelopeParser"/> on what the record is.</summary>
internal sealed class MessageColumnParser(VpcFlowColumns columns, MessageColumn column) : IFlowParser
{
    private readonly CarriedRecords _records = new(columns);

    public LogFormat Format => AwsVpcFlowLog.Format;

    public IReadOnlyList<string>? FieldNames => columns.FieldNames;

    public void Parse(LineBlock block, FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(batch);
        batch.Reset(block.Bytes);
        var text = block.Bytes.Span;
        var line = block.FirstLine;
        for (int start = 0, next; start < text.Length; start = next, line++)
        {
            var length = text[start..].IndexOf((byte)'\n');
            next = length < 0 ? text.Length : start + length + 1;
            var raw = text[start..(length < 0 ? next : start + length)].TrimEnd((byte)'\r');
            if (raw.Trim(" \t"u8).IsEmpty || raw.SequenceEqual(column.Header))
                batch.IgnoredLines++;
            else if (column.TryFind(raw, out var from, out var size))
                _records.Take(raw.Slice(from, size), start + from, (line, block.FirstOffset, 0), batch);
            else
            {
                batch.Rejected.Add(new RejectedRecord(batch.File.Path, line, block.FirstOffset + start,
                    $"the line '{Excerpt.Of(raw)}' is no row of {column.Count} columns, expected '{Excerpt.Of(column.Header)}'"));
            }
        }

        block.RejectSkipped(batch);
    }

    public bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) =>
        VpcFlowFields.TryGet(columns, record, column, out value);

    public IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record) => VpcFlowFields.All(columns, record);
}
