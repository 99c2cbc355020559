// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using NodaTime;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>
/// The table of Alibaba Cloud Firewall traffic and IPS logs: columns, words, limits (Alibaba Cloud, Cloud Firewall, "Log fields").
/// </summary>
internal static class CloudFirewallLog
{
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

    private static readonly string[] Header = ["src_ip", "dst_ip", "rule_result"];

    /// <summary>Columns that a record is made of; their names are written so and no other way.</summary>
    public static ColumnTable<CloudFirewallColumn> Columns { get; } = new(
        ColumnSpelling.Exact,
        (CloudFirewallColumn.Topic, "__topic__"),
        (CloudFirewallColumn.LogType, "log_type"),
        (CloudFirewallColumn.StartTime, "start_time"),
        (CloudFirewallColumn.EndTime, "end_time"),
        (CloudFirewallColumn.SourceAddress, "src_ip"),
        (CloudFirewallColumn.SourcePrivateAddress, "src_private_ip"),
        (CloudFirewallColumn.SourcePort, "src_port"),
        (CloudFirewallColumn.DestinationAddress, "dst_ip"),
        (CloudFirewallColumn.DestinationPort, "dst_port"),
        (CloudFirewallColumn.Protocol, "ip_protocol"),
        (CloudFirewallColumn.Direction, "direction"),
        (CloudFirewallColumn.RuleResult, "rule_result"),
        (CloudFirewallColumn.UserAction, "action_user"),
        (CloudFirewallColumn.IpsRuleId, "ips_rule_id"),
        (CloudFirewallColumn.IpsAiRuleId, "ips_ai_rule_id"),
        (CloudFirewallColumn.IpsRuleName, "ips_rule_name"),
        (CloudFirewallColumn.TotalBytes, "total_packet_bytes"),
        (CloudFirewallColumn.InBytes, "in_packet_bytes"),
        (CloudFirewallColumn.OutBytes, "out_packet_bytes"),
        (CloudFirewallColumn.TotalPackets, "total_packet_count"),
        (CloudFirewallColumn.InPackets, "in_packet_count"),
        (CloudFirewallColumn.OutPackets, "out_packet_count"),
        (CloudFirewallColumn.CloudInstance, "cloud_instance_id"),
        (CloudFirewallColumn.Firewall, "firewall_id"),
        (CloudFirewallColumn.Region, "region_id"));

    /// <summary>Topics of the intrusion prevention system.</summary>
    public static IReadOnlyList<string> IntrusionTopics { get; } = ["cloudfirewall_ips_log", "cloudfirewall_vpc_ips_log"];

    /// <summary>Topics and types of logs at the VPC border, where <c>direction</c> is always <c>out</c> and says nothing.</summary>
    public static IReadOnlyList<string> VpcBorder { get; } = ["cloudfirewall_vpc_ips_log", "vpc_firewall_log", "vpc_ips_log"];

    public static LogFormat Format { get; } = new("alibaba-cloud-firewall")
    {
        Title = "Alibaba Cloud Firewall logs (Log Service JSON lines, console CSV)",
        CloudProvider = "alibabacloud",
        WorstCaseSlack = Duration.FromSeconds(62),
        SlackSource = "Cloud Firewall, Log fields: whole seconds (2 s); delay and slice length are not documented, 60 s until measured",
        Mappings =
        [
            new("aliuid", EcsFields.CloudAccountId),
            new("owner_id", EcsFields.CloudAccountId),
            new("region_id", EcsFields.CloudRegion),
            new("src_region", EcsFields.CloudRegion),
            new("cloud_instance_id", EcsFields.CloudInstanceId),
            new("firewall_id", EcsFields.ObserverName),
            new("log_type", EcsFields.ObserverType),
            new("rule_result", EcsFields.EventAction),
            new("ips_rule_id", EcsFields.RuleId),
            new("ips_ai_rule_id", EcsFields.RuleId),
            new("acl_rule_id", EcsFields.RuleId),
            new("ips_rule_name_en", EcsFields.RuleName),
            new("ips_rule_name", EcsFields.RuleName),
            new("attack_type_name_en", EcsFields.RuleCategory),
            new("attack_type_name", EcsFields.RuleCategory),
            new("app_name", EcsFields.NetworkApplication),
            new("app_dpi_state", EcsFields.EventReason),
            new("domain", EcsFields.DestinationDomain),
            new("url", EcsFields.UrlOriginal),
            new(NatSource, EcsFields.SourceNatIp, FieldType.Address),
        ],
        NetworkColumns = ["src_vpc_id"],
        SensorColumns = [["log_type"], ["cloud_instance_id", "firewall_id"], ["region_id"]],

        // "alert" is reported and let through. The vendor's tables of 2019 have capitals; the numbers are action_user's of 2026.
        Actions = new(
            ignoresCase: true,
            ("pass", FirewallAction.Allow),
            ("alert", FirewallAction.Alert),
            ("drop", FirewallAction.Drop),
            ("discard", FirewallAction.Drop),
            ("0", FirewallAction.Allow),
            ("1", FirewallAction.Alert),
            ("2", FirewallAction.Drop)),
        Directions = new(("out", FlowDirection.Outbound), ("in", FlowDirection.Inbound)),
        SourceIsInitiator = true,
        Marks = new RecordMarks
        {
            Topics = [TrafficTopic, .. IntrusionTopics, "event_log"],
            Types = ["internet_log", "ipv6_firewall_log", "nat_firewall_log", "vpc_firewall_log", NameRequests, "internet_ips_log",
                "vpc_ips_log"],
            Members = [.. Header.Select(c => new[] { c })],
            Header = Header,
        },
        PipelineMaker = () => new MemberPipeline
        {
            Reads = "Alibaba Cloud Firewall traffic and IPS logs, one record per event as JSON or CSV in message or event.original",
            Scripts = ["read.painless"],
            RecordColumns = Columns.Names,
            Spelling = Columns.Spelling,
            ReadsLocalStamps = true,
            Computed = new Dictionary<string, string> { [NatSource] = "natSource(fields)" },
            Constants = new Dictionary<string, string>
            {
                ["UnknownCountry"] = UnknownCountry,
                ["IntrusionSuffix"] = IntrusionSuffix,
                ["NameRequests"] = NameRequests,
                ["TrafficTopic"] = TrafficTopic,
            },
            WordLists = new Dictionary<string, IReadOnlyList<string>>
            {
                ["isIntrusionTopic"] = IntrusionTopics,
                ["isVpcBorder"] = VpcBorder
            },
        },
        Folder = new FormatFolder(typeof(CloudFirewallLog).Assembly, "AlibabaCloudFirewall"),
    };
}
