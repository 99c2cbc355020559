// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>The table of AWS VPC flow logs: columns, words, limits (AWS, VPC user guide, "Flow log records").</summary>
internal static class AwsVpcFlowLog
{
    /// <summary>How a cell says that it has no value.</summary>
    public const string Absent = "-";

    public const string SourceAddress = "srcaddr";
    public const string DestinationAddress = "dstaddr";
    public const string PacketSource = "pkt-srcaddr";
    public const string PacketDestination = "pkt-dstaddr";
    public const string SourcePort = "srcport";
    public const string DestinationPort = "dstport";
    public const string Protocol = "protocol";
    public const string Packets = "packets";
    public const string Bytes = "bytes";
    public const string Start = "start";
    public const string End = "end";
    public const string Action = "action";
    public const string LogStatus = "log-status";
    public const string TcpFlags = "tcp-flags";
    public const string FlowDirection = "flow-direction";
    public const string InterfaceId = "interface-id";
    public const string ResourceId = "resource-id";

    /// <summary>srcaddr where pkt-srcaddr names another address: the intermediate interface. No column holds it.</summary>
    public const string NatSource = "nat-srcaddr";

    /// <inheritdoc cref="NatSource"/>
    public const string NatDestination = "nat-dstaddr";

    /// <summary>Names a column that only a transit gateway's log has, which is another format.</summary>
    public const string TransitGateway = "tgw-id";

    /// <summary>The 14 columns of version 2, which a flow log has unless its owner chose others.</summary>
    public const string DefaultHeader =
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status";

    /// <summary>Names by which a header line is known as one. Others are kept.</summary>
    public static IReadOnlyList<string> KnownColumns { get; } =
    [
        .. DefaultHeader.Split(' '),
        "vpc-id", "subnet-id", "instance-id", TcpFlags, "type", PacketSource, PacketDestination,
        "region", "az-id", "sublocation-type", "sublocation-id",
        "pkt-src-aws-service", "pkt-dst-aws-service", FlowDirection, "traffic-path",
        "ecs-cluster-arn", "ecs-cluster-name", "ecs-container-instance-arn", "ecs-container-instance-id", "ecs-container-id",
        "ecs-second-container-id", "ecs-service-name", "ecs-task-definition-arn", "ecs-task-arn", "ecs-task-id",
        "reject-reason", ResourceId, "encryption-status",
    ];

    /// <summary>Columns without which no record can be placed; of those in one group, one suffices.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> RequiredColumns { get; } =
        [[Start], [End], [SourceAddress, PacketSource], [DestinationAddress, PacketDestination]];

    /// <summary>Columns that a record is made of, its sensor aside.</summary>
    public static IReadOnlyList<string> RecordColumns { get; } =
    [
        SourceAddress, DestinationAddress, PacketSource, PacketDestination, SourcePort, DestinationPort, Protocol, Packets, Bytes, Start, End,
        Action, LogStatus, TcpFlags, FlowDirection,
    ];

    /// <summary>Columns that flow logs of no other cloud have.</summary>
    public static IReadOnlyList<string> OwnColumns { get; } =
        [InterfaceId, ResourceId, PacketSource, PacketDestination, FlowDirection, "instance-id", "subnet-id", "az-id", "reject-reason"];

    public static LogFormat Format { get; } = new("aws-vpc-flow")
    {
        Title = "AWS VPC flow logs (text, Parquet, JSON lines of columns; CloudWatch exports and envelopes)",
        CloudProvider = "aws",
        WorstCaseSlack = Duration.FromSeconds(60),
        SlackSource = "AWS, Flow log records: start and end may be up to 60 s after the packet was seen",
        Mappings =
        [
            new("account-id", EcsFields.CloudAccountId),
            new("region", EcsFields.CloudRegion),
            new("az-id", EcsFields.CloudAvailabilityZone),
            new("instance-id", EcsFields.CloudInstanceId),
            new(InterfaceId, EcsFields.ObserverIngressInterfaceName),
            new(ResourceId, EcsFields.ObserverName),
            new(Action, EcsFields.EventAction),
            new("reject-reason", EcsFields.EventReason),
            new(NatSource, EcsFields.SourceNatIp, FieldType.Address),
            new(NatDestination, EcsFields.DestinationNatIp, FieldType.Address),
            new("ecs-container-id", EcsFields.ContainerId),
            new("ecs-cluster-name", EcsFields.OrchestratorClusterName),
            new("ecs-task-id", EcsFields.OrchestratorResourceId),
            new("ecs-service-name", EcsFields.ServiceName),
        ],
        OtherColumns = KnownColumns,
        NetworkColumns = ["vpc-id"],
        SensorColumns = [[InterfaceId, ResourceId]],

        // What most records say comes first: a record costs as many comparisons.
        Actions = new(("ACCEPT", FirewallAction.Allow), ("REJECT", FirewallAction.Reject), (Absent, FirewallAction.Unknown)),
        Directions = new(
            (Absent, Flows.FlowDirection.Unknown), ("egress", Flows.FlowDirection.Outbound), ("ingress", Flows.FlowDirection.Inbound)),
        Statuses = new(
            ("OK", RecordKind.Flow), ("NODATA", RecordKind.NoData), ("SKIPDATA", RecordKind.SkipData), (Absent, RecordKind.Flow)),
        HoldsFlowsOnly = true,
        Omission = new LogOmission(
            "AWS flow logs",
            [.. new[] { "169.254.169.253", "169.254.169.254", "169.254.169.123" }.Select(HostAddress.Parse)],
            "Amazon VPC user guide, Flow log limitations: the resolver, the metadata service and the time service"),
        Marks = new RecordMarks { AreCells = true, Carriers = ["message", "@message", "body", "log"] },
        PipelineMaker = AwsVpcFlowPipeline.Create,
        Folder = new FormatFolder(typeof(AwsVpcFlowLog).Assembly, "AwsVpcFlow"),
    };
}
