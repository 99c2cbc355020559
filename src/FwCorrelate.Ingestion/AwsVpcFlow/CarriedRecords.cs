// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>
/// Reads VPC flow log records that stand within something else: the record is what the sensor wrote, not what carries it.
/// </summary>
internal sealed class CarriedRecords(VpcFlowColumns columns)
{
    private readonly SeparatedLines _fields = new((byte)' ');

    /// <summary>Ends as a record or as a rejected one.</summary>
    /// <param name="start">Where the record begins in the block.</param>
    /// <param name="at">Its line, the offset of the block in the file, and the number of records before it on its line.</param>
    public void Take(ReadOnlySpan<byte> message, int start, (long Line, long BlockOffset, int Index) at, FlowBatch batch)
    {
        var reason = Refusal(message);
        if (reason is null)
        {
            _fields.Scan(message);
            var row = _fields.Row(message, 0);
            ref var record = ref batch.Add(start, message.Length);
            if (row.FieldCount == columns.Count && VpcFlowRecordReader.TryRead(row, columns, ref record))
            {
                (record.Line, record.Offset, record.Index) = (at.Line, at.BlockOffset + start, (ushort)Math.Min(at.Index, ushort.MaxValue));
                return;
            }

            batch.RemoveLast();
            reason = VpcFlowRecordReader.WhyNot(row, columns);
        }

        batch.Rejected.Add(new RejectedRecord(batch.File.Path, at.Line, at.BlockOffset + start, reason));
    }

    private static string? Refusal(ReadOnlySpan<byte> message)
    {
        if (message.IsEmpty)
            return "the message is empty, expected a flow log record";
        if (message.Contains((byte)'\\'))
            return $"the message '{Excerpt.Of(message)}' has escapes, expected a flow log record, which needs none";
        return message.ContainsAnyInRange((byte)0, (byte)31) || message[0] >= 0xEF
            ? $"the message '{Excerpt.Of(message)}' holds control characters, expected text"
            : null;
    }
}
