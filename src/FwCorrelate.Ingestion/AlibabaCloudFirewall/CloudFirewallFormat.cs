// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using NodaTime;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>
/// Alibaba Cloud Firewall traffic and IPS logs as Log Service writes them: one JSON object per line (Alibaba Cloud, Cloud
/// Firewall, "Log fields"; Log Service, "JSON format").
/// </summary>
internal sealed class CloudFirewallFormat : IFlowFormat
{
    public string Name => "alibaba-cloud-firewall";

    public string Title => "Alibaba Cloud Firewall logs (Log Service JSON lines)";

    public Duration WorstCaseSlack => Duration.FromSeconds(62);

    public string SlackSource => "Cloud Firewall, Log fields: whole seconds (2 s); delay and slice length are not documented, 60 s until measured";

    public ReadOnlySpan<byte> HeaderMark => default;

    public bool IsHeader(ReadOnlySpan<byte> line) => false;

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var first = FirstObject.Of(head);
        if (first.TryGetValue("__topic__", out var topic) && topic.Length > 0)
            return CloudFirewallWords.IsTopic(topic);
        return (first.TryGetValue("log_type", out var type) && CloudFirewallWords.IsLogType(type))
            || (first.ContainsKey("src_ip") && first.ContainsKey("dst_ip") && first.ContainsKey("rule_result"));
    }

    public IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new CloudFirewallParser(file.Source.Zone);
    }
}
