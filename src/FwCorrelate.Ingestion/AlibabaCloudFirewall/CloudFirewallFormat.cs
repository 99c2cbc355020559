// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Members;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>
/// Alibaba Cloud Firewall traffic and IPS logs: one JSON object per line as Log Service writes them, or CSV as the console downloads
/// them (Alibaba Cloud, Cloud Firewall, "Log fields" and "Export logs"; Log Service, "JSON format").
/// </summary>
internal sealed class CloudFirewallFormat : MemberFormat<CloudFirewallColumn>
{
    public override LogFormat Table => CloudFirewallLog.Format;

    public override ReadOnlySpan<byte> HeaderMark => "src_ip"u8;

    protected override MemberRecords<CloudFirewallColumn> CreateRecords(InputFile file) => new CloudFirewallRecords(file.Source.Zone);
}
