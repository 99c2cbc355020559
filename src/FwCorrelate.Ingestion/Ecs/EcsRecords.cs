// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>What a document means: one record, whatever wrote it (see <see cref="EcsSources"/>).</summary>
internal sealed class EcsRecords(EcsSources sources)
{
    private readonly EcsRow _row = new();

    /// <summary>Makes a record of a document; every property is set but the origin.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public LineOutcome Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, ref FlowRecord record, out string? reason)
    {
        _row.Read(ref reader);
        if (_row[EcsField.EventKind, line].SequenceEqual("pipeline_error"u8))
        {
            reason = $"the ingest pipeline could not read it: {Excerpt.Of(_row[EcsField.ErrorMessage, line])}";
            return LineOutcome.Rejected;
        }

        var source = sources.Of(_row, line);
        reason = null;
        if (HoldsNone(source, line))
            return LineOutcome.Ignored;
        ReadKind(line, ref record);
        reason = ReadTimes(source, line, ref record) ?? ReadEnds(source, line, ref record) ?? ReadCounters(source, line, ref record);
        if (reason is not null)
            return LineOutcome.Rejected;
        ReadVerdict(source, line, ref record);
        record.Sensor = source.IsSensorAtOwnEnd
            ? SensorId.Of(_row[record.Direction == FlowDirection.Inbound ? EcsField.DestinationDomain : EcsField.SourceDomain, line])
            : EcsSensor.Of(source, _row, line);
        record.SourceIsInitiator = IsOpenedBySource(source, line);
        record.OtherStartMinutes = 0;
        record.DestinationName = record.Destination.IsNone ? NamedHosts.KeyOf(_row[EcsField.DestinationDomain, line]) : 0;
        record.IsSampled = source.IsSampled || _row[EcsField.Loss, line].SequenceEqual("sampled"u8);
        record.Index = Utf8Number.TryParse(_row[EcsField.RecordIndex, line], out ushort index) ? index : (ushort)0;
        return LineOutcome.Record;
    }

    // Events of other kinds stand in the same index: log-ons, DNS answers, statistics.
    private bool HoldsNone(EcsSource source, ReadOnlySpan<byte> line)
    {
        if (source.Types.Length > 0 && !IsAnyOf(_row[source.TypeField, line], source.Types))
            return true;
        return !_row.Has(EcsField.Format) && !_row.Has(EcsField.Loss) && !_row.Has(EcsField.AwsLogStatus)
            && !_row.Has(EcsField.SourceAddress) && !_row.Has(EcsField.DestinationAddress);
    }

    private static bool IsAnyOf(ReadOnlySpan<byte> text, string[] words)
    {
        foreach (var word in words)
        {
            if (Ascii.Equals(text, word))
                return true;
        }

        return false;
    }

    private void ReadKind(ReadOnlySpan<byte> line, ref FlowRecord record)
    {
        var loss = _row[EcsField.Loss, line];
        var status = _row[EcsField.AwsLogStatus, line];
        record.Kind = loss.SequenceEqual("nodata"u8) || status.SequenceEqual("NODATA"u8) ? RecordKind.NoData
            : loss.SequenceEqual("skipdata"u8) || status.SequenceEqual("SKIPDATA"u8) ? RecordKind.SkipData
            : _row[EcsField.EventKind, line].SequenceEqual("alert"u8) ? RecordKind.Alert
            : RecordKind.Flow;
    }

    private string? ReadTimes(EcsSource source, ReadOnlySpan<byte> line, ref FlowRecord record)
    {
        if (ReadTime(EcsField.Timestamp, line, out var stamp) is { } noStamp)
            return noStamp;
        if (ReadTime(EcsField.EventStart, line, out var start) is { } noStart)
            return noStart;
        if (ReadTime(EcsField.EventEnd, line, out var end) is { } noEnd)
            return noEnd;
        if ((stamp ?? start) is not { } known)
            return Excerpt.Unexpected(EcsFields.Timestamp, default, EcsStamp.Expectation);
        var lasted = Utf8Number.TryParse(_row[EcsField.EventDuration, line], out long nanoseconds)
            && nanoseconds < Duration.FromDays(3660).ToInt64Nanoseconds()
            ? Duration64.FromNanoseconds(nanoseconds)
            : Duration64.FromNanoseconds(0);
        (record.Start, record.End) = source.Times switch
        {
            EcsTimes.Moment => (known, known),
            EcsTimes.FromTimestamp => (known, known + lasted),
            EcsTimes.UntilWritten => ((start ?? known) - lasted, start ?? known),
            _ => Interval(known, start, end, lasted),
        };
        return record.End < record.Start
            ? Excerpt.Unexpected(
                EcsFields.EventEnd, _row[EcsField.EventEnd, line],
                $"a time not before event.start {Excerpt.Of(_row[EcsField.EventStart, line])}")
            : null;
    }

