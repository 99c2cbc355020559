// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.Hubble;

/// <summary>
/// What a Hubble event means: one packet or one message at one point, so that a connection has many. Source and destination follow the
/// packet; of a reply they are put in the connection's order. Whether it is one is not known where the event does not say.
/// </summary>
internal sealed class HubbleRecords(LogSettings source) : MappedRecords(HubbleLog.Layout, source)
{
    protected override bool IsRecord(in MemberRow<FlowRole> row, ref FlowRecord record) =>
        !row[FlowRole.Source].IsEmpty || !row[FlowRole.Destination].IsEmpty;

    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        if (Utf8Number.TryParse(row[FlowRole.Second], out ushort port))
            (record.Protocol, record.SourcePort) = (TransportProtocol.Udp, port);
        else if (!row[FlowRole.Third].IsEmpty || record is { SourcePort: 0, DestinationPort: 0 })
            record.Protocol = row[FlowRole.Third].IsEmpty ? TransportProtocol.None : record.Source.IsIPv4 ? TransportProtocol.Icmp
                : TransportProtocol.IcmpV6;
        else
            record.Protocol = TransportProtocol.Tcp;
        if (record.Protocol == TransportProtocol.Tcp && TcpFlagText.TryParse(row[FlowRole.TcpFlags], FlagText.Words, out var flags))
            (record.TcpFlags, record.HasTcpFlags) = (flags, true);
        var isReply = row[FlowRole.First].SequenceEqual("true"u8);
        if (isReply)
        {
            (record.Source, record.Destination) = (record.Destination, record.Source);
            (record.SourcePort, record.DestinationPort) = (record.DestinationPort, record.SourcePort);
        }

        // A packet on its way is seen at several points; the verdict of a policy, a drop, and the first packet are told once.
        record.SourceIsInitiator = !row[FlowRole.First].IsEmpty;
        record.IsInterim = row[FlowRole.Kind].SequenceEqual("4"u8) && (record.TcpFlags & (TcpFlags.Syn | TcpFlags.Ack)) != TcpFlags.Syn;
        return null;
    }
}
