// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Mapped;
using NodaTime;

namespace FwCorrelate.Ingestion.AwsResolver;

/// <summary>
/// The table of Route 53 Resolver query logs (AWS, Route 53 guide, "Values that appear in VPC Resolver query logs"). They tell who asked
/// and for what name; the resolver itself has no address in them.
/// </summary>
internal static class ResolverLog
{
    private static readonly ColumnTable<FlowRole> Columns = new(
        ColumnSpelling.Exact,
        (FlowRole.Start, "query_timestamp"),
        (FlowRole.Source, "srcaddr"),
        (FlowRole.SourcePort, "srcport"),
        (FlowRole.DestinationName, "query_name"),
        (FlowRole.Protocol, "transport"),
        (FlowRole.Action, "firewall_rule_action"),
        (FlowRole.Sensor, "vpc_id"));

    public static LogFormat Format { get; } = new("aws-resolver-query")
    {
        Title = "AWS Route 53 Resolver query logs (JSON lines)",
        CloudProvider = "aws",
        WorstCaseSlack = Duration.FromSeconds(1),
        SlackSource = "AWS, Route 53 Resolver query logs: whole seconds",
        NestsMembers = true,
        Mappings =
        [
            new("account_id", EcsFields.CloudAccountId),
            new("region", EcsFields.CloudRegion),
            new("srcids.instance", EcsFields.CloudInstanceId),
            new("vpc_id", EcsFields.ObserverName),
            new("query_name", EcsFields.DnsQuestionName),
            new("query_type", EcsFields.DnsQuestionType),
            new("query_class", EcsFields.DnsQuestionClass),
            new("rcode", EcsFields.DnsResponseCode),
            new("firewall_rule_action", EcsFields.EventAction),
            new("firewall_rule_group_id", EcsFields.RuleRuleset),
            new("firewall_domain_list_id", EcsFields.RuleId),
        ],
        OtherColumns = [.. Columns.Names, "answers", "srcids.resolver_endpoint"],
        NetworkColumns = ["vpc_id"],
        AnswerColumns = ["answers"],
        SensorColumns = [["vpc_id"]],
        Actions = new(ignoresCase: true, ("allow", FirewallAction.Allow), ("alert", FirewallAction.Alert), ("block", FirewallAction.Deny)),
        SourceIsInitiator = true,
        Marks = new RecordMarks { Members = [["query_timestamp"], ["query_name"], ["srcaddr"]] },
        PipelineMaker = () => LayoutPipeline.Of(Layout!, "query.painless"),
        Folder = new FormatFolder(typeof(ResolverLog).Assembly, "AwsResolver"),
    };

    public static FlowLayout Layout { get; } = new(Format, Columns) { Direction = FlowDirection.Outbound, AllowsNames = true };
}
