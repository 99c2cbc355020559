// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.GcpFirewall;

/// <summary>Google Cloud's firewall logs, one log entry a line or a list of them.</summary>
internal sealed class GcpFirewallFormat() : MappedFormat(GcpFirewallLog.Layout)
{
    protected override MappedRecords MakeRecords(InputFile file) => new GcpFirewallRecords(file.Source);
}
