// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;

namespace FwCorrelate.Ingestion.GcpFirewall;

/// <summary>
/// What Google Cloud's firewall logs mean: an entry of a rule is of a connection's first packet; a threat is an alert, and names client and
/// server or the sender of the packet.
/// </summary>
internal sealed class GcpFirewallRecords(LogSettings source) : MappedRecords(GcpFirewallLog.Layout, source)
{
    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        if (row[FlowRole.First].IsEmpty)
            return null;
        record.Kind = RecordKind.Alert;
        if (record.Action is FirewallAction.Unknown or FirewallAction.Allow)
            record.Action = FirewallAction.Alert;
        if (row[FlowRole.Second].SequenceEqual("server-to-client"u8))
        {
            (record.Source, record.Destination) = (record.Destination, record.Source);
            (record.SourcePort, record.DestinationPort) = (record.DestinationPort, record.SourcePort);
        }

        return null;
    }
}
