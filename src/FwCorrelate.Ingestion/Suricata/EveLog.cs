// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Eve;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.Suricata;

/// <summary>The table of Suricata's EVE log (Suricata user guide, "EVE JSON Format").</summary>
internal static class EveLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(ColumnSpelling.Exact, [.. EveEvents.ColumnsOf("")]);

    public static LogFormat Format { get; } = new("suricata-eve")
    {
        Title = "Suricata EVE: alert, drop, flow, netflow, dns, tls, http, ssh (JSON lines)",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "stamps are of packets; a sensor's own clock may be off: 1 s until measured",
        NestsMembers = true,
        Mappings = [new("in_iface", EcsFields.ObserverIngressInterfaceName), new("host", EcsFields.ObserverName),
        .. EveEvents.MappingsOf("")],
        OtherColumns = [.. Columns.Names, .. EveEvents.OthersOf("")],
        SensorColumns = [["in_iface"]],
        QuestionColumns = [EveAnswers.Question],
        AnswerColumns = [EveAnswers.Addresses],
        Actions = EveEvents.Verdicts,
        Statuses = EveEvents.Words,
        Marks = new RecordMarks { Members = [["event_type"], ["timestamp"], ["src_ip", "flow_id"]] },
        PipelineMaker = () => LayoutPipeline.Of(Layout!, EveEvents.Painless),
        Folder = new FormatFolder(typeof(EveLog).Assembly, "Suricata"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Flags = FlagText.Hexadecimal };
}
