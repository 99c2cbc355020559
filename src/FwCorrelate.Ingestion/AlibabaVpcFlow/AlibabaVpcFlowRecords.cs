// SPDX-License-Identifier: Apache-2.0
using Column = FwCorrelate.Ingestion.AlibabaVpcFlow.AlibabaVpcFlowColumn;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.AlibabaVpcFlow;

/// <summary>
/// What Alibaba Cloud VPC flow logs mean, in whatever form they were exported: one record is one direction of one 5-tuple at one network
/// interface.
/// </summary>
internal sealed class AlibabaVpcFlowRecords() : MemberRecords<Column>(AlibabaVpcFlowLog.Format, AlibabaVpcFlowLog.Columns)
{
    // The documentation spells this one key in three ways.
    private static readonly string[] TrafficPath = ["traffic_path", "TrafficPath", "rafficPath"];

    public override ReadOnlySpan<byte> Absent => "-"u8;

    public override bool IsAbsent(string column, string value) => value is "" or AlibabaVpcFlowLog.Absent;

    public override bool TryGet(ReadOnlySpan<byte> record, string column, Lookup lookup, out string value)
    {
        value = "";
        foreach (var name in ColumnNames.Comparer.Equals(column, TrafficPath[0]) ? TrafficPath : [column])
        {
            if (lookup(record, name, out value))
                return true;
        }

        return false;
    }

    public override LineOutcome Read(in MemberRow<Column> row, ref FlowRecord record, out string? reason)
    {
        reason = ReadStatus(row, ref record) ?? ReadTimes(row, ref record) ?? ReadEnds(row, ref record) ?? ReadCounters(row, ref record);
        if (reason is not null)
            return LineOutcome.Rejected;
        record.Sensor = SensorId.Of(row[Column.EniId].IsEmpty ? row[Column.VmId] : row[Column.EniId]);
        record.SourceIsInitiator = false;
        record.IsSampled = false;
        record.IsInterim = false;
        record.DestinationName = 0;
        record.OtherStartMinutes = 0;
        return LineOutcome.Record;
    }

    private static string? ReadStatus(in MemberRow<Column> row, ref FlowRecord record)
    {
        var isKnown = AlibabaVpcFlowLog.Format.Statuses.TryFind(row[Column.LogStatus], out var kind);
        record.Kind = kind;
        return isKnown ? null : Excerpt.Unexpected("log-status", row[Column.LogStatus], "OK, NODATA or SKIPDATA");
    }

    private static string? ReadTimes(in MemberRow<Column> row, ref FlowRecord record)
    {
        if (!UnixTime.TryParseSeconds(row[Column.Start], out var start))
            return Excerpt.Unexpected("start", row[Column.Start], UnixTime.Expectation);
        if (!UnixTime.TryParseSeconds(row[Column.End], out var end))
            return Excerpt.Unexpected("end", row[Column.End], UnixTime.Expectation);
        (record.Start, record.End) = (start, end);
        return end < start ? Excerpt.Unexpected("end", row[Column.End], $"a time not before start {Excerpt.Of(row[Column.Start])}") : null;
    }

    private static string? ReadEnds(in MemberRow<Column> row, ref FlowRecord record)
    {
        var isFlow = record.Kind == RecordKind.Flow;
        if (!TryReadAddress(row[Column.SourceAddress], isFlow, out var source))
            return Excerpt.Unexpected("srcaddr", row[Column.SourceAddress], "an IPv4 or IPv6 address");
        if (!TryReadAddress(row[Column.DestinationAddress], isFlow, out var destination))
            return Excerpt.Unexpected("dstaddr", row[Column.DestinationAddress], "an IPv4 or IPv6 address");
        if (!TryReadPort(row[Column.SourcePort], out var sourcePort))
            return Excerpt.Unexpected("srcport", row[Column.SourcePort], "a port from 0 to 65535");
        if (!TryReadPort(row[Column.DestinationPort], out var destinationPort))
            return Excerpt.Unexpected("dstport", row[Column.DestinationPort], "a port from 0 to 65535");
        if (!TransportProtocolNames.TryParse(row[Column.Protocol], out var protocol) && !row[Column.Protocol].IsEmpty)
            return Excerpt.Unexpected("protocol", row[Column.Protocol], "an IANA protocol number");
        if (record.Kind == RecordKind.NoData && !source.IsNone && !destination.IsNone)
            record.Kind = RecordKind.Flow;
        if (record.Kind == RecordKind.SkipData)
            (source, destination) = (HostAddress.None, HostAddress.None);
        (record.Source, record.Destination) = (source, destination);
        (record.SourcePort, record.DestinationPort, record.Protocol) = (sourcePort, destinationPort, protocol);
        return null;
    }

    private static string? ReadCounters(in MemberRow<Column> row, ref FlowRecord record)
    {
        if (!TryReadCount(row[Column.Packets], out var packets))
            return Excerpt.Unexpected("packets", row[Column.Packets], "a number of packets");
        if (!TryReadCount(row[Column.Bytes], out var bytes))
            return Excerpt.Unexpected("bytes", row[Column.Bytes], "a number of bytes");
        var hasFlags = Utf8Number.TryParse(row[Column.TcpFlags], out ushort flags) && flags <= byte.MaxValue;
        if (!hasFlags && !row[Column.TcpFlags].IsEmpty)
            return Excerpt.Unexpected("tcp-flags", row[Column.TcpFlags], "TCP flags from 0 to 255");
        if (!AlibabaVpcFlowLog.Format.Actions.TryFind(row[Column.Action], out var action))
            return Excerpt.Unexpected("action", row[Column.Action], "ACCEPT or REJECT");
        (record.Packets, record.Bytes, record.Action) = (packets, bytes, action);
        (record.BytesReceived, record.IsInterim) = (0, false);
        record.TcpFlags = (TcpFlags)flags;
        record.HasTcpFlags = hasFlags && record.Protocol == TransportProtocol.Tcp;
        // Any other word says nothing.
        AlibabaVpcFlowLog.Format.Directions.TryFind(row[Column.Direction], out var direction);
        record.Direction = direction;
        return null;
    }

    private static bool TryReadAddress(ReadOnlySpan<byte> text, bool isRequired, out HostAddress address)
    {
        address = default;
        return (text.IsEmpty && !isRequired) || HostAddress.TryParse(text, out address);
    }

    private static bool TryReadPort(ReadOnlySpan<byte> text, out ushort port) => Utf8Number.TryParse(text, out port) || text.IsEmpty;

    private static bool TryReadCount(ReadOnlySpan<byte> text, out long count)
    {
        if (Utf8Number.TryParse(text, out count))
            return true;
        count = -1;
        return text.IsEmpty;
    }
}
