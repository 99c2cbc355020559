// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.AwsTransitGateway;

/// <summary>
/// The table of AWS Transit Gateway flow logs (AWS, Transit Gateway guide, "Flow log records"). They tell no action: a transit gateway
/// forwards.
/// </summary>
internal static class TransitGatewayLog
{
    // All columns, which a log has unless its owner chose others.
    private const string DefaultHeader =
        "version resource-type account-id tgw-id tgw-attachment-id tgw-src-vpc-account-id tgw-dst-vpc-account-id tgw-src-vpc-id "
            + "tgw-dst-vpc-id tgw-src-subnet-id tgw-dst-subnet-id "
        + "tgw-src-eni tgw-dst-eni tgw-src-az-id tgw-dst-az-id tgw-pair-attachment-id srcaddr dstaddr srcport dstport protocol packets "
        + "bytes start end log-status type "
        + "packets-lost-no-route packets-lost-blackhole packets-lost-mtu-exceeded packets-lost-ttl-expired tcp-flags region flow-direction "
        + "pkt-src-aws-service pkt-dst-aws-service";

    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Any,
        (FlowRole.Start, "start"),
        (FlowRole.End, "end"),
        (FlowRole.Source, "srcaddr"),
        (FlowRole.SourcePort, "srcport"),
        (FlowRole.Destination, "dstaddr"),
        (FlowRole.DestinationPort, "dstport"),
        (FlowRole.Protocol, "protocol"),
        (FlowRole.Packets, "packets"),
        (FlowRole.Bytes, "bytes"),
        (FlowRole.Kind, "log-status"),
        (FlowRole.TcpFlags, "tcp-flags"),
        (FlowRole.Direction, "flow-direction"),
        (FlowRole.Sensor, "tgw-attachment-id"));

    public static LogFormat Format { get; } = new("aws-tgw-flow")
    {
        Title = "AWS Transit Gateway flow logs (text)",
        CloudProvider = "aws",
        WorstCaseSlack = Duration.FromSeconds(60),
        SlackSource = "AWS, Transit Gateway flow log records: windows of 60 s",
        Mappings =
        [
            new("account-id", EcsFields.CloudAccountId),
            new("region", EcsFields.CloudRegion),
            new("tgw-attachment-id", EcsFields.ObserverIngressInterfaceName),
            new("tgw-id", EcsFields.ObserverName),
        ],
        OtherColumns = [.. DefaultHeader.Split(' ')],
        NetworkColumns = ["tgw-src-vpc-id"],
        SensorColumns = [["tgw-attachment-id"]],
        Directions = new(("egress", FlowDirection.Outbound), ("ingress", FlowDirection.Inbound)),
        Statuses = new(("", RecordKind.Flow), ("OK", RecordKind.Flow), ("NODATA", RecordKind.NoData), ("SKIPDATA", RecordKind.SkipData)),
        HoldsFlowsOnly = true,
        Marks = new RecordMarks
        {
            Texts = [new(["tgw-id"], ["srcaddr"], ["dstaddr"], ["start"], ["end"]) { IsHeader = true },
            new([" TransitGateway "])]
        },
        PipelineMaker = () => LayoutPipeline.OfCells(Layout!, "cells.painless").With(("DefaultHeader", DefaultHeader)),
        Folder = new FormatFolder(typeof(TransitGatewayLog).Assembly, "AwsTransitGateway"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Absent = "-", Counts = ByteCount.OneWay };

    public static MappedFormat Reader { get; } = new(Layout)
    {
        Forms = [() => new TransitGatewayForm(
            "tgw-id"u8.ToArray(), ["srcaddr", "dstaddr", "start", "end"], (byte)' ') { DefaultHeader = DefaultHeader }],
    };
}
