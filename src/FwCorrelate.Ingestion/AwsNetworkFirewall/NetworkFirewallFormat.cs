// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Eve;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.AwsNetworkFirewall;

/// <summary>AWS Network Firewall's logs, one JSON object a line.</summary>
internal sealed class NetworkFirewallFormat() : MappedFormat(NetworkFirewallLog.Layout)
{
    protected override MappedRecords MakeRecords(InputFile file) => new EveRecords(NetworkFirewallLog.Layout, file.Source);
}
