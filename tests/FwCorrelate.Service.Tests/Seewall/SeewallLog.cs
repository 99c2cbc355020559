// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using NodaTime;

namespace FwCorrelate.Service.Tests.Seewall;

/// <summary>The table of a firewall that does not exist: what a new family has to tell.</summary>
internal static class SeewallLog
{
    public static ColumnTable<SeewallColumn> Columns { get; } = new(
        ColumnSpelling.Exact,
        (SeewallColumn.State, "state"),
        (SeewallColumn.Began, "began"),
        (SeewallColumn.Ended, "ended"),
        (SeewallColumn.From, "from"),
        (SeewallColumn.FromPort, "from_port"),
        (SeewallColumn.To, "to"),
        (SeewallColumn.ToPort, "to_port"),
        (SeewallColumn.Protocol, "proto"),
        (SeewallColumn.Verdict, "verdict"),
        (SeewallColumn.Way, "way"),
        (SeewallColumn.Octets, "octets"),
        (SeewallColumn.Box, "box"));

    public static LogFormat Format { get; } = new("seewall")
    {
        Title = "Seewall logs (made up)",
        CloudProvider = "seecloud",
        WorstCaseSlack = Duration.FromSeconds(3),
        SlackSource = "made up",
        Mappings = [new("box", "observer.name"), new("verdict", "event.action"), new("tenant", "cloud.account.id")],
        NetworkColumns = ["net"],
        SensorColumns = [["box"]],
        Actions = new(("let", FirewallAction.Allow), ("swallowed", FirewallAction.Drop), ("returned to sender", FirewallAction.Reject)),
        Directions = new(("leaving", FlowDirection.Outbound), ("arriving", FlowDirection.Inbound)),
        Statuses = new(("", RecordKind.Flow), ("session", RecordKind.Flow), ("blind", RecordKind.SkipData)),
        HoldsFlowsOnly = true,
        Marks = new RecordMarks { Members = [["began"], ["ended"], ["octets"]], Header = ["began", "ended", "octets"] },
        PipelineMaker = () => new MemberPipeline
        {
            Reads = "Seewall logs, one record per event",
            Scripts = ["read.painless"],
            RecordColumns = Columns.Names,
            Spelling = Columns.Spelling,
        },
        Folder = new FormatFolder(typeof(SeewallLog).Assembly, "Seewall"),
    };
}
