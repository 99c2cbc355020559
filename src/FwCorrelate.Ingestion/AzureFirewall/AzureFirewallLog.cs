// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.AzureFirewall;

/// <summary>
/// The table of Azure Firewall's logs: structured ones (Microsoft, tables <c>AZFWNetworkRule</c> and their like), within <c>properties</c>
/// or as rows of Log Analytics, and the older ones whose record is a sentence in <c>properties.msg</c>.
/// </summary>
internal static class AzureFirewallLog
{
    private static readonly string[] Paths = ["properties.", ""];

    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        [
            (FlowRole.Stamp, "time"), (FlowRole.Stamp, "TimeGenerated"), (FlowRole.Kind, "category"), (FlowRole.Kind,
                "Category"), (FlowRole.First, "properties.msg"),
            (FlowRole.First, "msg_s"), (FlowRole.Sensor, "resourceId"),
            .. Paths.SelectMany(p => ((FlowRole, string)[])
            [
                (FlowRole.Source, p + "SourceIp"), (FlowRole.SourcePort, p + "SourcePort"), (FlowRole.Destination,
                    p + "DestinationIp"), (FlowRole.DestinationPort, p + "DestinationPort"),
                (FlowRole.DestinationName, p + "Fqdn"), (FlowRole.Protocol, p + "Protocol"), (FlowRole.Action, p + "Action"),
            ]),
        ]);

    public static LogFormat Format { get; } = new("azure-firewall")
    {
        Title = "Azure Firewall rules, threats and IDPS (JSON, structured and older)",
        CloudProvider = "azure",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "Microsoft tells nothing; stamps have 100 ns: 1 s until measured",
        NestsMembers = true,
        Mappings =
        [
            new("resourceId", EcsFields.ObserverName),
            .. Paths.SelectMany(p => (FieldMapping[])
            [
                new(p + "Action", EcsFields.EventAction), new(p + "ActionReason", EcsFields.EventReason),
                    new(p + "Rule", EcsFields.RuleName), new(
                    p + "Description", EcsFields.RuleName),
                new(p + "ThreatDescription", EcsFields.RuleName), new(p + "SignatureId", EcsFields.RuleId),
                new(p + "RuleCollection", EcsFields.RuleRuleset),
                new(p + "Fqdn", EcsFields.DestinationDomain),
            ]),
            new("properties.Url", EcsFields.UrlOriginal),
            new(ProxyRecords.HostColumn, EcsFields.DestinationDomain),
        ],
        OtherColumns = [.. Columns.Names, "properties.Severity", "properties.Policy"],
        SensorColumns = [["resourceId"]],
        Statuses = new(
            ("AZFWNetworkRule", RecordKind.Flow), ("AZFWApplicationRule", RecordKind.Flow), ("AZFWNatRule", RecordKind.Flow),
            ("AZFWThreatIntel", RecordKind.Alert),
            ("AZFWIdpsSignature", RecordKind.Alert), ("AzureFirewallNetworkRule", RecordKind.Flow),
            ("AzureFirewallApplicationRule", RecordKind.Flow)),
        Actions = new(
            ignoresCase: true, ("allow", FirewallAction.Allow), ("deny", FirewallAction.Deny), ("drop", FirewallAction.Drop),
            ("alert", FirewallAction.Alert),
            ("alert and deny", FirewallAction.Deny), ("dnat", FirewallAction.Allow)),
        SourceIsInitiator = true,
        Marks = new RecordMarks
        {
            Members = [["category", "Category"], ["time", "TimeGenerated"], ["properties.SourceIp", "properties.msg", "SourceIp"],
                ["properties.Action", "Action", "properties.msg"]],
        },
        PipelineMaker = () => LayoutPipeline.Of(Layout!, "sentence.painless"),
        Folder = new FormatFolder(typeof(AzureFirewallLog).Assembly, "AzureFirewall"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { AllowsNames = true };
}
