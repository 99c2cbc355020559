// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.Hubble;

/// <summary>
/// The table of Cilium Hubble's flows as <c>hubble observe -o jsonpb</c> and the exporter write them (Cilium, <c>flow.proto</c>), within
/// <c>flow</c> or bare.
/// </summary>
internal static class HubbleLog
{
    private static readonly string[] Paths = ["flow.", ""];

    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        [
            .. Paths.SelectMany(p => ((FlowRole, string)[])
            [
                (FlowRole.Stamp, p + "time"),
                (FlowRole.Source, p + "IP.source"),
                (FlowRole.Destination, p + "IP.destination"),
                (FlowRole.SourcePort, p + "l4.TCP.source_port"),
                (FlowRole.DestinationPort, p + "l4.TCP.destination_port"),
                (FlowRole.Second, p + "l4.UDP.source_port"),
                (FlowRole.DestinationPort, p + "l4.UDP.destination_port"),
                (FlowRole.Third, p + "l4.ICMPv4.type"),
                (FlowRole.Third, p + "l4.ICMPv6.type"),
                (FlowRole.Action, p + "verdict"),
                (FlowRole.Direction, p + "traffic_direction"),
                (FlowRole.TcpFlags, p + "Summary"),
                (FlowRole.First, p + "is_reply"),
                (FlowRole.First, p + "reply"),
                (FlowRole.Kind, p + "event_type.type"),
                (FlowRole.Sensor, p + "node_name"),
            ]),
        ]);

    public static LogFormat Format { get; } = new("cilium-hubble")
    {
        Title = "Cilium Hubble flows (JSON lines)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "Cilium: nanoseconds of the node's clock; 1 s until measured",
        NestsMembers = true,
        Mappings =
        [
            .. Paths.SelectMany(p => (FieldMapping[])
            [
                new(p + "node_name", EcsFields.ObserverName),
                new(p + "verdict", EcsFields.EventAction),
                new(p + "drop_reason_desc", EcsFields.EventReason),
                new(p + "source.namespace", EcsFields.OrchestratorNamespace),
                new(p + "source.pod_name", EcsFields.OrchestratorResourceName),
                new(p + "l7.http.method", EcsFields.HttpRequestMethod),
                new(p + "l7.http.url", EcsFields.UrlOriginal),
                new(p + "l7.http.code", EcsFields.HttpResponseStatusCode, FieldType.Number),
                new(p + "l7.dns.query", EcsFields.DnsQuestionName),
            ]),
        ],
        OtherColumns = [.. Columns.Names,
            .. Paths.SelectMany(p => new[] { p + "destination.pod_name", p + "destination.namespace", p + "trace_observation_point" })],
        SensorColumns = [["node_name", "flow.node_name"]],
        HolderColumns = [.. Paths.Select(p => p + "source.pod_name")],
        Actions = new(
            ("FORWARDED", FirewallAction.Allow), ("REDIRECTED", FirewallAction.Allow), ("TRACED", FirewallAction.Allow),
            ("TRANSLATED", FirewallAction.Allow),
            ("AUDIT", FirewallAction.Alert), ("DROPPED", FirewallAction.Drop), ("ERROR", FirewallAction.Deny),
            ("VERDICT_UNKNOWN", FirewallAction.Unknown)),
        Directions = new(("EGRESS", FlowDirection.Outbound), ("INGRESS", FlowDirection.Inbound)),
        HoldsFlowsOnly = true,
        Marks = new RecordMarks
        {
            Members = [["flow.IP.source", "IP.source", "flow.Type", "Type"], ["flow.verdict", "verdict"],
            ["flow.time", "time"]]
        },
        PipelineMaker = () => LayoutPipeline.Of(Layout!, "event.painless"),
        Folder = new FormatFolder(typeof(HubbleLog).Assembly, "Hubble"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Flags = FlagText.Words };
}
