// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Formats;

/// <summary>
/// The columns and words of Alibaba Cloud Firewall traffic and IPS logs (Alibaba Cloud, Cloud Firewall, "Log fields"): the table that the
/// reader of files and the pipeline in a search engine are both made of.
/// </summary>
public static class CloudFirewallLog
{
    public const string FormatName = "alibaba-cloud-firewall";

    /// <summary>The public address of an outbound record whose private one is told too. No column holds it.</summary>
    public const string NatSource = "nat-src-ip";

    /// <summary>Topic of traffic logs.</summary>
    public const string TrafficTopic = "cloudfirewall_access_log";

    /// <summary>Ends the type of every log of the intrusion prevention system.</summary>
    public const string IntrusionSuffix = "_ips_log";

    /// <summary>Type of logs whose lines may hold a request and no flow.</summary>
    public const string NameRequests = "dns_firewall_log";

    /// <summary>Stands for an unknown country.</summary>
    public const string UnknownCountry = "YY";

    /// <summary>Columns that a record is made of; their names are written so and no other way.</summary>
    public static IReadOnlyList<string> RecordColumns { get; } =
    [
        "__topic__", "log_type", "start_time", "end_time", "src_ip", "src_private_ip", "src_port", "dst_ip", "dst_port", "ip_protocol", "direction",
        "rule_result", "action_user", "ips_rule_id", "ips_ai_rule_id", "ips_rule_name", "total_packet_bytes", "in_packet_bytes", "out_packet_bytes",
        "total_packet_count", "in_packet_count", "out_packet_count", "cloud_instance_id", "firewall_id", "region_id",
    ];

    /// <summary>Columns by which the header line of a CSV export is known.</summary>
    public static IReadOnlyList<string> HeaderColumns { get; } = ["src_ip", "dst_ip", "rule_result"];

    /// <summary>Where the vendor's columns stand in an ECS document. Where two map to one field, the first that is present counts.</summary>
    public static IReadOnlyList<FieldMapping> Mappings { get; } =
    [
        new("aliuid", "cloud.account.id"),
        new("owner_id", "cloud.account.id"),
        new("region_id", "cloud.region"),
        new("src_region", "cloud.region"),
        new("cloud_instance_id", "cloud.instance.id"),
        new("firewall_id", "observer.name"),
        new("log_type", "observer.type"),
        new("rule_result", "event.action"),
        new("ips_rule_id", "rule.id"),
        new("ips_ai_rule_id", "rule.id"),
        new("acl_rule_id", "rule.id"),
        new("ips_rule_name_en", "rule.name"),
        new("ips_rule_name", "rule.name"),
        new("attack_type_name_en", "rule.category"),
        new("attack_type_name", "rule.category"),
        new("app_name", "network.application"),
        new("app_dpi_state", "event.reason"),
        new("domain", "destination.domain"),
        new("url", "url.original"),
        new(NatSource, "source.nat.ip", FieldType.Address),
    ];

    public static IReadOnlyList<string> Topics { get; } = [TrafficTopic, .. IntrusionTopics, "event_log"];

    /// <summary>Topics of the intrusion prevention system.</summary>
    public static IReadOnlyList<string> IntrusionTopics => ["cloudfirewall_ips_log", "cloudfirewall_vpc_ips_log"];

    public static IReadOnlyList<string> LogTypes { get; } =
        ["internet_log", "ipv6_firewall_log", "nat_firewall_log", "vpc_firewall_log", NameRequests, "internet_ips_log", "vpc_ips_log"];

    /// <summary>Topics and types of logs at the VPC border, where <c>direction</c> is always <c>out</c> and says nothing.</summary>
    public static IReadOnlyList<string> VpcBorder { get; } = ["cloudfirewall_vpc_ips_log", "vpc_firewall_log", "vpc_ips_log"];

    /// <summary>
    /// <c>alert</c> is reported and let through. Words are compared in small letters, as the vendor's tables of 2019 have capitals; the numbers are
    /// <c>action_user</c>'s of 2026. Any other word is told once.
    /// </summary>
    public static IReadOnlyDictionary<string, FirewallAction> Actions { get; } = new Dictionary<string, FirewallAction>(StringComparer.Ordinal)
    {
        ["pass"] = FirewallAction.Allow,
        ["alert"] = FirewallAction.Alert,
        ["drop"] = FirewallAction.Drop,
        ["discard"] = FirewallAction.Drop,
        ["0"] = FirewallAction.Allow,
        ["1"] = FirewallAction.Alert,
        ["2"] = FirewallAction.Drop,
    };

    /// <summary>Any other word says nothing.</summary>
    public static IReadOnlyDictionary<string, FlowDirection> Directions { get; } = new Dictionary<string, FlowDirection>(StringComparer.Ordinal)
    {
        ["out"] = FlowDirection.Outbound,
        ["in"] = FlowDirection.Inbound,
    };
}
