// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.PfSense;

/// <summary>The table of pfSense's and OPNsense's filter log (Netgate, "Raw Filter Log Format"; OPNsense, <c>filterlog</c>).</summary>
internal static class FilterLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Stamp, "stamp"),
        (FlowRole.Sensor, "host"),
        (FlowRole.Source, "src"),
        (FlowRole.Destination, "dst"),
        (FlowRole.SourcePort, "sport"),
        (FlowRole.DestinationPort, "dport"),
        (FlowRole.Protocol, "protoid"),
        (FlowRole.Action, "action"),
        (FlowRole.Direction, "dir"),
        (FlowRole.Bytes, "length"),
        (FlowRole.TcpFlags, "tcpflags"));

    public static LogFormat Format { get; } = new("pf-filterlog")
    {
        Title = "pfSense and OPNsense filter logs (syslog)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "RFC 3164: whole seconds of the firewall's clock, without year and zone",
        Mappings =
        [
            new("host", EcsFields.ObserverName),
            new("interface", EcsFields.ObserverIngressInterfaceName),
            new("tracker", EcsFields.RuleId),
            new("action", EcsFields.EventAction),
            new("reason", EcsFields.EventReason),
        ],
        OtherColumns = [.. Columns.Names, "rulenr", "subrulenr", "anchor", "ipversion", "proto", "ttl"],
        SensorColumns = [["host"]],
        Actions = new(("pass", FirewallAction.Allow), ("block", FirewallAction.Drop), ("reject", FirewallAction.Reject),
            ("match", FirewallAction.Unknown)),
        Directions = new(("out", FlowDirection.Outbound), ("in", FlowDirection.Inbound)),
        HoldsFlowsOnly = true,
        Marks = new RecordMarks { Texts = [new(["filterlog"]) { Separators = 17 }] },
        PipelineMaker = () => LayoutPipeline.OfText(Layout!, "cells.painless"),
        Folder = new FormatFolder(typeof(FilterLog).Assembly, "PfSense"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Counts = ByteCount.OneWay, Flags = FlagText.Letters };

    public static MappedFormat Reader { get; } = new(Layout)
    {
        Forms = [() => new FilterLogForm()],
    };
}