    // An alert tells when its flow began and, as @timestamp, when it fired.
    private static (Instant64 Start, Instant64 End) Interval(Instant64 stamp, Instant64? start, Instant64? end, Duration64 lasted)
    {
        var from = start ?? (end is { } until ? until - lasted : stamp);
        return (from, end ?? (lasted > Duration64.FromNanoseconds(0) ? from + lasted : stamp > from ? stamp : from));
    }

    private string? ReadTime(EcsField field, ReadOnlySpan<byte> line, out Instant64? time)
    {
        time = null;
        var text = _row[field, line];
        if (text.IsEmpty)
            return null;
        if (!EcsStamp.TryParse(text, out var read))
            return Excerpt.Unexpected(EcsFieldNames.NameOf(field), text, EcsStamp.Expectation);
        time = read;
        return null;
    }

    private string? ReadEnds(EcsSource source, ReadOnlySpan<byte> line, ref FlowRecord record)
    {
        if (_row.IsFolded(EcsField.SourceAddress) || _row.IsFolded(EcsField.DestinationAddress) || _row.IsFolded(EcsField.DestinationPort))
            return "source and destination are lists of several values, so which belongs to which is lost, expected one tuple a document";
        var isFlow = record.Kind is RecordKind.Flow or RecordKind.Alert;
        var sourceText = _row.First(source.Source, line);
        var destinationText = _row.First(source.Destination, line);
        if (!TryReadAddress(sourceText, isFlow, out var from))
            return Excerpt.Unexpected(EcsFields.SourceIp, sourceText, "an IPv4 or IPv6 address");
        if (!TryReadAddress(destinationText, isFlow, out var to))
            return Excerpt.Unexpected(EcsFields.DestinationIp, destinationText, "an IPv4 or IPv6 address");
        if (!TryReadPort(_row[EcsField.SourcePort, line], out var fromPort))
            return Excerpt.Unexpected(EcsFields.SourcePort, _row[EcsField.SourcePort, line], "a port from 0 to 65535");
        if (!TryReadPort(_row[EcsField.DestinationPort, line], out var toPort))
            return Excerpt.Unexpected(EcsFields.DestinationPort, _row[EcsField.DestinationPort, line], "a port from 0 to 65535");
        if (record.Kind == RecordKind.NoData && !from.IsNone && !to.IsNone)
            record.Kind = RecordKind.Flow;
        if (record.Kind == RecordKind.SkipData)
            (from, to) = (HostAddress.None, HostAddress.None);
        (record.Source, record.Destination, record.SourcePort, record.DestinationPort) = (from, to, fromPort, toPort);
        return ReadProtocol(line, ref record);
    }

    private string? ReadProtocol(ReadOnlySpan<byte> line, ref FlowRecord record)
    {
        var text = _row.First([EcsField.ProtocolNumber, EcsField.Transport], line);
        if (!TransportProtocolNames.TryParse(text, out var protocol) && !text.IsEmpty && _row.Has(EcsField.ProtocolNumber))
            return Excerpt.Unexpected(EcsFields.NetworkIanaNumber, text, "an IANA protocol number");
        record.Protocol = protocol;
        return null;
    }

    private string? ReadCounters(EcsSource source, ReadOnlySpan<byte> line, ref FlowRecord record)
    {
        var bytes = _row.First(source.Bytes, line);
        if (!TryReadCount(bytes, out var total))
            return Excerpt.Unexpected(EcsFields.NetworkBytes, bytes, "a number of bytes");
        var packets = _row[EcsField.NetworkPackets, line];
        if (!TryReadCount(packets, out var packetCount))
            return Excerpt.Unexpected(EcsFields.NetworkPackets, packets, "a number of packets");
        record.Packets = packetCount >= 0 ? packetCount
            : Sum(Count(EcsField.SourcePackets, line), Count(EcsField.DestinationPackets, line));
        SetBytes(ref record, source, total, Count(EcsField.SourceBytes, line), Count(EcsField.DestinationBytes, line));
        ReadProgress(source, line, ref record);
        return null;
    }

    // What is not counted apart is the rest of the total; a total alone tells nothing of what was sent.
    private static void SetBytes(ref FlowRecord record, EcsSource source, long total, long sent, long received)
    {
        if (source.CountsOneWay)
            (record.Bytes, record.BytesReceived) = (total >= 0 ? total : sent, 0);
        else if (sent >= 0 && received >= 0)
            (record.Bytes, record.BytesReceived) = (Sum(sent, received), received);
        else if (total >= 0)
            (record.Bytes, record.BytesReceived) =
                (total, received >= 0 ? Math.Min(total, received) : sent >= 0 ? Math.Max(0, total - sent) : -1);
        else
            (record.Bytes, record.BytesReceived) = (Sum(sent, received), received >= 0 ? received : sent >= 0 ? 0 : -1);
    }

