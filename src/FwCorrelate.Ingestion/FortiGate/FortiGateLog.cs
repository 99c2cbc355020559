// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.FortiGate;

/// <summary>The table of FortiGate's traffic and UTM logs (Fortinet, "FortiOS Log Message Reference").</summary>
internal static class FortiGateLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Kind, "type"),
        (FlowRole.Stamp, "eventtime"),
        (FlowRole.First, "date"),
        (FlowRole.Second, "time"),
        (FlowRole.Third, "tz"),
        (FlowRole.Duration, "duration"),
        (FlowRole.Source, "srcip"),
        (FlowRole.SourcePort, "srcport"),
        (FlowRole.Destination, "dstip"),
        (FlowRole.DestinationPort, "dstport"),
        (FlowRole.Protocol, "proto"),
        (FlowRole.Action, "action"),
        (FlowRole.Direction, "direction"),
        (FlowRole.BytesSent, "sentbyte"),
        (FlowRole.BytesReceived, "rcvdbyte"),
        (FlowRole.PacketsSent, "sentpkt"),
        (FlowRole.PacketsReceived, "rcvdpkt"),
        (FlowRole.Sensor, "devid"));

    public static LogFormat Format { get; } = new("fortigate")
    {
        Title = "Fortinet FortiGate traffic and UTM logs (key=value)",
        WorstCaseSlack = Duration.FromSeconds(2),
        SlackSource = "Fortinet, FortiOS Log Message Reference: whole seconds of time and duration",
        Mappings =
        [
            new("devid", EcsFields.ObserverSerialNumber),
            new("devname", EcsFields.ObserverName),
            new("srcintf", EcsFields.ObserverIngressInterfaceName),
            new("dstintf", EcsFields.ObserverEgressInterfaceName),
            new("action", EcsFields.EventAction),
            new("msg", EcsFields.EventReason),
            new("policyid", EcsFields.RuleId),
            new("attack", EcsFields.RuleName),
            new("policyname", EcsFields.RuleName),
            new("catdesc", EcsFields.RuleCategory),
            new("app", EcsFields.NetworkApplication),
            new("hostname", EcsFields.DestinationDomain),
            new("url", EcsFields.UrlOriginal),
            new("user", EcsFields.SourceUserName),
            new("transip", EcsFields.SourceNatIp, FieldType.Address),
        ],
        OtherColumns = [.. Columns.Names, "logid", "subtype", "service", "sessionid", "trandisp", "level", "vd"],
        NetworkColumns = ["vd"],
        SensorColumns = [["devid"]],
        Statuses = new(("traffic", RecordKind.Flow), ("utm", RecordKind.Alert)),

        // What ends a session that was let through is no denial.
        Actions = new(
            ("accept", FirewallAction.Allow), ("close", FirewallAction.Allow), ("timeout", FirewallAction.Allow),
            ("client-rst", FirewallAction.Allow), ("server-rst", FirewallAction.Allow),
            ("start", FirewallAction.Allow), ("ip-conn", FirewallAction.Allow), ("dns", FirewallAction.Allow),
            ("pass", FirewallAction.Allow), ("permit", FirewallAction.Allow),
            ("passthrough", FirewallAction.Alert), ("detected", FirewallAction.Alert), ("monitored", FirewallAction.Alert),
            ("monitor", FirewallAction.Alert), ("exempt", FirewallAction.Allow),
            ("deny", FirewallAction.Deny), ("block", FirewallAction.Deny), ("blocked", FirewallAction.Deny),
            ("dropped", FirewallAction.Drop), ("reset", FirewallAction.Reset),
            ("reset_client", FirewallAction.Reset), ("reset_server", FirewallAction.Reset), ("redirect", FirewallAction.Deny)),
        Directions = new(("outgoing", FlowDirection.Outbound), ("incoming", FlowDirection.Inbound)),
        SourceIsInitiator = true,
        Marks = new RecordMarks { Texts = [new(["devid="], ["logid="], ["type="])] },
        PipelineMaker = () => LayoutPipeline.OfPairs(Layout!, "pairs.painless"),
        Folder = new FormatFolder(typeof(FortiGateLog).Assembly, "FortiGate"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { StampIsEnd = true };
}
