// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>
/// Makes records of named values by what their <see cref="FlowLayout"/> says that they mean. A family with quirks derives from it.
/// </summary>
/// <param name="source">What the case says of the log: the zone and the year of stamps without one.</param>
internal class MappedRecords(FlowLayout layout, LogSettings source) : MemberRecords<FlowRole>(layout.Format, layout.Columns)
{
    private const int LongestProtocol = 20;
    private readonly UnknownWords _unknown = new();

    public override ReadOnlySpan<byte> Absent => layout.AbsentBytes;

    public override IReadOnlyCollection<string> UnknownVerdicts => _unknown.Words;

    protected FlowLayout Layout => layout;

    protected ZoneClock Clock { get; } = new(source.Zone, source.LogEnd);

    public override bool IsAbsent(string column, string value) => value.Length == 0 || value == layout.Absent;

    public sealed override LineOutcome Read(in MemberRow<FlowRole> row, ref FlowRecord record, out string? reason)
    {
        Clear(ref record);
        reason = null;
        if (!IsRecord(row, ref record))
            return LineOutcome.Ignored;
        reason = ReadTimes(row, ref record) ?? ReadProtocol(row, ref record) ?? ReadEnds(row, ref record) ?? ReadCounters(row, ref record);
        if (reason is null)
        {
            ReadWords(row, ref record);
            ReadFlags(row, ref record);
            reason = Complete(row, ref record);
        }

        return reason is null ? LineOutcome.Record : LineOutcome.Rejected;
    }

    /// <summary>Whether a line is a record of this family, and of what kind; any other is ignored.</summary>
    protected virtual bool IsRecord(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        if (Format.Statuses.Words.Count == 0)
            return true;
        var isKnown = Format.Statuses.TryFind(row[FlowRole.Kind], out var kind);
        record.Kind = kind;
        return isKnown;
    }