    /// <summary>
    /// What a report adds to the session's others. FortiOS tells running totals every two minutes and what came since ("Log fields for
    /// long-live sessions"); PAN-OS may log a session's start too, Packetbeat what a flow counts so far: its last report has all of it.
    /// </summary>
    private void ReadProgress(EcsSource source, ReadOnlySpan<byte> line, ref FlowRecord record)
    {
        record.IsInterim = false;
        var (sent, received) = (Count(EcsField.FortinetSent, line), Count(EcsField.FortinetReceived, line));
        if (sent >= 0 && received >= 0)
        {
            record.IsInterim = Sum(sent, received) < record.Bytes;
            SetBytes(ref record, source, -1, sent, received);
        }
        else if (IsPartOfALaterReport(line))
            (record.IsInterim, record.Bytes, record.BytesReceived, record.Packets) = (true, -1, -1, -1);
    }

    private bool IsPartOfALaterReport(ReadOnlySpan<byte> line) =>
        _row[EcsField.FlowIsFinal, line].SequenceEqual("false"u8)
        || (_row[EcsField.PanwSubtype, line].SequenceEqual("start"u8) && _row[EcsField.PanwType, line].SequenceEqual("TRAFFIC"u8))
        || _row[EcsField.EventAction, line].SequenceEqual("flow-creation"u8);

    private long Count(EcsField field, ReadOnlySpan<byte> line) => Utf8Number.TryParse(_row[field, line], out long count) ? count : -1;

    private static long Sum(long one, long other) => one < 0 && other < 0 ? -1 : Counters.Add(Math.Max(0, one), Math.Max(0, other));

    private static bool TryReadCount(ReadOnlySpan<byte> text, out long count)
    {
        if (Utf8Number.TryParse(text, out count))
            return true;
        count = -1;
        return text.IsEmpty;
    }

    private void ReadVerdict(EcsSource source, ReadOnlySpan<byte> line, ref FlowRecord record)
    {
        record.Action = EcsWords.ActionOf(_row.First(source.Action, line));
        if (record.Action == FirewallAction.Unknown)
        {
            record.Action = _row.Holds(EcsField.EventType, "denied"u8, line) ? FirewallAction.Deny
                : _row.Holds(EcsField.EventType, "allowed"u8, line) ? FirewallAction.Allow
                : FirewallAction.Unknown;
        }

        record.Direction = EcsWords.DirectionOf(_row.First(source.Direction, line));
        if (_row.Has(EcsField.IptablesInput) || _row.Has(EcsField.IptablesOutput))
            record.Direction = Direction(!_row[EcsField.IptablesInput, line].IsEmpty, !_row[EcsField.IptablesOutput, line].IsEmpty);
        record.TcpFlags = TcpFlags.None;
        record.HasTcpFlags = source.Flags is [var field, ..] && record.Protocol == TransportProtocol.Tcp
            && EcsWords.TryReadFlags(_row, field, line, out var flags) && Set(ref record, flags);
    }

    private static bool Set(ref FlowRecord record, TcpFlags flags)
    {
        record.TcpFlags = flags;
        return true;
    }

    // Netfilter: IN alone is to the host, OUT alone from it, both forwarded.
    private static FlowDirection Direction(bool hasInput, bool hasOutput) =>
        hasInput == hasOutput ? FlowDirection.Unknown : hasInput ? FlowDirection.Inbound : FlowDirection.Outbound;

    // Zeek marks what it saw from the middle on: state OTH, or ^ where it turned the ends round.
    private bool IsOpenedBySource(EcsSource source, ReadOnlySpan<byte> line) =>
        (source.IsSession && !_row[EcsField.ZeekState, line].SequenceEqual("OTH"u8)
            && !_row[EcsField.ZeekHistory, line].Contains((byte)'^'))
        || _row[EcsField.Initiator, line].SequenceEqual("source"u8);

    private static bool TryReadAddress(ReadOnlySpan<byte> text, bool isRequired, out HostAddress address)
    {
        address = default;
        return (text.IsEmpty && !isRequired) || (HostAddress.TryParse(text, out address) && !address.IsNone);
    }

    private static bool TryReadPort(ReadOnlySpan<byte> text, out ushort port) => Utf8Number.TryParse(text, out port) || text.IsEmpty;
}
