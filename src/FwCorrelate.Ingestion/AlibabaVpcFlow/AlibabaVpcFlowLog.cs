// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using NodaTime;

namespace FwCorrelate.Ingestion.AlibabaVpcFlow;

/// <summary>The table of Alibaba Cloud VPC flow logs: columns, words, limits (Alibaba Cloud, VPC, "Flow log fields").</summary>
internal static class AlibabaVpcFlowLog
{
    /// <summary>How a value says that there is none.</summary>
    public const string Absent = "-";

    private static readonly string[] Header = ["srcaddr", "dstaddr", "start", "end", "log-status"];

    /// <summary>Columns that a record is made of.</summary>
    public static ColumnTable<AlibabaVpcFlowColumn> Columns { get; } = new(
        ColumnSpelling.Any,
        (AlibabaVpcFlowColumn.SourceAddress, "srcaddr"),
        (AlibabaVpcFlowColumn.DestinationAddress, "dstaddr"),
        (AlibabaVpcFlowColumn.SourcePort, "srcport"),
        (AlibabaVpcFlowColumn.DestinationPort, "dstport"),
        (AlibabaVpcFlowColumn.Protocol, "protocol"),
        (AlibabaVpcFlowColumn.Direction, "direction"),
        (AlibabaVpcFlowColumn.Packets, "packets"),
        (AlibabaVpcFlowColumn.Bytes, "bytes"),
        (AlibabaVpcFlowColumn.Start, "start"),
        (AlibabaVpcFlowColumn.End, "end"),
        (AlibabaVpcFlowColumn.LogStatus, "log-status"),
        (AlibabaVpcFlowColumn.Action, "action"),
        (AlibabaVpcFlowColumn.TcpFlags, "tcp-flags"),
        (AlibabaVpcFlowColumn.EniId, "eni-id"),
        (AlibabaVpcFlowColumn.VmId, "vm-id"));

    public static LogFormat Format { get; } = new("alibaba-vpc-flow")
    {
        Title = "Alibaba Cloud VPC flow logs (Log Service JSON lines, CSV)",
        CloudProvider = "alibabacloud",
        WorstCaseSlack = Duration.FromSeconds(60),
        SlackSource = "not documented: 60 s, the shortest usual capture window, until measured",
        Mappings =
        [
            new("account-id", EcsFields.CloudAccountId),
            new("region", EcsFields.CloudRegion),
            new("vm-id", EcsFields.CloudInstanceId),
            new("eni-id", EcsFields.ObserverIngressInterfaceName),
            new("action", EcsFields.EventAction),
        ],
        NetworkColumns = ["vpc-id"],
        SensorColumns = [["eni-id", "vm-id"]],
        Actions = new(("", FirewallAction.Unknown), ("ACCEPT", FirewallAction.Allow), ("REJECT", FirewallAction.Reject)),
        Directions = new(("out", FlowDirection.Outbound), ("in", FlowDirection.Inbound)),
        Statuses = new(("", RecordKind.Flow), ("OK", RecordKind.Flow), ("NODATA", RecordKind.NoData), ("SKIPDATA", RecordKind.SkipData)),
        HoldsFlowsOnly = true,
        Marks = new RecordMarks
        {
            Topics = ["flow_log"],
            Members = [["start"], ["end"], ["log-status"], ["eni-id", "srcaddr"]],
            Header = Header
        },
        PipelineMaker = () => new MemberPipeline
        {
            Reads = "Alibaba Cloud VPC flow logs, one record per event as JSON or CSV in message or event.original",
            Scripts = ["read.painless"],
            RecordColumns = Columns.Names,
            Spelling = Columns.Spelling,
            Constants = new Dictionary<string, string> { ["Absent"] = Absent },
        },
        Folder = new FormatFolder(typeof(AlibabaVpcFlowLog).Assembly, "AlibabaVpcFlow"),
    };
}
