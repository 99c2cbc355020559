// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using Column = FwCorrelate.Service.Tests.Seewall.SeewallColumn;

namespace FwCorrelate.Service.Tests.Seewall;

/// <summary>What a row of the made-up firewall means.</summary>
internal sealed class SeewallRecords() : MemberRecords<Column>(SeewallLog.Format, SeewallLog.Columns)
{
    public override bool IsAbsent(string column, string value) => value.Length == 0;

    public override LineOutcome Read(in MemberRow<Column> row, ref FlowRecord record, out string? reason)
    {
        reason = ReadTimes(row, ref record) ?? ReadWords(row, ref record) ?? ReadEnds(row, ref record);
        (record.Sensor, record.SourceIsInitiator, record.IsSampled, record.IsInterim) = (SensorId.Of(row[Column.Box]), false, false, false);
        (record.TcpFlags, record.HasTcpFlags, record.OtherStartMinutes, record.BytesReceived) = (TcpFlags.None, false, 0, 0);
        return reason is null ? LineOutcome.Record : LineOutcome.Rejected;
    }

    private static string? ReadTimes(in MemberRow<Column> row, ref FlowRecord record)
    {
        if (!UnixTime.TryParseSeconds(row[Column.Began], out var began))
            return Excerpt.Unexpected("began", row[Column.Began], UnixTime.Expectation);
        if (!UnixTime.TryParseSeconds(row[Column.Ended], out var ended) || ended < began)
            return Excerpt.Unexpected("ended", row[Column.Ended], UnixTime.Expectation);
        (record.Start, record.End) = (began, ended);
        return null;
    }

    private static string? ReadWords(in MemberRow<Column> row, ref FlowRecord record)
    {
        if (!SeewallLog.Format.Statuses.TryFind(row[Column.State], out var kind))
            return Excerpt.Unexpected("state", row[Column.State], "session or blind");
        if (!SeewallLog.Format.Actions.TryFind(row[Column.Verdict], out var action))
            return Excerpt.Unexpected("verdict", row[Column.Verdict], "let, swallowed or returned to sender");
        if (!SeewallLog.Format.Directions.TryFind(row[Column.Way], out var direction))
            return Excerpt.Unexpected("way", row[Column.Way], "leaving or arriving");
        (record.Kind, record.Action, record.Direction) = (kind, action, direction);
        return null;
    }

    private static string? ReadEnds(in MemberRow<Column> row, ref FlowRecord record)
    {
        if (!HostAddress.TryParse(row[Column.From], out var source))
            return Excerpt.Unexpected("from", row[Column.From], "an address");
        if (!HostAddress.TryParse(row[Column.To], out var destination))
            return Excerpt.Unexpected("to", row[Column.To], "an address");
        if (!Utf8Number.TryParse(row[Column.FromPort], out ushort fromPort) || !Utf8Number.TryParse(row[Column.ToPort], out ushort toPort))
            return "a port is missing";
        if (!TransportProtocolNames.TryParse(row[Column.Protocol], out var protocol))
            return Excerpt.Unexpected("proto", row[Column.Protocol], "a protocol");
        if (!Utf8Number.TryParse(row[Column.Octets], out long octets))
            return Excerpt.Unexpected("octets", row[Column.Octets], "a number");
        (record.Source, record.Destination, record.SourcePort, record.DestinationPort) = (source, destination, fromPort, toPort);
        (record.Protocol, record.Bytes, record.Packets) = (protocol, octets, -1);
        return null;
    }
}
