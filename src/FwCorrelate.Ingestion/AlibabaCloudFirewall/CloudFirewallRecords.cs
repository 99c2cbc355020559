// SPDX-License-Identifier: Apache-2.0
using System.Text;
using Column = FwCorrelate.Ingestion.AlibabaCloudFirewall.CloudFirewallColumn;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>
/// What Cloud Firewall traffic and IPS logs mean, in whatever form they were exported. A record is a session or a slice of one, so its
/// source opened the connection.
/// </summary>
/// <param name="zone">Zone of times that a query exported as text; stored logs hold Unix seconds.</param>
internal sealed class CloudFirewallRecords(DateTimeZone zone) : MemberRecords<Column>(CloudFirewallLog.Format, CloudFirewallLog.Columns)
{
    private const int MostUnknown = 8;
    private const int LongestUnknown = 40;
    private const string TimeExpectation = UnixTime.Expectation + ", or yyyy-MM-dd HH:mm:ss";

    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);

    public override IReadOnlyCollection<string> UnknownVerdicts => _unknown;

    public override bool TryGet(ReadOnlySpan<byte> record, string column, Lookup lookup, out string value) =>
        ColumnNames.Comparer.Equals(column, CloudFirewallLog.NatSource)
            ? TryGetNatSource(record, lookup, out value)
            : lookup(record, column, out value);

    public override bool IsAbsent(string column, string value) => value.Length == 0
        || (column.EndsWith("_id", StringComparison.Ordinal) && value.AsSpan().IndexOfAnyExcept('0', '-') < 0)
        || (column == "country_id" && value == CloudFirewallLog.UnknownCountry);

    public override LineOutcome Read(in MemberRow<Column> row, ref FlowRecord record, out string? reason)
    {
        reason = ReadTimes(row, ref record) ?? ReadEnds(row, ref record) ?? ReadCounters(row, ref record);
        if (reason is not null)
            return CloudFirewallKind.MayLackFlow(row[Column.Topic], row[Column.LogType]) ? LineOutcome.Ignored : LineOutcome.Rejected;
        record.Kind = IsAlert(row) ? RecordKind.Alert : RecordKind.Flow;
        record.Action = ActionOf(row);
        if (record.Action == FirewallAction.Unknown && _unknown.Count < MostUnknown)
            NoteUnknown(row[Column.RuleResult].IsEmpty ? row[Column.UserAction] : row[Column.RuleResult]);
        record.IsInterim = false;
        record.Sensor = Sensor(row);
        record.TcpFlags = TcpFlags.None;
        record.HasTcpFlags = false;
        record.SourceIsInitiator = true;
        record.IsSampled = false;
        record.DestinationName = 0;
        return LineOutcome.Record;
    }

    private static bool TryGetNatSource(ReadOnlySpan<byte> record, Lookup lookup, out string value) =>
        lookup(record, "src_ip", out value)
        && lookup(record, "src_private_ip", out var own) && own != value
        && lookup(record, "direction", out var direction) && direction == "out";

    private static bool IsAlert(in MemberRow<Column> row) =>
        ActionOf(row) == FirewallAction.Alert || !row[Column.IpsRuleName].IsEmpty || CloudFirewallKind.IsRule(row[Column.IpsRuleId])
        || CloudFirewallKind.IsRule(row[Column.IpsAiRuleId]) || CloudFirewallKind.IsIntrusionLog(row[Column.Topic], row[Column.LogType]);

    // Intrusion logs since 2026 tell a number where there is no word.
    private static FirewallAction ActionOf(in MemberRow<Column> row)
    {
        CloudFirewallLog.Format.Actions.TryFind(
            row[Column.RuleResult].IsEmpty ? row[Column.UserAction] : row[Column.RuleResult], out var action);
        return action;
    }

    // Any other word says nothing.
    private static FlowDirection DirectionOf(ReadOnlySpan<byte> word)
    {
        CloudFirewallLog.Format.Directions.TryFind(word, out var direction);
        return direction;
    }

    private void NoteUnknown(ReadOnlySpan<byte> word)
    {
        if (!word.IsEmpty)
            _unknown.Add(Encoding.UTF8.GetString(word[..Math.Min(word.Length, LongestUnknown)]));
    }

    // __time__ is when the log was written, never when the session was: without start_time and end_time there is no record.
    private string? ReadTimes(in MemberRow<Column> row, ref FlowRecord record)
    {
        var startText = row[Column.StartTime].IsEmpty ? row[Column.EndTime] : row[Column.StartTime];
        var endText = row[Column.EndTime].IsEmpty ? row[Column.StartTime] : row[Column.EndTime];
        if (!TryReadTime(startText, out var start))
            return Excerpt.Unexpected("start_time", startText, TimeExpectation);
        if (!TryReadTime(endText, out var end))
            return Excerpt.Unexpected("end_time", endText, TimeExpectation);
        return Place(start, end, ref record) ? null
            : Excerpt.Unexpected("end_time", endText, $"a time not before start_time {Excerpt.Of(startText)}");
    }

    // Within a change of the clocks either stamp may have two readings: a session ends after it starts, and what that leaves open is doubt.
    private static bool Place(in StampReading start, in StampReading end, ref FlowRecord record)
    {
        var isFirst = start.Time <= end.Latest;
        if (!isFirst && !(start.Other <= end.Latest))
            return false;
        var from = isFirst ? start.Time : start.Other!.Value;
        (record.Start, record.End) = (Instant64.FromInstant(from), Instant64.FromInstant(end.NotBefore(from)!.Value));
        record.OtherStartMinutes = isFirst && start.Other is { } other
            && other <= end.Latest ? (short)Math.Round((other - start.Time).TotalMinutes) : (short)0;
        return true;
    }

    private bool TryReadTime(ReadOnlySpan<byte> text, out StampReading time)
    {
        if (UnixTime.TryParseSeconds(text, out var seconds))
        {
            time = new StampReading(seconds.ToInstant(), null, false, Duration.FromSeconds(1));
            return true;
        }

        time = default;
        return text.Length is >= 19 and <= 40 && LocalStamp.TryRead(Encoding.UTF8.GetString(text), zone, out time)
            && UnixTime.IsPlausible(time.Time.ToUnixTimeSeconds());
    }

    private static string? ReadEnds(in MemberRow<Column> row, ref FlowRecord record)
    {
        if (!HostAddress.TryParse(row[Column.SourceAddress], out var source) || source.IsNone)
            return Excerpt.Unexpected("src_ip", row[Column.SourceAddress], "an IPv4 or IPv6 address");
        if (!HostAddress.TryParse(row[Column.DestinationAddress], out var destination) || destination.IsNone)
            return Excerpt.Unexpected("dst_ip", row[Column.DestinationAddress], "an IPv4 or IPv6 address");
        if (!TryReadPort(row[Column.SourcePort], out var sourcePort))
            return Excerpt.Unexpected("src_port", row[Column.SourcePort], "a port from 0 to 65535");
        if (!TryReadPort(row[Column.DestinationPort], out var destinationPort))
            return Excerpt.Unexpected("dst_port", row[Column.DestinationPort], "a port from 0 to 65535");
        if (!TransportProtocolNames.TryParse(row[Column.Protocol], out var protocol) && !row[Column.Protocol].IsEmpty)
            return Excerpt.Unexpected("ip_protocol", row[Column.Protocol], "tcp, udp, icmp or an IANA number");
        var direction = CloudFirewallKind.IsVpcBorder(row[Column.Topic], row[Column.LogType]) ? FlowDirection.Unknown
            : DirectionOf(row[Column.Direction]);
        // The Internet border sees the public address; where the log tells the private one too, that is the workload's.
        if (direction == FlowDirection.Outbound && HostAddress.TryParse(row[Column.SourcePrivateAddress], out var own) && !own.IsNone)
            source = own;
        (record.Source, record.Destination) = (source, destination);
        (record.SourcePort, record.DestinationPort) = (sourcePort, destinationPort);
        (record.Protocol, record.Direction) = (protocol, direction);
        return null;
    }

    private static string? ReadCounters(in MemberRow<Column> row, ref FlowRecord record)
    {
        if (!TryReadCount(row[Column.TotalBytes], row[Column.InBytes], row[Column.OutBytes], out var bytes))
            return Excerpt.Unexpected("total_packet_bytes", row[Column.TotalBytes], "a number of bytes");
        if (!TryReadCount(row[Column.TotalPackets], row[Column.InPackets], row[Column.OutPackets], out var packets))
            return Excerpt.Unexpected("total_packet_count", row[Column.TotalPackets], "a number of packets");
        (record.Bytes, record.Packets) = (bytes, packets);
        var isIn = row[Column.Direction].SequenceEqual("in"u8);
        record.BytesReceived = ReceivedOf(
            bytes, isIn ? row[Column.InBytes] : row[Column.OutBytes], isIn ? row[Column.OutBytes] : row[Column.InBytes]);
        return null;
    }

    // "in" and "out" are as the asset sees it, which is the source of whatever is not inbound. What is not counted apart is the rest.
    private static long ReceivedOf(long total, ReadOnlySpan<byte> sent, ReadOnlySpan<byte> received)
    {
        if (Utf8Number.TryParse(received, out long back))
            return Math.Min(total, back);
        return Utf8Number.TryParse(sent, out long there) ? Math.Max(0, total - there) : -1;
    }

    private static bool TryReadPort(ReadOnlySpan<byte> text, out ushort port) => Utf8Number.TryParse(text, out port) || text.IsEmpty;

    private static bool TryReadCount(ReadOnlySpan<byte> total, ReadOnlySpan<byte> inbound, ReadOnlySpan<byte> outbound, out long count)
    {
        if (!total.IsEmpty)
            return Utf8Number.TryParse(total, out count);
        count = -1;
        if (inbound.IsEmpty && outbound.IsEmpty)
            return true;
        if (!(Utf8Number.TryParse(inbound, out long i) || inbound.IsEmpty)
            || !(Utf8Number.TryParse(outbound, out long o) || outbound.IsEmpty))
            return false;
        count = Counters.Add(i, o);
        return true;
    }

    private static ulong Sensor(in MemberRow<Column> row)
    {
        Span<byte> name = stackalloc byte[256];
        var length = 0;
        Append(row[Column.LogType], name, ref length);
        Append(row[Column.CloudInstance].IsEmpty ? row[Column.Firewall] : row[Column.CloudInstance], name, ref length);
        Append(row[Column.Region], name, ref length);
        return row[Column.LogType].IsEmpty && length == 2 ? 0 : SensorId.Of(name[..length]);

        static void Append(ReadOnlySpan<byte> part, Span<byte> name, ref int length)
        {
            if (length > 0)
                name[length++] = (byte)'/';
            part = part[..Math.Min(part.Length, 80)];
            part.CopyTo(name[length..]);
            length += part.Length;
        }
    }
}
