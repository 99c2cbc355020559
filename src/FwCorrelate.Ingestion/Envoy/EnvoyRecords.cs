// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;
using FwCorrelate.Ingestion.Members;

namespace FwCorrelate.Ingestion.Envoy;

/// <summary>
/// What Envoy's access log means: one line is one request, or one connection, of the downstream side. What it received it received from the
/// client.
/// </summary>
internal sealed class EnvoyRecords(LogSettings source) : ProxyRecords(EnvoyLog.Layout, source, ["requested_server_name", "authority"])
{
    protected override string? Complete(in MemberRow<FlowRole> row, ref FlowRecord record)
    {
        record.Action = IsRefused(row) ? FirewallAction.Deny : row[FlowRole.Destination].IsEmpty ? FirewallAction.Unknown
            : FirewallAction.Allow;
        return record.Destination.IsNone
            && row[FlowRole.DestinationName].IsEmpty ? Unexpected(FlowRole.Destination, default, "an address or a name") : null;
    }

    // UAEX: the authorization service refused; NR: no route is configured for the name. A 403 that came from an upstream is the upstream's
    // own.
    private static bool IsRefused(in MemberRow<FlowRole> row)
    {
        var flags = row[FlowRole.Second];
        return flags.IndexOf("UAEX"u8) >= 0 || flags.SequenceEqual("NR"u8) || flags.StartsWith("NR,"u8)
            || row[FlowRole.Third].StartsWith("rbac_access_denied"u8)
            || (row[FlowRole.First].SequenceEqual("403"u8) && row[FlowRole.Destination].IsEmpty);
    }
}
