// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>Makes one record of one row. On the hot path: no allocation, and every property of the record is set.</summary>
internal static class VpcFlowRecordReader
{
    private static ReadOnlySpan<byte> Absent => "-"u8;

    /// <summary>
    /// Reads a row that has as many fields as <paramref name="columns"/>; false where a field breaks it, see <see cref="WhyNot"/>.
    /// </summary>
    public static bool TryRead(in SeparatedRow row, VpcFlowColumns columns, ref FlowRecord record)
    {
        if (!TryFind(columns.Statuses, row, columns.LogStatus, out var kind)
            || !TryReadNumbers(row, columns, ref record)
            || !TryReadEnds(row, columns, kind, ref record))
            return false;

        record.Kind = record.HasAddresses && kind == RecordKind.NoData ? RecordKind.Flow : kind;
        record.Sensor = Sensor(row, columns);
        record.Index = 0;
        record.SourceIsInitiator = false;
        record.IsSampled = false;
        record.IsInterim = false;
        record.DestinationName = 0;
        record.OtherStartMinutes = 0;
        return TryReadVerdict(row, columns, ref record);
    }

    /// <summary>Why <see cref="TryRead"/> refused the row, in words for a user.</summary>
    public static string WhyNot(in SeparatedRow row, VpcFlowColumns columns)
    {
        if (row.FieldCount != columns.Count)
            return $"the line has {row.FieldCount} columns, expected {columns.Count} ({Excerpt.Of(columns.HeaderLine)}): "
                + $"'{Excerpt.Of(row.Raw)}'";
        if (!UnixTime.TryParseSeconds(row[columns.Start], out var start))
            return Unexpected(row, columns, columns.Start, UnixTime.Expectation);
        if (!UnixTime.TryParseSeconds(row[columns.End], out var end))
            return Unexpected(row, columns, columns.End, UnixTime.Expectation);
        if (end < start)
            return Unexpected(row, columns, columns.End, $"a time not before start {Excerpt.Of(row[columns.Start])}");
        foreach (var (column, isValid, expectation) in Checks(row, columns))
        {
            if (!isValid)
                return Unexpected(row, columns, column, expectation);
        }

        return "srcaddr and dstaddr are missing, expected both on a line whose log-status is OK";
    }

    private static List<(int Column, bool IsValid, string Expectation)> Checks(in SeparatedRow row, VpcFlowColumns columns) =>
    [
        (columns.LogStatus, columns.Statuses.TryFind(Field(row, columns.LogStatus), out _), "OK, NODATA or SKIPDATA"),
        (columns.SourceAddress, TryReadAddress(Field(row, columns.SourceAddress), out _), "an IPv4 or IPv6 address"),
        (columns.DestinationAddress, TryReadAddress(Field(row, columns.DestinationAddress), out _), "an IPv4 or IPv6 address"),
        (columns.PacketSource, TryReadAddress(Field(row, columns.PacketSource), out _), "an IPv4 or IPv6 address"),
        (columns.PacketDestination, TryReadAddress(Field(row, columns.PacketDestination), out _), "an IPv4 or IPv6 address"),
        (columns.SourcePort, TryReadPort(row, columns.SourcePort, out _), "a port from 0 to 65535"),
        (columns.DestinationPort, TryReadPort(row, columns.DestinationPort, out _), "a port from 0 to 65535"),
        (columns.Protocol, TryReadProtocol(row, columns.Protocol, out _), "an IANA protocol number"),
        (columns.Packets, TryReadNumber(row, columns.Packets, out _), "a number of packets"),
        (columns.Bytes, TryReadNumber(row, columns.Bytes, out _), "a number of bytes"),
        (columns.Action, columns.Actions.TryFind(Field(row, columns.Action), out _), "ACCEPT or REJECT"),
        (columns.FlowDirection, columns.Directions.TryFind(Field(row, columns.FlowDirection), out _), "ingress or egress"),
        (columns.TcpFlags, TryReadFlags(row, columns.TcpFlags, out _, out _), "TCP flags from 0 to 255"),
    ];

