// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.PaloAlto;

/// <summary>
/// The table of PAN-OS traffic and threat logs as syslog sends them (Palo Alto Networks, "Traffic Log Fields", "Threat Log Fields").
/// </summary>
internal static class PanOsLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Kind, "type"),
        (FlowRole.Stamp, "time_generated"),
        (FlowRole.Start, "start"),
        (FlowRole.Duration, "elapsed"),
        (FlowRole.Source, "src"),
        (FlowRole.SourcePort, "sport"),
        (FlowRole.Destination, "dst"),
        (FlowRole.DestinationPort, "dport"),
        (FlowRole.Protocol, "proto"),
        (FlowRole.Action, "action"),
        (FlowRole.Bytes, "bytes"),
        (FlowRole.BytesSent, "bytes_sent"),
        (FlowRole.BytesReceived, "bytes_received"),
        (FlowRole.Packets, "packets"),
        (FlowRole.Sensor, "serial"),
        (FlowRole.First, "subtype"),
        (FlowRole.Second, "direction"));

    public static LogFormat Format { get; } = new("panos")
    {
        Title = "Palo Alto Networks PAN-OS traffic and threat logs (CSV, syslog)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "Palo Alto Networks: whole seconds of the firewall's clock, without a zone",
        Mappings =
        [
            new("serial", EcsFields.ObserverSerialNumber),
            new("inbound_if", EcsFields.ObserverIngressInterfaceName),
            new("outbound_if", EcsFields.ObserverEgressInterfaceName),
            new("action", EcsFields.EventAction),
            new("session_end_reason", EcsFields.EventReason),
            new("rule", EcsFields.RuleRuleset),
            new("threatid", EcsFields.RuleName),
            new("category", EcsFields.RuleCategory),
            new("app", EcsFields.NetworkApplication),
            new("misc", EcsFields.UrlOriginal),
            new("srcuser", EcsFields.SourceUserName),
            new("natsrc", EcsFields.SourceNatIp, FieldType.Address),
            new("natdst", EcsFields.DestinationNatIp, FieldType.Address),
        ],
        OtherColumns = [.. Columns.Names, "from", "to", "vsys", "natsport", "natdport", "sessionid", "severity"],
        NetworkColumns = ["vsys"],
        SensorColumns = [["serial"]],
        Statuses = new(("TRAFFIC", RecordKind.Flow), ("THREAT", RecordKind.Alert)),
        Actions = new(
            ("allow", FirewallAction.Allow), ("alert", FirewallAction.Alert), ("continue", FirewallAction.Alert),
            ("deny", FirewallAction.Deny), ("drop", FirewallAction.Drop),
            ("drop-packet", FirewallAction.Drop), ("drop-all-packets", FirewallAction.Drop), ("drop ICMP", FirewallAction.Drop),
            ("drop-icmp", FirewallAction.Drop),
            ("reset both", FirewallAction.Reset), ("reset client", FirewallAction.Reset), ("reset server", FirewallAction.Reset),
            ("reset-both", FirewallAction.Reset),
            ("reset-client", FirewallAction.Reset), ("reset-server", FirewallAction.Reset), ("block", FirewallAction.Deny),
            ("block-url", FirewallAction.Deny),
            ("block-ip", FirewallAction.Drop), ("block-continue", FirewallAction.Deny), ("block-override", FirewallAction.Deny),
            ("random-drop", FirewallAction.Drop),
            ("sinkhole", FirewallAction.Deny), ("syncookie-sent", FirewallAction.Alert), ("wildfire-upload-success", FirewallAction.Alert)),
        SourceIsInitiator = true,
        Marks = new RecordMarks { Texts = [new([",TRAFFIC,", ",THREAT,"]) { Separators = 31 }] },
        PipelineMaker = () => LayoutPipeline.OfText(Layout!, "cells.painless").With(PanOsForm.Names),
        Folder = new FormatFolder(typeof(PanOsLog).Assembly, "PaloAlto"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns);
}
