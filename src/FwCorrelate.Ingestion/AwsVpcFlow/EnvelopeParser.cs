// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>
/// Reads VPC flow log records out of the JSON that carries them: CloudWatch Logs subscription envelopes, also as Firehose puts them one
/// after the other, what shippers write with the line in <c>message</c>, <c>@message</c> or <c>body</c>, and what Docker's json-file driver
/// writes of a container that printed it, in <c>log</c>.
/// </summary>
/// <remarks>
/// The record is the message, exactly as the sensor wrote it, not its envelope: the same record delivered to S3 has the same SHA-256, so
/// it is known again and gives the same incident. It begins at its offset and ends before the next quote or backslash; records of one
/// line are numbered by <see cref="FlowRecord.Index"/>. Envelopes carry no header line: the columns are AWS's default or the user's.
/// </remarks>
internal sealed class EnvelopeParser(VpcFlowColumns columns) : IFlowParser
{
    /// <summary>Longest line of envelopes in bytes: Firehose joins as many as its buffer holds.</summary>
    public const int LongestLine = 64 * 1024 * 1024;

    private static readonly byte[][] Carriers = [.. AwsVpcFlowLog.Format.Marks.Carriers.Select(Encoding.UTF8.GetBytes)];

    private readonly CarriedRecords _records = new(columns);

    public LogFormat Format => AwsVpcFlowLog.Format;

    /// <summary>Whether a text is JSON that may carry records.</summary>
    public static bool MayRead(ReadOnlySpan<byte> head) => TextHead.FirstLine(head) is [(byte)'{' or (byte)'[', ..];

    /// <summary>The first message that may be a record; empty where there is none.</summary>
    public static ReadOnlySpan<byte> FirstMessage(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.WithoutByteOrderMark(head).Split((byte)'\n'))
        {
            var text = TextHead.WithoutByteOrderMark(head)[line].TrimEnd((byte)'\r');
            var scanner = new MessageScanner(text);
            var isControl = false;
            while (scanner.Read())
            {
                if (scanner.Name.SequenceEqual("messageType"u8))
                    isControl = IsControl(scanner.Value);
                if (!isControl && IsMessage(scanner.Name) && Inner(scanner.Value, out _) is var record && record.IndexOf((byte)' ') > 0)
                    return record;
            }
        }

        return default;
    }

    public void Parse(LineBlock block, FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(batch);
        batch.Reset(block.Bytes);
        var line = block.FirstLine;
        for (int start = 0, next; start < block.Bytes.Length; start = next, line++)
        {
            var length = block.Bytes.Span[start..].IndexOf((byte)'\n');
            next = length < 0 ? block.Bytes.Length : start + length + 1;
            var raw = block.Bytes.Span[start..(length < 0 ? next : start + length)].TrimEnd((byte)'\r');
            ParseLine(raw, new Place(start, line, block.FirstOffset), block, batch);
        }

        block.RejectSkipped(batch);
    }

    public bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) =>
        VpcFlowFields.TryGet(columns, record, column, out value);

    public IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record) => VpcFlowFields.All(columns, record);

    private static bool IsMessage(ReadOnlySpan<byte> name)
    {
        foreach (var carrier in Carriers)
        {
            if (name.SequenceEqual(carrier))
                return true;
        }

        return false;
    }

    // CloudWatch Logs checks with these whether the destination can be reached.
    private static bool IsControl(ReadOnlySpan<byte> messageType) => messageType.SequenceEqual("CONTROL_MESSAGE"u8);

    // A message may itself be an object with a message, as a string.
    private static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> value, out int start)
    {
        start = 0;
        if (value is [(byte)'{', ..])
        {
            var inner = new MessageScanner(value, quoteIsEscaped: true);
            while (inner.Read())
            {
                if (!IsMessage(inner.Name))
                    continue;
                start = inner.ValueStart;
                value = inner.Value;
                break;
            }
        }

        // Some shippers keep the line break.
        var end = value.IndexOf((byte)'\\');
        return end >= 0 && value[end..] is [(byte)'\\', (byte)'n' or (byte)'r', ..] ? value[..end] : value;
    }

    private void ParseLine(ReadOnlySpan<byte> raw, Place place, LineBlock block, FlowBatch batch)
    {
        var scanner = new MessageScanner(raw);
        var (messages, isControl) = (0, false);
        while (scanner.Read())
        {
            if (scanner.Name.SequenceEqual("messageType"u8))
                isControl = IsControl(scanner.Value);
            if (!IsMessage(scanner.Name))
                continue;
            if (isControl)
                batch.IgnoredLines++;
            else
            {
                var record = Inner(scanner.Value, out var start);
                _records.Take(block.Bytes.Span.Slice(place.Start + scanner.ValueStart + start, record.Length),
                    place.Start + scanner.ValueStart + start, (place.Line, block.FirstOffset, messages), batch);
            }

            messages++;
        }

        if (scanner.Problem is { } problem)
            batch.Rejected.Add(new RejectedRecord(
                batch.File.Path, place.Line, place.Offset, $"the line '{Excerpt.Of(raw)}' is not JSON to its end: {problem}"));
        else if (messages == 0)
            batch.IgnoredLines++;
    }

    private readonly record struct Place(int Start, long Line, long BlockOffset)
    {
        public long Offset => BlockOffset + Start;
    }
}
