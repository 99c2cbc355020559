// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate infrastructure</c>: the commands about expected traffic.</summary>
internal sealed class InfrastructureCommand : Command
{
    public InfrastructureCommand(CommandContext context)
        : base("infrastructure", "What a case's own machines do, which is no agent's doing")
    {
        Add(new InfrastructureProposeCommand(context));
    }
}
