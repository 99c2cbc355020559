// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.AzureFirewall;

/// <summary>Azure Firewall's logs, one record a line or a list of them.</summary>
internal sealed class AzureFirewallFormat() : MappedFormat(AzureFirewallLog.Layout)
{
    protected override MappedRecords MakeRecords(InputFile file) => new AzureFirewallRecords(file.Source);
}
