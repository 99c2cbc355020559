// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.Ocsf;

/// <summary>
/// The table of OCSF 1.x network activity (4001), HTTP activity (4002), DNS activity (4003) and detection findings (2004) with endpoints
/// (schema.ocsf.io), and of the one-line form in which OpenShell logs the same (NVIDIA OpenShell, "Sandbox Logging").
/// </summary>
internal static class OcsfLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Kind, "class_uid"),
        (FlowRole.Stamp, "time"),
        (FlowRole.Stamp, "time_dt"),
        (FlowRole.Start, "start_time"),
        (FlowRole.End, "end_time"),
        (FlowRole.Source, "src_endpoint.ip"),
        (FlowRole.SourcePort, "src_endpoint.port"),
        (FlowRole.Destination, "dst_endpoint.ip"),
        (FlowRole.DestinationPort, "dst_endpoint.port"),
        (FlowRole.DestinationName, "dst_endpoint.domain"),
        (FlowRole.DestinationName, "dst_endpoint.hostname"),
        (FlowRole.DestinationName, "http_request.url.url_string"),
        (FlowRole.DestinationName, "http_request.url.hostname"),
        (FlowRole.Protocol, "connection_info.protocol_name"),
        (FlowRole.Protocol, "connection_info.protocol_num"),
        (FlowRole.Direction, "connection_info.direction"),
        (FlowRole.Action, "action"),
        (FlowRole.OtherAction, "disposition"),
        (FlowRole.Bytes, "traffic.bytes"),
        (FlowRole.BytesSent, "traffic.bytes_out"),
        (FlowRole.BytesReceived, "traffic.bytes_in"),
        (FlowRole.Packets, "traffic.packets"),
        (FlowRole.PacketsSent, "traffic.packets_out"),
        (FlowRole.PacketsReceived, "traffic.packets_in"),
        (FlowRole.TcpFlags, "connection_info.tcp_flags"),
        (FlowRole.Sensor, "device.hostname"));

    public static LogFormat Format { get; } = new("ocsf")
    {
        Title = "OCSF 1.x network, HTTP and DNS activity and findings (JSON lines); OpenShell's one-line form",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "OCSF tells milliseconds and not whose: 1 s until measured",
        NestsMembers = true,
        Mappings =
        [
            new("action", EcsFields.EventAction),
            new("disposition", EcsFields.EventAction),
            new("status_detail", EcsFields.EventReason),
            new("firewall_rule.uid", EcsFields.RuleId),
            new("firewall_rule.name", EcsFields.RuleName),
            new("finding_info.title", EcsFields.RuleName),
            new("metadata.uid", EcsFields.EventId),
            new("device.hostname", EcsFields.ObserverName),
            new("cloud.account.uid", EcsFields.CloudAccountId),
            new("cloud.region", EcsFields.CloudRegion),
            new("actor.process.name", EcsFields.ProcessName),
            new("actor.process.pid", EcsFields.ProcessPid, FieldType.Number),
            new("actor.process.cmd_line", EcsFields.ProcessCommandLine),
            new("container.uid", EcsFields.ContainerId),
            new("http_request.http_method", EcsFields.HttpRequestMethod),
            new("http_request.url.url_string", EcsFields.UrlOriginal),
            new("http_response.code", EcsFields.HttpResponseStatusCode, FieldType.Number),
            new("query.hostname", EcsFields.DnsQuestionName),
            new(ProxyRecords.HostColumn, EcsFields.DestinationDomain),
        ],
        OtherColumns = [.. Columns.Names],
        NetworkColumns = ["src_endpoint.vpc_uid"],
        SensorColumns = [["device.hostname"]],
        HolderColumns = ["container.uid"],
        Actions = new(
            ignoresCase: true,
            ("allowed", FirewallAction.Allow), ("denied", FirewallAction.Deny), ("blocked", FirewallAction.Deny),
            ("dropped", FirewallAction.Drop), ("rejected", FirewallAction.Reject),
            ("reset", FirewallAction.Reset), ("alert", FirewallAction.Alert), ("logged", FirewallAction.Alert),
            ("detected", FirewallAction.Alert), ("observed", FirewallAction.Unknown),
            ("unknown", FirewallAction.Unknown), ("other", FirewallAction.Unknown), ("no action", FirewallAction.Unknown)),
        Directions = new(ignoresCase: true, ("outbound", FlowDirection.Outbound), ("inbound", FlowDirection.Inbound)),
        Statuses = new(
            ("4001", RecordKind.Flow), ("4002", RecordKind.Flow), ("4003", RecordKind.Flow), ("2004", RecordKind.Alert),
            ("NET", RecordKind.Flow), ("HTTP", RecordKind.Flow)),
        SourceIsInitiator = true,
        Marks = new RecordMarks
        {
            Members = [["class_uid"], ["time", "time_dt"]],
            Texts = [new([" OCSF ", "[ocsf]"])],
        },
        PipelineMaker = () => LayoutPipeline.OfText(Layout!, "event.painless"),
        Folder = new FormatFolder(typeof(OcsfLog).Assembly, "Ocsf"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { AllowsNames = true, AllowsNoSource = true };
}
