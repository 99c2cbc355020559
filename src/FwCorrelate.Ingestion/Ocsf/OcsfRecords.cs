// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.Ocsf;

/// <summary>What OCSF events mean. A finding without endpoints is no record of a flow.</summary>
internal sealed class OcsfRecords(LogSettings source)
    : ProxyRecords(OcsfLog.Layout, source,
        ["dst_endpoint.domain", "dst_endpoint.hostname", "http_request.url.hostname", "http_request.url.url_string"])
{
    protected override bool IsRecord(in MemberRow<FlowRole> row, ref FlowRecord record) =>
        base.IsRecord(row, ref record)
            && (record.Kind != RecordKind.Alert || !row[FlowRole.Destination].IsEmpty || !row[FlowRole.DestinationName].IsEmpty);

    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        // HTTP runs over TCP unless something else is told.
        if (record.Protocol == TransportProtocol.None
            && (row[FlowRole.Kind].SequenceEqual("4002"u8) || row[FlowRole.Kind] is [(byte)'N' or (byte)'H', ..]))
            record.Protocol = TransportProtocol.Tcp;
        if (record.Kind == RecordKind.Alert && record.Action == FirewallAction.Unknown)
            record.Action = FirewallAction.Alert;
        return null;
    }
}
