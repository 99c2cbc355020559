// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.Commands;
using FwCorrelate.Service;
using NodaTime;

namespace FwCorrelate.Cli.CommandLine;

/// <summary>What the commands call. The process's own are in <see cref="Composition"/>; tests put others in their place.</summary>
internal sealed record Services(Investigator Investigate)
{
    /// <summary>Tells when something was told; no result depends on it.</summary>
#pragma warning disable RS0030 // This is the composition root.
    public IClock Clock { get; init; } = SystemClock.Instance;
#pragma warning restore RS0030
}

/// <summary>Where commands and the parts they call are put together.</summary>
internal static class Composition
{
    /// <summary>The parts that the program runs with.</summary>
    public static Services OfProcess() => new(Investigate: Investigation.Run);

    /// <param name="arguments">The command line as typed.</param>
    public static RootCommand Root(CommandContext context, Services services, IReadOnlyList<string> arguments) =>
        new("From a firewall alert to the tool call that caused it.")
        {
            new InvestigateCommand(context, services.Investigate, arguments),
            new ServeCommand(context, services.Clock, arguments),
            new FlowsCommand(context),
            new TimelineCommand(context),
            new ConnectionsCommand(context),
            new WhoCommand(context),
            new RulesCommand(context),
            new FormatsCommand(context),
            new SimulateCommand(context),
            new AlertCommand(context, services.Investigate, arguments),
            new IncidentsCommand(context),
            new ShowCommand(context),
            new ExtractCommand(context),
            new CensusCommand(context),
            new CompareCommand(context),
            new WhyCommand(context),
            new EvidenceCommand(context, services),
            new ExportCommand(context),
            new InfrastructureCommand(context),
            new McpCommand(context),
            new ElasticCommand(context),
            new ConfigCommand(context),
            new CompletionCommand(context),
        };
}
