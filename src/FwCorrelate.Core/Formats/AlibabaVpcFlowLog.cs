// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Formats;

/// <summary>
/// The columns and words of Alibaba Cloud VPC flow logs (Alibaba Cloud, VPC, "Flow log fields"): the table that the reader of files and the
/// pipeline in a search engine are both made of.
/// </summary>
public static class AlibabaVpcFlowLog
{
    public const string FormatName = "alibaba-vpc-flow";

    public const string Topic = "flow_log";

    /// <summary>How a value says that there is none.</summary>
    public const string Absent = "-";

    /// <summary>Columns that a record is made of. Pages and services spell them srcaddr and SrcAddr, log-status, log_status and LogStatus.</summary>
    public static IReadOnlyList<string> RecordColumns { get; } =
    [
        "srcaddr", "dstaddr", "srcport", "dstport", "protocol", "direction", "packets", "bytes", "start", "end", "log-status", "action", "tcp-flags",
        "eni-id", "vm-id",
    ];

    /// <summary>Columns by which the header line of a CSV export is known.</summary>
    public static IReadOnlyList<string> HeaderColumns { get; } = ["srcaddr", "dstaddr", "start", "end", "log-status"];

    /// <summary>Where the vendor's columns stand in an ECS document.</summary>
    public static IReadOnlyList<FieldMapping> Mappings { get; } =
    [
        new("account-id", "cloud.account.id"),
        new("region", "cloud.region"),
        new("vm-id", "cloud.instance.id"),
        new("eni-id", "observer.ingress.interface.name"),
        new("action", "event.action"),
    ];

    public static IReadOnlyDictionary<string, FirewallAction> Actions { get; } = new Dictionary<string, FirewallAction>(StringComparer.Ordinal)
    {
        [""] = FirewallAction.Unknown,
        ["ACCEPT"] = FirewallAction.Allow,
        ["REJECT"] = FirewallAction.Reject,
    };

    /// <summary>Any other word says nothing.</summary>
    public static IReadOnlyDictionary<string, FlowDirection> Directions { get; } = new Dictionary<string, FlowDirection>(StringComparer.Ordinal)
    {
        ["out"] = FlowDirection.Outbound,
        ["in"] = FlowDirection.Inbound,
    };

    public static IReadOnlyDictionary<string, RecordKind> Statuses { get; } = new Dictionary<string, RecordKind>(StringComparer.Ordinal)
    {
        [""] = RecordKind.Flow,
        ["OK"] = RecordKind.Flow,
        ["NODATA"] = RecordKind.NoData,
        ["SKIPDATA"] = RecordKind.SkipData,
    };
}