    private static string Unexpected(in SeparatedRow row, VpcFlowColumns columns, int column, string expectation) =>
        Excerpt.Unexpected(columns.Names[column], row[column], expectation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<byte> Field(in SeparatedRow row, int column) => column < 0 ? Absent : row[column];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadNumbers(in SeparatedRow row, VpcFlowColumns columns, ref FlowRecord record) =>
        VpcFlowNumbers.CanRead(columns) && row.HasTextBefore && VpcFlowNumbers.TryRead(row, columns, out var numbers)
            ? TryTake(numbers, ref record)
            : TryReadTimes(row, columns, ref record) && TryReadCounters(row, columns, ref record);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryTake(in VpcFlowNumbers numbers, ref FlowRecord record)
    {
        if (!UnixTime.IsPlausible(numbers.Start) || !UnixTime.IsPlausible(numbers.End)
            || Math.Max(numbers.SourcePort, numbers.DestinationPort) > ushort.MaxValue)
            return false;
        (record.Start, record.End) = (Instant64.FromUnixTimeSeconds(numbers.Start), Instant64.FromUnixTimeSeconds(numbers.End));
        (record.Packets, record.Bytes, record.BytesReceived, record.IsInterim) = (numbers.Packets, numbers.Bytes, 0, false);
        (record.SourcePort, record.DestinationPort) = ((ushort)numbers.SourcePort, (ushort)numbers.DestinationPort);
        return numbers.End >= numbers.Start;
    }

    private static bool TryReadTimes(in SeparatedRow row, VpcFlowColumns columns, ref FlowRecord record)
    {
        var isRead = TryReadTime(row, columns.Start, out var start) & TryReadTime(row, columns.End, out var end);
        (record.Start, record.End) = (start, end);
        return isRead && end >= start;
    }

    private static bool TryReadCounters(in SeparatedRow row, VpcFlowColumns columns, ref FlowRecord record)
    {
        var isRead = TryReadNumber(row, columns.Packets, out var packets)
            & TryReadNumber(row, columns.Bytes, out var bytes)
            & TryReadPort(row, columns.SourcePort, out var sourcePort)
            & TryReadPort(row, columns.DestinationPort, out var destinationPort);
        (record.Packets, record.Bytes, record.BytesReceived, record.IsInterim) = (packets, bytes, 0, false);
        (record.SourcePort, record.DestinationPort) = (sourcePort, destinationPort);
        return isRead;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadVerdict(in SeparatedRow row, VpcFlowColumns columns, ref FlowRecord record)
    {
        var isRead = TryReadProtocol(row, columns.Protocol, out var protocol) & TryFind(
            columns.Actions, row, columns.Action, out var action);
        (record.Protocol, record.Action) = (protocol, action);
        (record.Direction, record.TcpFlags, record.HasTcpFlags) = (FlowDirection.Unknown, TcpFlags.None, false);
        return columns.HasDirectionOrFlags ? isRead & TryReadDirectionAndFlags(row, columns, ref record) : isRead;
    }

    private static bool TryReadDirectionAndFlags(in SeparatedRow row, VpcFlowColumns columns, ref FlowRecord record)
    {
        var isRead = TryFind(columns.Directions, row, columns.FlowDirection, out var direction)
            & TryReadFlags(row, columns.TcpFlags, out var flags, out var hasFlags);
        (record.Direction, record.TcpFlags) = (direction, flags);
        record.HasTcpFlags = hasFlags && record.Protocol == TransportProtocol.Tcp;
        return isRead;
    }

    // Behind NAT, a load balancer or for a pod the interface is an intermediate; pkt-* name the real ends.
    private static bool TryReadEnds(in SeparatedRow row, VpcFlowColumns columns, RecordKind kind, ref FlowRecord record)
    {
        if (!TryReadAddresses(row, columns, out var source, out var destination))
            return false;
        if (columns.HasPacketAddresses)
        {
            if (!TryReadAddress(Field(row, columns.PacketSource), out var packetSource)
                || !TryReadAddress(Field(row, columns.PacketDestination), out var packetDestination))
                return false;
            source = packetSource.IsNone ? source : packetSource;
            destination = packetDestination.IsNone ? destination : packetDestination;
        }

        record.Source = kind == RecordKind.SkipData ? HostAddress.None : source;
        record.Destination = kind == RecordKind.SkipData ? HostAddress.None : destination;
        return kind != RecordKind.Flow || record.HasAddresses;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadAddresses(in SeparatedRow row, VpcFlowColumns columns, out HostAddress source, out HostAddress destination)
    {
        if (columns.HasAddresses && row.HasTextBefore && HostAddress.TryParseIPv4(
            row.LastSixteen(columns.SourceAddress), row.LengthOf(columns.SourceAddress),
            row.LastSixteen(columns.DestinationAddress), row.LengthOf(columns.DestinationAddress), out source, out destination))
            return true;
        destination = default;
        return TryReadAddress(Field(row, columns.SourceAddress), out source)
            && TryReadAddress(Field(row, columns.DestinationAddress), out destination);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Sensor(in SeparatedRow row, VpcFlowColumns columns)
    {
        var name = Field(row, columns.InterfaceId);
        if (name.SequenceEqual(Absent))
            name = Field(row, columns.ResourceId);
        return name.SequenceEqual(Absent) ? 0 : SensorId.Of(name);
    }

    // A word of up to eight bytes is one load, like a number.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryFind<T>(WordTable<T> words, in SeparatedRow row, int column, out T value)
        where T : struct, Enum =>
        column >= 0 && row.HasTextBefore && (uint)(row.LengthOf(column) - 1) < sizeof(ulong)
            ? words.TryFind(row.LastEight(column), row.LengthOf(column), out value)
            : words.TryFind(Field(row, column), out value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadAddress(ReadOnlySpan<byte> text, out HostAddress address)
    {
        address = default;
        return HostAddress.TryParse(text, out address) || text.SequenceEqual(Absent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadTime(in SeparatedRow row, int column, out Instant64 time)
    {
        var isTime = row.TryGetNumber(column, out var seconds) && UnixTime.IsPlausible(seconds);
        time = isTime ? Instant64.FromUnixTimeSeconds(seconds) : default;
        return isTime;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadPort(in SeparatedRow row, int column, out ushort port)
    {
        var isRead = TryReadNumber(row, column, out var number) && number <= ushort.MaxValue;
        port = isRead && number > 0 ? (ushort)number : (ushort)0;
        return isRead;
    }

    /// <summary>A number, or -1 where the field is absent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadNumber(in SeparatedRow row, int column, out long number)
    {
        if (column >= 0 && row.TryGetNumber(column, out number))
            return true;
        number = -1;
        return Field(row, column).SequenceEqual(Absent);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadProtocol(in SeparatedRow row, int column, out TransportProtocol protocol)
    {
        var isRead = TryReadNumber(row, column, out var number) && number <= byte.MaxValue;
        protocol = isRead && number >= 0 ? (TransportProtocol)number : TransportProtocol.None;
        return isRead;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadFlags(in SeparatedRow row, int column, out TcpFlags flags, out bool hasFlags)
    {
        var isRead = TryReadNumber(row, column, out var number) && number <= byte.MaxValue;
        hasFlags = isRead && number >= 0;
        flags = hasFlags ? (TcpFlags)number : TcpFlags.None;
        return isRead;
    }
}
