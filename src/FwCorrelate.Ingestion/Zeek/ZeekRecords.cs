// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.Zeek;

/// <summary>
/// What Zeek's logs mean. The side called <c>orig</c> opened the connection, unless Zeek came to it midway (<c>^</c> in its history, or
/// state <c>OTH</c>). What is refused is no verdict of a firewall: Zeek only watches.
/// </summary>
internal sealed class ZeekRecords(LogSettings source) : MappedRecords(ZeekLog.Layout, source)
{
    public override bool IsAbsent(string column, string value) => base.IsAbsent(column, value) || value == "(empty)";

    public override bool TryGet(ReadOnlySpan<byte> record, string column, Lookup lookup, out string value)
    {
        var isType = ColumnNames.Comparer.Equals(column, LogFormat.IcmpTypeColumn);
        if (!isType && !ColumnNames.Comparer.Equals(column, LogFormat.IcmpCodeColumn))
            return lookup(record, column, out value);

        // In the place of ports.
        value = "";
        return lookup(record, "proto", out var protocol) && protocol == "icmp"
            && lookup(record, isType ? "id.orig_p" : "id.resp_p", out value);
    }

    // A notice may be of no host at all.
    protected override bool IsRecord(in MemberRow<FlowRole> row, ref FlowRecord record) =>
        row[FlowRole.Third].IsEmpty || !row[FlowRole.Source].IsEmpty || !row[FlowRole.Destination].IsEmpty;

    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        var state = row[FlowRole.First];
        var history = row[FlowRole.Second];
        record.SourceIsInitiator = !state.SequenceEqual("OTH"u8) && !history.Contains((byte)'^');
        if (record.Protocol is TransportProtocol.Icmp or TransportProtocol.IcmpV6)
            (record.SourcePort, record.DestinationPort) = (0, 0);

        // Capitals are of the side that opened.
        if (record.Protocol == TransportProtocol.Tcp && !history.IsEmpty)
        {
            record.HasTcpFlags = true;
            record.TcpFlags = (history.Contains((byte)'S') ? TcpFlags.Syn : TcpFlags.None)
                | (history.ContainsAny((byte)'h', (byte)'H') ? TcpFlags.Syn | TcpFlags.Ack : TcpFlags.None)
                | (history.ContainsAny((byte)'F', (byte)'f') ? TcpFlags.Fin : TcpFlags.None)
                | (history.ContainsAny((byte)'R', (byte)'r') ? TcpFlags.Reset : TcpFlags.None);
        }

        // A notice names what it reports; a log of a protocol repeats a connection that conn.log counts.
        if (!row[FlowRole.Third].IsEmpty)
            record.Kind = RecordKind.Alert;
        if (state.IsEmpty)
            record.IsInterim = true;
        if (record.Kind == RecordKind.Alert)
            record.Action = FirewallAction.Alert;
        return null;
    }
}
