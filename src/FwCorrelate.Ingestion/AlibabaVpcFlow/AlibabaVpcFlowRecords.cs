// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.AlibabaVpcFlow;

/// <summary>What Alibaba Cloud VPC flow logs mean, in whatever form they were exported: one record is one direction of one 5-tuple at one network interface.</summary>
internal static class AlibabaVpcFlowRecords
{
    /// <summary>The documentation spells this one key in three ways.</summary>
    public static IReadOnlyList<string> NamesOf(string column) =>
        ColumnNames.Comparer.Equals(column, "traffic-path") ? ["traffic_path", "TrafficPath", "rafficPath"] : [column];

    public static bool IsAbsent(string value) => value is "" or AlibabaVpcFlowLog.Absent;

    /// <summary>Makes a record of a row; every property is set but the origin.</summary>
    public static LineOutcome Read(in AlibabaVpcFlowRow row, ref FlowRecord record, out string? reason)
    {
        reason = ReadStatus(row, ref record) ?? ReadTimes(row, ref record) ?? ReadEnds(row, ref record) ?? ReadCounters(row, ref record);
        if (reason is not null)
            return LineOutcome.Rejected;
        record.Sensor = SensorId.Of(row.EniId.IsEmpty ? row.VmId : row.EniId);
        record.SourceIsInitiator = false;
        record.IsSampled = false;
        record.OtherStartMinutes = 0;
        return LineOutcome.Record;
    }

    private static string? ReadStatus(in AlibabaVpcFlowRow row, ref FlowRecord record)
    {
        record.Kind = row.LogStatus.SequenceEqual("NODATA"u8) ? RecordKind.NoData
            : row.LogStatus.SequenceEqual("SKIPDATA"u8) ? RecordKind.SkipData
            : RecordKind.Flow;
        return record.Kind == RecordKind.Flow && !row.LogStatus.IsEmpty && !row.LogStatus.SequenceEqual("OK"u8)
            ? Excerpt.Unexpected("log-status", row.LogStatus, "OK, NODATA or SKIPDATA")
            : null;
    }

    private static string? ReadTimes(in AlibabaVpcFlowRow row, ref FlowRecord record)
    {
        if (!UnixTime.TryParseSeconds(row.Start, out var start))
            return Excerpt.Unexpected("start", row.Start, UnixTime.Expectation);
        if (!UnixTime.TryParseSeconds(row.End, out var end))
            return Excerpt.Unexpected("end", row.End, UnixTime.Expectation);
        (record.Start, record.End) = (start, end);
        return end < start ? Excerpt.Unexpected("end", row.End, $"a time not before start {Excerpt.Of(row.Start)}") : null;
    }

    private static string? ReadEnds(in AlibabaVpcFlowRow row, ref FlowRecord record)
    {
        var isFlow = record.Kind == RecordKind.Flow;
        if (!TryReadAddress(row.SourceAddress, isFlow, out var source))
            return Excerpt.Unexpected("srcaddr", row.SourceAddress, "an IPv4 or IPv6 address");
        if (!TryReadAddress(row.DestinationAddress, isFlow, out var destination))
            return Excerpt.Unexpected("dstaddr", row.DestinationAddress, "an IPv4 or IPv6 address");
        if (!TryReadPort(row.SourcePort, out var sourcePort))
            return Excerpt.Unexpected("srcport", row.SourcePort, "a port from 0 to 65535");
        if (!TryReadPort(row.DestinationPort, out var destinationPort))
            return Excerpt.Unexpected("dstport", row.DestinationPort, "a port from 0 to 65535");
        if (!TransportProtocolNames.TryParse(row.Protocol, out var protocol) && !row.Protocol.IsEmpty)
            return Excerpt.Unexpected("protocol", row.Protocol, "an IANA protocol number");
        if (record.Kind == RecordKind.NoData && !source.IsNone && !destination.IsNone)
            record.Kind = RecordKind.Flow;
        if (record.Kind == RecordKind.SkipData)
            (source, destination) = (HostAddress.None, HostAddress.None);
        (record.Source, record.Destination) = (source, destination);
        (record.SourcePort, record.DestinationPort, record.Protocol) = (sourcePort, destinationPort, protocol);
        return null;
    }

    private static string? ReadCounters(in AlibabaVpcFlowRow row, ref FlowRecord record)
    {
        if (!TryReadCount(row.Packets, out var packets))
            return Excerpt.Unexpected("packets", row.Packets, "a number of packets");
        if (!TryReadCount(row.Bytes, out var bytes))
            return Excerpt.Unexpected("bytes", row.Bytes, "a number of bytes");
        var hasFlags = Utf8Number.TryParse(row.TcpFlags, out ushort flags) && flags <= byte.MaxValue;
        if (!hasFlags && !row.TcpFlags.IsEmpty)
            return Excerpt.Unexpected("tcp-flags", row.TcpFlags, "TCP flags from 0 to 255");
        if (!TryReadAction(row.Action, out var action))
            return Excerpt.Unexpected("action", row.Action, "ACCEPT or REJECT");
        (record.Packets, record.Bytes, record.Action) = (packets, bytes, action);
        (record.BytesReceived, record.IsInterim) = (0, false);
        record.TcpFlags = (TcpFlags)flags;
        record.HasTcpFlags = hasFlags && record.Protocol == TransportProtocol.Tcp;
        record.Direction = row.Direction.SequenceEqual("out"u8) ? FlowDirection.Outbound
            : row.Direction.SequenceEqual("in"u8) ? FlowDirection.Inbound
            : FlowDirection.Unknown;
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

    private static bool TryReadAction(ReadOnlySpan<byte> text, out FirewallAction action)
    {
        action = text.SequenceEqual("ACCEPT"u8) ? FirewallAction.Allow
            : text.SequenceEqual("REJECT"u8) ? FirewallAction.Reject
            : FirewallAction.Unknown;
        return action != FirewallAction.Unknown || text.IsEmpty;
    }
}
