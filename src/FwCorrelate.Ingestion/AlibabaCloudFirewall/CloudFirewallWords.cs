// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>The vendor's vocabulary (Alibaba Cloud, Cloud Firewall, "Log fields").</summary>
internal static class CloudFirewallWords
{
    private const string TrafficTopic = "cloudfirewall_access_log";

    public static bool IsTopic(string topic) =>
        topic is TrafficTopic or "cloudfirewall_ips_log" or "cloudfirewall_vpc_ips_log" or "event_log";

    public static bool IsLogType(string type) => type is "internet_log" or "ipv6_firewall_log" or "nat_firewall_log" or "vpc_firewall_log"
        or "dns_firewall_log" or "internet_ips_log" or "vpc_ips_log";

    /// <summary>Whether a log is of the intrusion prevention system.</summary>
    public static bool IsIntrusionLog(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> logType) =>
        topic.SequenceEqual("cloudfirewall_ips_log"u8) || topic.SequenceEqual("cloudfirewall_vpc_ips_log"u8) || logType.EndsWith("_ips_log"u8);

    /// <summary>Whether a log is at the VPC border, where <c>direction</c> is always <c>out</c> and says nothing.</summary>
    public static bool IsVpcBorder(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> logType) =>
        topic.SequenceEqual("cloudfirewall_vpc_ips_log"u8) || logType.SequenceEqual("vpc_firewall_log"u8) || logType.SequenceEqual("vpc_ips_log"u8);

    /// <summary>Whether a log may lack what makes a flow: DNS requests, TLS inspection, application control.</summary>
    public static bool MayLackFlow(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> logType) =>
        logType.SequenceEqual("dns_firewall_log"u8)
        || (!topic.IsEmpty && !topic.SequenceEqual("cloudfirewall_access_log"u8) && !IsIntrusionLog(topic, logType));

    /// <summary><c>alert</c> is reported and let through.</summary>
    public static FirewallAction Action(ReadOnlySpan<byte> ruleResult) => ruleResult switch
    {
        _ when ruleResult.SequenceEqual("pass"u8) => FirewallAction.Allow,
        _ when ruleResult.SequenceEqual("alert"u8) => FirewallAction.Alert,
        _ when ruleResult.SequenceEqual("drop"u8) || ruleResult.SequenceEqual("discard"u8) => FirewallAction.Drop,
        _ => FirewallAction.Unknown,
    };

    public static FlowDirection Direction(ReadOnlySpan<byte> direction) => direction switch
    {
        _ when direction.SequenceEqual("out"u8) => FlowDirection.Outbound,
        _ when direction.SequenceEqual("in"u8) => FlowDirection.Inbound,
        _ => FlowDirection.Unknown,
    };

    /// <summary>All zeros stand for no rule.</summary>
    public static bool IsRule(ReadOnlySpan<byte> id) => id.IndexOfAnyExcept((byte)'0', (byte)'-') >= 0;
}