    /// <summary>What only the family knows, once all else is read; returns why the record cannot be used.</summary>
    protected virtual string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record) => null;

    /// <summary>Sets start and end; returns why they cannot be read.</summary>
    protected virtual string? ReadTimes(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        var hasStart = !row[FlowRole.Start].IsEmpty;
        var role = hasStart ? FlowRole.Start : FlowRole.Stamp;
        var text = row[role];
        if (!StampText.TryParse(text, Clock, out var start, out var other))
            return Unexpected(text.IsEmpty
                && Columns.NameOf(FlowRole.Start).Length > 0 ? FlowRole.Start : role, text, StampText.Expected(text));
        record.OtherStartMinutes = other;
        (record.Start, record.End) = (start, start);
        if (!row[FlowRole.End].IsEmpty)
        {
            if (!StampText.TryParse(row[FlowRole.End], Clock, out var end, out _))
                return Unexpected(FlowRole.End, row[FlowRole.End], StampText.Expected(row[FlowRole.End]));
            record.End = end;
            return end < start
                ? Unexpected(FlowRole.End, row[FlowRole.End], $"a time not before {Columns.NameOf(role)} {Excerpt.Of(text)}") : null;
        }

        var duration = row[FlowRole.Duration];
        if (duration.IsEmpty)
            return null;
        if (!StampText.TryReadDuration(duration, layout.DurationUnit, out var nanoseconds))
            return Unexpected(FlowRole.Duration, duration, "a length of time that is not negative");
        if (layout.StampIsEnd && !hasStart)
            record.Start = Instant64.FromUnixTimeNanoseconds(start.ToUnixTimeNanoseconds() - nanoseconds);
        else
            record.End = Instant64.FromUnixTimeNanoseconds(start.ToUnixTimeNanoseconds() + nanoseconds);
        return null;
    }

    protected string Unexpected(FlowRole role, ReadOnlySpan<byte> value, string expectation) =>
        Excerpt.Unexpected(NameOf(role), value, expectation);

    /// <summary>A count; -1 where it is absent.</summary>
    protected static bool TryReadCount(ReadOnlySpan<byte> text, out long count)
    {
        if (Utf8Number.TryParse(text, out count))
            return true;
        count = -1;
        return text.IsEmpty;
    }

    private string NameOf(FlowRole role) => Columns.NameOf(role) is { Length: > 0 } name ? name : role.ToString().ToLowerInvariant();

    private void Clear(ref FlowRecord record)
    {
        var (line, offset, index) = (record.Line, record.Offset, record.Index);
        record = new FlowRecord
        {
            Line = line,
            Offset = offset,
            Index = index,
            Packets = -1,
            Bytes = -1,
            BytesReceived = layout.Counts == ByteCount.OneWay ? 0 : -1,
            SourceIsInitiator = Format.SourceIsInitiator,
            IsSampled = layout.IsSampled,
            Action = layout.Action,
            Direction = layout.Direction,
            Protocol = layout.Protocol,
        };
    }

    private string? ReadProtocol(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        var text = row[FlowRole.Protocol];
        if (text.IsEmpty)
            return null;
        var isRead = TransportProtocolNames.TryParse(text, out var protocol) || IsOtherProtocol(text, out protocol);
        record.Protocol = protocol;
        return isRead ? null : Unexpected(FlowRole.Protocol, text, "tcp, udp, icmp or an IANA number");
    }

    // Spellings of Suricata, Zeek and others; what carries no ports at all is none.
    private static bool IsOtherProtocol(ReadOnlySpan<byte> text, out TransportProtocol protocol)
    {
        protocol = System.Text.Ascii.EqualsIgnoreCase(text, "ipv6-icmp"u8)
            || System.Text.Ascii.EqualsIgnoreCase(text, "icmp-v6"u8) ? TransportProtocol.IcmpV6 : TransportProtocol.None;
        return protocol != TransportProtocol.None || (text.Length <= LongestProtocol && text.ContainsAnyExceptInRange(
            (byte)'0', (byte)'9') && !text.ContainsAnyExceptInRange((byte)'!', (byte)'~'));
    }

    /// <summary>Sets both ends; returns why they cannot be read.</summary>
    protected virtual string? ReadEnds(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        if (!TryReadEnd(row[FlowRole.Source], out var source, out var sourcePort)
            || (source.IsNone && !layout.AllowsNoSource && !IsLoss(row)))
            return Unexpected(FlowRole.Source, row[FlowRole.Source], "an IPv4 or IPv6 address");
        var named = AuthorityText.PortOf(row[FlowRole.DestinationName]);
        if (!TryReadEnd(row[FlowRole.Destination], out var destination, out var destinationPort)
            || (destination.IsNone && !CanBeNamed(row)))
            return Unexpected(FlowRole.Destination, row[FlowRole.Destination],
                layout.AllowsNames ? "an address, or a name of the destination" : "an IPv4 or IPv6 address");
        if (!TryReadPort(row[FlowRole.SourcePort], ref sourcePort))
            return Unexpected(FlowRole.SourcePort, row[FlowRole.SourcePort], "a port from 0 to 65535");
        if (!TryReadPort(row[FlowRole.DestinationPort], ref destinationPort))
            return Unexpected(FlowRole.DestinationPort, row[FlowRole.DestinationPort], "a port from 0 to 65535");
        if (destination.IsNone && AuthorityText.AddressOf(row[FlowRole.DestinationName]) is { IsNone: false } literal)
            destination = literal;
        (record.Source, record.SourcePort) = (source, sourcePort);
        (record.Destination, record.DestinationPort) = (destination, destinationPort != 0 ? destinationPort : named);
        if (destination.IsNone)
            record.DestinationName = NamedHosts.KeyOf(AuthorityText.HostOf(row[FlowRole.DestinationName]));
        return null;
    }

    private bool CanBeNamed(in MemberRow<FlowRole> row) =>
        (layout.AllowsNames && !row[FlowRole.DestinationName].IsEmpty) || IsLoss(row);

    private bool IsLoss(in MemberRow<FlowRole> row) =>
        Format.Statuses.TryFind(row[FlowRole.Kind], out var kind) && kind is RecordKind.NoData or RecordKind.SkipData;

    /// <summary>An address, with a port or without; no text is no address.</summary>
    private static bool TryReadEnd(ReadOnlySpan<byte> text, out HostAddress address, out ushort port)
    {
        (address, port) = (default, 0);
        return text is [] or [(byte)'-', ..] || HostAddress.TryParse(text, out address)
            || AuthorityText.TryParse(text, out address, out port);
    }

    private static bool TryReadPort(ReadOnlySpan<byte> text, ref ushort port) => text.IsEmpty || Utf8Number.TryParse(text, out port);

    private string? ReadCounters(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        if (Total(row, FlowRole.Bytes, FlowRole.BytesSent, FlowRole.BytesReceived, out var bytes, out var received) is { } noBytes)
            return noBytes;
        if (Total(row, FlowRole.Packets, FlowRole.PacketsSent, FlowRole.PacketsReceived, out var packets, out _) is { } noPackets)
            return noPackets;
        (record.Bytes, record.Packets) = (bytes, packets);
        if (bytes < 0)
            record.BytesReceived = -1;
        else if (layout.Counts == ByteCount.BothWays)
            record.BytesReceived = received;
        return null;
    }

    private string? Total(in MemberRow<FlowRole> row, FlowRole whole, FlowRole there, FlowRole back, out long total, out long received)
    {
        (total, received) = (-1, -1);
        if (!TryReadCount(row[there], out var sent))
            return Unexpected(there, row[there], "a number");
        if (!TryReadCount(row[back], out received))
            return Unexpected(back, row[back], "a number");
        if (!TryReadCount(row[whole], out total))
            return Unexpected(whole, row[whole], "a number");
        if (total < 0 && (sent >= 0 || received >= 0))
            total = Counters.Add(Math.Max(sent, 0), Math.Max(received, 0));
        if (received > total)
            received = total;
        else if (received < 0 && sent >= 0)
            received = Math.Max(0, total - sent);
        return null;
    }

    private void ReadWords(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        var word = row[FlowRole.Action].IsEmpty ? row[FlowRole.OtherAction] : row[FlowRole.Action];
        if (!word.IsEmpty)
        {
            if (Format.Actions.TryFind(word, out var action))
                record.Action = action;
            else
                _unknown.Add(word);
        }

        // Any other word says nothing.
        if (Format.Directions.TryFind(row[FlowRole.Direction], out var direction))
            record.Direction = direction;
        record.Sensor = SensorId.Of(row[FlowRole.Sensor]);
    }

    private void ReadFlags(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        if (record.Protocol != TransportProtocol.Tcp || !TcpFlagText.TryParse(row[FlowRole.TcpFlags], layout.Flags, out var flags))
            return;
        (record.TcpFlags, record.HasTcpFlags) = (flags, true);
    }
}
