// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.Nfdump;

/// <summary>
/// The table of NetFlow and IPFIX as nfdump prints them: <c>-o csv</c> up to 1.7.4 and <c>-o json</c> (nfdump(1)). Stamps are local times
/// of the process that printed them, without a zone; <c>tr</c> and <c>received</c> are the collector's clock and are not used.
/// </summary>
internal static class NfdumpLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Start, "ts"),
        (FlowRole.Start, "first"),
        (FlowRole.End, "te"),
        (FlowRole.End, "last"),
        (FlowRole.Source, "sa"),
        (FlowRole.Source, "src4_addr"),
        (FlowRole.Source, "src6_addr"),
        (FlowRole.SourcePort, "sp"),
        (FlowRole.SourcePort, "src_port"),
        (FlowRole.Destination, "da"),
        (FlowRole.Destination, "dst4_addr"),
        (FlowRole.Destination, "dst6_addr"),
        (FlowRole.DestinationPort, "dp"),
        (FlowRole.DestinationPort, "dst_port"),
        (FlowRole.Protocol, "pr"),
        (FlowRole.Protocol, "proto"),
        (FlowRole.TcpFlags, "flg"),
        (FlowRole.TcpFlags, "tcp_flags"),
        (FlowRole.Packets, "ipkt"),
        (FlowRole.Packets, "in_packets"),
        (FlowRole.Bytes, "ibyt"),
        (FlowRole.Bytes, "in_bytes"),
        (FlowRole.Sensor, "ra"),
        (FlowRole.Sensor, "ip_router"),
        (FlowRole.First, "sampled"));

    public static LogFormat Format { get; } = new("nfdump")
    {
        Title = "NetFlow and IPFIX as nfdump prints them (CSV up to 1.7.4, JSON)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "nfdump, CSV: whole seconds; how far a router's clock is off is not told",
        NestsMembers = true,
        Mappings = [new("ra", EcsFields.ObserverName), new("ip_router", EcsFields.ObserverName)],
        OtherColumns = [.. Columns.Names, "td", "in", "out", "sas", "das"],
        SensorColumns = [["ra", "ip_router"]],
        HoldsFlowsOnly = true,
        Marks = new RecordMarks
        {
            Members = [["first"], ["last"], ["in_packets", "in_bytes"], ["src4_addr", "src6_addr"]],
            Texts = [new(["ts,te,"], [",sa,"], [",da,"], [",pr,"]) { IsHeader = true }],
        },
        PipelineMaker = () => LayoutPipeline.OfCells(Layout!, "cells.painless"),
        Folder = new FormatFolder(typeof(NfdumpLog).Assembly, "Nfdump"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Counts = ByteCount.OneWay, Flags = FlagText.Letters };
}
