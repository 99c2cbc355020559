// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.Calico;

/// <summary>
/// The table of Calico's flow logs: of Calico Enterprise and Cloud (Tigera, "Flow log data types"), and of the open-source Goldmane, whose
/// flows have neither addresses nor source ports (Project Calico, <c>goldmane/proto/api.proto</c>).
/// </summary>
internal static class CalicoLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Start, "start_time"),
        (FlowRole.End, "end_time"),
        (FlowRole.Source, "source_ip"),
        (FlowRole.SourcePort, "source_port"),
        (FlowRole.Destination, "dest_ip"),
        (FlowRole.DestinationPort, "dest_port"),
        (FlowRole.DestinationPort, "Key.dest_port"),
        (FlowRole.DestinationName, "dest_name_aggr"),
        (FlowRole.DestinationName, "Key.dest_name"),
        (FlowRole.Protocol, "proto"),
        (FlowRole.Protocol, "Key.proto"),
        (FlowRole.Action, "action"),
        (FlowRole.Action, "Key.action"),
        (FlowRole.Direction, "reporter"),
        (FlowRole.Direction, "Key.reporter"),
        (FlowRole.BytesSent, "bytes_out"),
        (FlowRole.BytesReceived, "bytes_in"),
        (FlowRole.PacketsSent, "packets_out"),
        (FlowRole.PacketsReceived, "packets_in"),
        (FlowRole.Sensor, "host"));

    public static LogFormat Format { get; } = new("calico")
    {
        Title = "Calico flow logs: Enterprise, Cloud, Goldmane (JSON lines)",
        WorstCaseSlack = Duration.FromMinutes(5),
        SlackSource = "Tigera, Flow logs: records are aggregated over a flush interval, 5 min unless configured",
        NestsMembers = true,
        Mappings =
        [
            new("host", EcsFields.ObserverName),
            new("action", EcsFields.EventAction),
            new("Key.action", EcsFields.EventAction),
            new("source_namespace", EcsFields.OrchestratorNamespace),
            new("Key.source_namespace", EcsFields.OrchestratorNamespace),
            new("source_name", EcsFields.OrchestratorResourceName),
            new("source_name_aggr", EcsFields.OrchestratorResourceName),
            new("Key.source_name", EcsFields.OrchestratorResourceName),
        ],
        OtherColumns = [.. Columns.Names, "dest_namespace", "dest_service_name", "num_flows_started"],
        SensorColumns = [["host"]],
        HolderColumns = ["source_name", "Key.source_name"],
        Actions = new(ignoresCase: true, ("allow", FirewallAction.Allow), ("pass", FirewallAction.Allow), ("deny", FirewallAction.Deny)),
        Directions = new(ignoresCase: true, ("src", FlowDirection.Outbound), ("dst", FlowDirection.Inbound)),
        SourceIsInitiator = true,
        HoldsFlowsOnly = true,
        Marks = new RecordMarks
        {
            Members = [["start_time"], ["reporter", "Key.reporter"],
            ["dest_name", "dest_name_aggr", "Key.dest_name"]]
        },
        PipelineMaker = () => LayoutPipeline.Of(Layout!, "window.painless"),
        Folder = new FormatFolder(typeof(CalicoLog).Assembly, "Calico"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Absent = "-", AllowsNames = true, AllowsNoSource = true };
}
