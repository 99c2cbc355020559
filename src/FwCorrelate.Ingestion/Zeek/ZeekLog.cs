// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.Zeek;

/// <summary>The table of Zeek's conn, dns, ssl, ssh, http and notice logs (Zeek, "Log Files").</summary>
internal static class ZeekLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Start, "ts"),
        (FlowRole.Duration, "duration"),
        (FlowRole.Source, "id.orig_h"),
        (FlowRole.SourcePort, "id.orig_p"),
        (FlowRole.Destination, "id.resp_h"),
        (FlowRole.DestinationPort, "id.resp_p"),
        (FlowRole.Protocol, "proto"),
        (FlowRole.BytesSent, "orig_bytes"),
        (FlowRole.BytesReceived, "resp_bytes"),
        (FlowRole.PacketsSent, "orig_pkts"),
        (FlowRole.PacketsReceived, "resp_pkts"),
        (FlowRole.Sensor, "_system_name"),
        (FlowRole.First, "conn_state"),
        (FlowRole.Second, "history"),
        (FlowRole.Third, "note"),
        (FlowRole.Source, "src"),
        (FlowRole.Destination, "dst"),
        (FlowRole.DestinationPort, "p"));

    public static LogFormat Format { get; } = new("zeek-log")
    {
        Title = "Zeek logs: conn, open_conn, dns, ssl, ssh, http, notice (TSV, JSON lines)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "stamps are of packets; a sensor's own clock may be off: 1 s until measured",
        NestsMembers = true,
        Mappings =
        [
            new("uid", EcsFields.EventId),
            new("_system_name", EcsFields.ObserverName),
            new("conn_state", EcsFields.EventReason),
            new("service", EcsFields.NetworkProtocol),
            new("query", EcsFields.DnsQuestionName),
            new("qtype_name", EcsFields.DnsQuestionType),
            new("rcode_name", EcsFields.DnsResponseCode),
            new("server_name", EcsFields.DestinationDomain),
            new("host", EcsFields.DestinationDomain),
            new("method", EcsFields.HttpRequestMethod),
            new("uri", EcsFields.UrlOriginal),
            new("status_code", EcsFields.HttpResponseStatusCode, FieldType.Number),
            new("user_agent", EcsFields.UserAgentOriginal),
            new("note", EcsFields.RuleName),
            new("msg", "message"),
        ],
        OtherColumns = [.. Columns.Names, "answers"],
        SensorColumns = [["_system_name"]],
        SourceIsInitiator = true,
        AnswerColumns = ["answers"],
        Marks = new RecordMarks
        {
            Members = [["ts"], ["id.orig_h"], ["id.resp_h"]],
            Texts =
            [
                new(["#fields"], ["id.orig_h"], ["id.resp_h"]) { IsHeader = true },
                new(["#separator", "#set_separator", "#empty_field", "#unset_field", "#path", "#open", "#close", "#types",
                    "#fields"]) { Start = "#" },
            ],
        },
        PipelineMaker = () => LayoutPipeline.OfCells(Layout!, "log.painless"),
        Folder = new FormatFolder(typeof(ZeekLog).Assembly, "Zeek"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Absent = "-", Protocol = Network.TransportProtocol.None };
}
