// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Squid;

/// <summary>
/// What Squid's access log means: one line is one request of a client, or one tunnel, written when it ends. Its bytes are those that went
/// to the client; what the client sent is not counted, so how they divide is not told.
/// </summary>
internal sealed class SquidRecords(LogSettings source) : ProxyRecords(SquidLog.Layout, source, ["url", "host"])
{
    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        // Without a result code of its own, what the proxy refused to forward is refused.
        var status = row[FlowRole.First];
        if (record.Action == FirewallAction.Unknown && (status.SequenceEqual("403"u8) || status.SequenceEqual("407"u8)))
            record.Action = FirewallAction.Deny;
        if (record.DestinationPort == 0)
            record.DestinationPort = AuthorityText.PortOf(row[FlowRole.Second]);
        return null;
    }
}
