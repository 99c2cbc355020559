// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.Netfilter;

/// <summary>
/// The table of what Linux logs of packets: iptables' and nftables' LOG, ufw (Linux, <c>nf_log_syslog</c>; iptables-extensions(8), LOG).
/// </summary>
internal static class NetfilterLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Stamp, "stamp"),
        (FlowRole.Sensor, "host"),
        (FlowRole.First, "prefix"),
        (FlowRole.Second, "IN"),
        (FlowRole.Third, "OUT"),
        (FlowRole.Source, "SRC"),
        (FlowRole.Destination, "DST"),
        (FlowRole.SourcePort, "SPT"),
        (FlowRole.DestinationPort, "DPT"),
        (FlowRole.Protocol, "PROTO"),
        (FlowRole.Bytes, "LEN"),
        (FlowRole.TcpFlags, "flags"));

    public static LogFormat Format { get; } = new("netfilter")
    {
        Title = "Linux packet logs: iptables, nftables, ufw (syslog)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "RFC 3164: whole seconds of the host's clock, without year and zone",
        Mappings =
        [
            new("host", EcsFields.ObserverName),
            new("IN", EcsFields.ObserverIngressInterfaceName),
            new("OUT", EcsFields.ObserverEgressInterfaceName),
            new("prefix", EcsFields.RuleName),
        ],
        OtherColumns = [.. Columns.Names, "MAC", "TTL", "PHYSIN", "PHYSOUT", "UID", "TYPE", "CODE"],
        SensorColumns = [["host"]],
        HoldsFlowsOnly = true,
        Marks = new RecordMarks { Texts = [new(["IN="], [" OUT="], [" SRC="], [" DST="]), new([" kernel: "])] },
        PipelineMaker = () => LayoutPipeline.OfText(Layout!, "packet.painless"),
        Folder = new FormatFolder(typeof(NetfilterLog).Assembly, "Netfilter"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Counts = ByteCount.OneWay, Flags = FlagText.Words };
}
