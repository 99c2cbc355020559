// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Eve;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.AwsNetworkFirewall;

/// <summary>
/// The table of AWS Network Firewall's alert, flow and TLS logs (AWS, Network Firewall guide, "Contents of a log"): events of Suricata
/// within <c>event</c>. Its own <c>event_timestamp</c> is when the log was made, and is not used.
/// </summary>
internal static class NetworkFirewallLog
{
    private const string Event = "event.";
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact, [.. EveEvents.ColumnsOf(Event), (FlowRole.Sensor, "firewall_name")]);

    public static LogFormat Format { get; } = new("aws-network-firewall")
    {
        Title = "AWS Network Firewall alert, flow and TLS logs (JSON lines)",
        CloudProvider = "aws",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "AWS, Network Firewall: microseconds of the firewall's clock; 1 s until measured",
        NestsMembers = true,
        Mappings = [new("firewall_name", EcsFields.ObserverName), new("availability_zone", EcsFields.CloudAvailabilityZone),
            .. EveEvents.MappingsOf(Event), new("event.sni", EcsFields.DestinationDomain)],
        OtherColumns = [.. Columns.Names, .. EveEvents.OthersOf(Event), "aws_category", "event.tls_inspected"],
        SensorColumns = [["firewall_name"]],
        QuestionColumns = [Event + EveAnswers.Question],
        AnswerColumns = [Event + EveAnswers.Addresses],
        Actions = EveEvents.Verdicts,
        Statuses = new([.. EveEvents.Words.Words, ("", RecordKind.Flow)]),
        Marks = new RecordMarks { Members = [["firewall_name"], ["event_timestamp", "event.timestamp"], ["event.src_ip"]] },
        PipelineMaker = () => LayoutPipeline.Of(Layout!, EveEvents.Painless),
        Folder = new FormatFolder(typeof(NetworkFirewallLog).Assembly, "AwsNetworkFirewall"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Flags = FlagText.Hexadecimal };
}
