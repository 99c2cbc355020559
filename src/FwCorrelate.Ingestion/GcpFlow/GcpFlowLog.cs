// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.GcpFlow;

/// <summary>
/// The table of Google Cloud VPC flow logs (Google Cloud, "VPC Flow Logs records"), of subnets and of what else they are configured for.
/// </summary>
internal static class GcpFlowLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Start, "jsonPayload.start_time"),
        (FlowRole.End, "jsonPayload.end_time"),
        (FlowRole.Source, "jsonPayload.connection.src_ip"),
        (FlowRole.SourcePort, "jsonPayload.connection.src_port"),
        (FlowRole.Destination, "jsonPayload.connection.dest_ip"),
        (FlowRole.DestinationPort, "jsonPayload.connection.dest_port"),
        (FlowRole.Protocol, "jsonPayload.connection.protocol"),
        (FlowRole.Bytes, "jsonPayload.bytes_sent"),
        (FlowRole.Packets, "jsonPayload.packets_sent"),
        (FlowRole.Direction, "jsonPayload.reporter"),
        (FlowRole.Sensor, "jsonPayload.reporter"));

    public static LogFormat Format { get; } = new("gcp-vpc-flow")
    {
        Title = "Google Cloud VPC flow logs (log entries as JSON)",
        CloudProvider = "gcp",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "Google Cloud, VPC Flow Logs records: of the first and last sampled packet; the first ones may be missing",
        NestsMembers = true,
        Mappings =
        [
            new("insertId", EcsFields.EventId),
            new("resource.labels.project_id", EcsFields.CloudAccountId),
            new("jsonPayload.src_instance.region", EcsFields.CloudRegion),
            new("jsonPayload.src_instance.zone", EcsFields.CloudAvailabilityZone),
            new("jsonPayload.src_instance.vm_name", EcsFields.SourceDomain),
            new("jsonPayload.src_gke_details.pod.pod_name", EcsFields.OrchestratorResourceName),
            new("jsonPayload.dest_instance.vm_name", EcsFields.DestinationDomain),
            new("jsonPayload.dest_google_service.service_name", EcsFields.DestinationDomain),
            new("jsonPayload.reporter", EcsFields.ObserverName),
        ],
        OtherColumns = [.. Columns.Names, "jsonPayload.rtt_msec", "jsonPayload.dest_location.country", "jsonPayload.dest_location.asn"],
        NetworkColumns = ["jsonPayload.src_vpc.vpc_name", "jsonPayload.dest_vpc.vpc_name"],
        SensorColumns = [["jsonPayload.reporter"]],
        HolderColumns = ["jsonPayload.src_gke_details.pod.pod_name"],
        Directions = new(("SRC", FlowDirection.Outbound), ("DEST", FlowDirection.Inbound), ("SRC_GATEWAY", FlowDirection.Unknown),
            ("DEST_GATEWAY", FlowDirection.Unknown)),
        HoldsFlowsOnly = true,
        Marks = new RecordMarks { Members = [["jsonPayload.start_time"], ["jsonPayload.connection.src_ip"], ["jsonPayload.reporter"]] },
        PipelineMaker = () => LayoutPipeline.Of(Layout!),
        Folder = new FormatFolder(typeof(GcpFlowLog).Assembly, "GcpFlow"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Counts = ByteCount.OneWay, IsSampled = true };

    public static MappedFormat Reader { get; } = new(Layout);
}
