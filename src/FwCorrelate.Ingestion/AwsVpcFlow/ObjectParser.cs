// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Text;
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>
/// Reads VPC flow log records whose columns are members of JSON objects, one a line: what Parquet files are opened as (AWS, VPC user guide,
/// "Publish flow logs to Amazon S3": names with <c>_</c>, numbers typed or as text, absent values null), and what queries of them export.
/// </summary>
/// <remarks>
/// The values of an object are laid out as a line of text and read by what reads lines, so that both mean the same. Nothing is allocated
/// for a record.
/// </remarks>
internal sealed class ObjectParser : JsonLineParser, IRecordLayout
{
    private const int MostKnown = 32;
    private const int LeastStamp = 19;

    private static readonly string[] Names = [.. AwsVpcFlowLog.RecordColumns, AwsVpcFlowLog.InterfaceId, AwsVpcFlowLog.ResourceId];

    private static readonly VpcFlowColumns Layout = VpcFlowColumns.FromUser(string.Join(' ', Names));

    private static readonly ColumnTable<Column> Columns = new(ColumnSpelling.Any, [.. Names.Select((name, i) => ((Column)i, name))]);

    // Numbers are read from behind: what stands before the first is text too.
    private static readonly byte[] Before = "----------------\n"u8.ToArray();

    private readonly SeparatedLines _fields = new((byte)' ');
    private readonly (int Start, int Length)[] _places = new (int, int)[MostKnown];
    private byte[] _line = new byte[1024];

    /// <summary>A place in <see cref="Names"/>.</summary>
    private enum Column
    {
        First,
    }

    public override LogFormat Format => AwsVpcFlowLog.Format;

    /// <summary>
    /// Whether the first object of a text is a record: has what places one, and a name that no other cloud's flow log has.
    /// </summary>
    public static bool MayRead(ReadOnlySpan<byte> head)
    {
        if (!EnvelopeParser.MayRead(head))
            return false;
        var names = FirstObject.Of(head).Keys.Select(ColumnText.Bare).ToHashSet(StringComparer.Ordinal);
        return AwsVpcFlowLog.RequiredColumns.All(g => g.Any(n => names.Contains(ColumnText.Bare(n))))
            && AwsVpcFlowLog.OwnColumns.Any(n => names.Contains(ColumnText.Bare(n)))
            && !names.Contains(ColumnText.Bare(AwsVpcFlowLog.TransitGateway));
    }

    public override bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) => column switch
    {
        AwsVpcFlowLog.NatSource => TryGetIntermediate(record, AwsVpcFlowLog.SourceAddress, AwsVpcFlowLog.PacketSource, out value),
        AwsVpcFlowLog.NatDestination =>
            TryGetIntermediate(record, AwsVpcFlowLog.DestinationAddress, AwsVpcFlowLog.PacketDestination, out value),
        _ => base.TryGetField(record, column, out value),
    };

    protected override bool IsAbsent(string column, string value) => value is "" or AwsVpcFlowLog.Absent;

    protected override LineOutcome Read(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> line, Span<byte> scratch, ref FlowRecord record, out string? reason)
    {
        if (_line.Length < line.Length + Before.Length + 2 * MostKnown)
            _line = new byte[line.Length + Before.Length + 2 * MostKnown];
        Array.Clear(_places);
        var room = scratch;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var column = Columns.Find(reader.ValueSpan);
            reader.Read();
            var before = room.Length;
            var value = JsonText.Take(ref reader, ref room);
            if (column is not { } known)
                continue;

            // Escaped text was written to the scratch; all other lies in the line.
            _places[(int)known] = line.Overlaps(value, out var at) ? (at, value.Length) : (~(scratch.Length - before), value.Length);
        }

        JsonText.Finish(ref reader);
        reason = LayOut(line, scratch, out var length);
        if (reason is not null)
            return LineOutcome.Rejected;
        var text = _line.AsSpan(0, length);
        _fields.Scan(text);
        var row = _fields.Row(text, 1);
        if (VpcFlowRecordReader.TryRead(row, Layout, ref record))
            return LineOutcome.Record;
        reason = VpcFlowRecordReader.WhyNot(row, Layout);
        return LineOutcome.Rejected;
    }

    // Into one line, absent values as the text form marks them.
    private string? LayOut(ReadOnlySpan<byte> line, ReadOnlySpan<byte> scratch, out int length)
    {
        Before.CopyTo(_line, 0);
        length = Before.Length;
        for (var i = 0; i < Names.Length; i++)
        {
            var (start, size) = _places[i];
            var value = start >= 0 ? line.Slice(start, size) : scratch.Slice(~start, size);
            if (value.ContainsAnyInRange((byte)0, (byte)32))
                return Excerpt.Unexpected(Names[i], value, "a value without blanks");
            length += Write(value, _line.AsSpan(length));
            _line[length++] = i == Names.Length - 1 ? (byte)'\n' : (byte)' ';
        }

        return null;
    }

    // Tables that were made of the logs have stamps where AWS writes seconds.
    private static int Write(ReadOnlySpan<byte> value, Span<byte> room)
    {
        if (value.IsEmpty)
            value = "-"u8;
        if (value.Length >= LeastStamp && IsoStamp.TryParse(value, out var seconds, out _, out _))
        {
            Utf8Formatter.TryFormat(seconds, room, out var length);
            return length;
        }

        value.CopyTo(room);
        return value.Length;
    }

    private bool TryGetIntermediate(ReadOnlySpan<byte> record, string own, string packet, out string value)
    {
        if (base.TryGetField(record, packet, out var inner) && base.TryGetField(record, own, out value) && inner != value)
            return true;
        value = "";
        return false;
    }
}
