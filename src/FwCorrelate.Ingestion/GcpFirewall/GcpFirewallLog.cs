// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.GcpFirewall;

/// <summary>
/// The table of Google Cloud's firewall logs: rules (Google Cloud, "Firewall Rules Logging"), threats of the next generation firewall
/// ("Threat logs") and of Cloud IDS ("Logging").
/// </summary>
internal static class GcpFirewallLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Stamp, "timestamp"),
        (FlowRole.Start, "jsonPayload.alert_time"),
        (FlowRole.Source, "jsonPayload.connection.src_ip"),
        (FlowRole.Source, "jsonPayload.connection.clientIp"),
        (FlowRole.Source, "jsonPayload.source_ip_address"),
        (FlowRole.SourcePort, "jsonPayload.connection.src_port"),
        (FlowRole.SourcePort, "jsonPayload.connection.clientPort"),
        (FlowRole.SourcePort, "jsonPayload.source_port"),
        (FlowRole.Destination, "jsonPayload.connection.dest_ip"),
        (FlowRole.Destination, "jsonPayload.connection.serverIp"),
        (FlowRole.Destination, "jsonPayload.destination_ip_address"),
        (FlowRole.DestinationPort, "jsonPayload.connection.dest_port"),
        (FlowRole.DestinationPort, "jsonPayload.connection.serverPort"),
        (FlowRole.DestinationPort, "jsonPayload.destination_port"),
        (FlowRole.Protocol, "jsonPayload.connection.protocol"),
        (FlowRole.Protocol, "jsonPayload.ip_protocol"),
        (FlowRole.Action, "jsonPayload.disposition"),
        (FlowRole.OtherAction, "jsonPayload.action"),
        (FlowRole.Direction, "jsonPayload.rule_details.direction"),
        (FlowRole.Sensor, "jsonPayload.instance.vm_name"),
        (FlowRole.First, "jsonPayload.threatDetails.threat"),
        (FlowRole.First, "jsonPayload.threat_id"),
        (FlowRole.Second, "jsonPayload.direction"));

    public static LogFormat Format { get; } = new("gcp-firewall")
    {
        Title = "Google Cloud firewall rules logging, NGFW threats, Cloud IDS (log entries as JSON)",
        CloudProvider = "gcp",
        WorstCaseSlack = Duration.FromSeconds(5),
        SlackSource = "Google Cloud, Firewall Rules Logging: packets of one connection are merged over 5 s",
        NestsMembers = true,
        Mappings =
        [
            new("insertId", EcsFields.EventId),
            new("resource.labels.project_id", EcsFields.CloudAccountId),
            new("jsonPayload.instance.region", EcsFields.CloudRegion),
            new("jsonPayload.instance.zone", EcsFields.CloudAvailabilityZone),
            new("jsonPayload.instance.vm_name", EcsFields.ObserverName),
            new("jsonPayload.disposition", EcsFields.EventAction),
            new("jsonPayload.action", EcsFields.EventAction),
            new("jsonPayload.rule_details.reference", EcsFields.RuleName),
            new("jsonPayload.threatDetails.threat", EcsFields.RuleName),
            new("jsonPayload.name", EcsFields.RuleName),
            new("jsonPayload.threatDetails.id", EcsFields.RuleId),
            new("jsonPayload.threat_id", EcsFields.RuleId),
            new("jsonPayload.threatDetails.category", EcsFields.RuleCategory),
            new("jsonPayload.category", EcsFields.RuleCategory),
            new("jsonPayload.application", EcsFields.NetworkApplication),
        ],
        OtherColumns =
            [.. Columns.Names, "jsonPayload.threatDetails.severity", "jsonPayload.alert_severity", "jsonPayload.rule_details.priority"],
        NetworkColumns = ["jsonPayload.vpc.vpc_name"],
        SensorColumns = [["jsonPayload.instance.vm_name"]],
        Actions = new(
            ignoresCase: true,
            ("allowed", FirewallAction.Allow), ("allow", FirewallAction.Allow), ("denied", FirewallAction.Deny),
            ("deny", FirewallAction.Deny), ("drop", FirewallAction.Drop),
            ("alert", FirewallAction.Alert), ("intercepted", FirewallAction.Unknown), ("reset_client", FirewallAction.Reset),
            ("reset_server", FirewallAction.Reset), ("reset_both", FirewallAction.Reset)),
        Directions = new(("EGRESS", FlowDirection.Outbound), ("INGRESS", FlowDirection.Inbound)),
        SourceIsInitiator = true,
        Marks = new RecordMarks
        {
            Members =
            [
                ["logName"],
                ["jsonPayload.connection.src_ip", "jsonPayload.connection.clientIp", "jsonPayload.source_ip_address"],
                ["jsonPayload.disposition", "jsonPayload.threatDetails.threat", "jsonPayload.threat_id", "jsonPayload.alert_severity"],
            ],
        },
        PipelineMaker = () => LayoutPipeline.Of(Layout!, "entry.painless"),
        Folder = new FormatFolder(typeof(GcpFirewallLog).Assembly, "GcpFirewall"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns);
}
