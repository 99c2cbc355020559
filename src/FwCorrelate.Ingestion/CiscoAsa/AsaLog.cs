// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.CiscoAsa;

/// <summary>
/// The table of Cisco ASA's and FTD's messages of connections and denials (Cisco, "ASA Series Syslog Messages": 106023, 106100, 302013 to
/// 302021).
/// </summary>
internal static class AsaLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Stamp, "stamp"),
        (FlowRole.Sensor, "host"),
        (FlowRole.First, "message_id"),
        (FlowRole.Action, "verb"),
        (FlowRole.Direction, "way"),
        (FlowRole.Protocol, "protocol"),
        (FlowRole.Source, "source"),
        (FlowRole.Destination, "destination"),
        (FlowRole.SourcePort, "source_port"),
        (FlowRole.DestinationPort, "destination_port"),
        (FlowRole.Second, "duration"),
        (FlowRole.Bytes, "bytes"));

    public static LogFormat Format { get; } = new("cisco-asa")
    {
        Title = "Cisco ASA and FTD connections and denials (syslog)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "Cisco: whole seconds of the firewall's clock, without a zone unless configured",
        Mappings =
        [
            new("host", EcsFields.ObserverName),
            new("source_interface", EcsFields.ObserverIngressInterfaceName),
            new("destination_interface", EcsFields.ObserverEgressInterfaceName),
            new("verb", EcsFields.EventAction),
            new("message_id", EcsFields.EventCode),
            new("access_list", EcsFields.RuleName),
            new("connection_id", EcsFields.EventId),
            new("reason", EcsFields.EventReason),
            new("mapped_source", EcsFields.SourceNatIp, FieldType.Address),
            new("mapped_destination", EcsFields.DestinationNatIp, FieldType.Address),
        ],
        OtherColumns = [.. Columns.Names],
        SensorColumns = [["host"]],
        Actions = new(
            ignoresCase: true, ("built", FirewallAction.Allow), ("teardown", FirewallAction.Allow), ("permitted", FirewallAction.Allow),
            ("est-allowed", FirewallAction.Allow),
            ("deny", FirewallAction.Deny), ("denied", FirewallAction.Deny)),
        Directions = new(("outbound", FlowDirection.Outbound), ("inbound", FlowDirection.Inbound)),
        HoldsFlowsOnly = true,
        Marks = new RecordMarks { Texts = [new(["%ASA-", "%FTD-"])] },
        PipelineMaker = () => LayoutPipeline.OfText(Layout!, "message.painless"),
        Folder = new FormatFolder(typeof(AsaLog).Assembly, "CiscoAsa"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns);
}
