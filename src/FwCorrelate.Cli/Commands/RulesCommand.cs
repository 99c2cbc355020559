// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate rules</c>: the commands about rules.</summary>
internal sealed class RulesCommand : Command
{
    public RulesCommand(CommandContext context)
        : base("rules", "List, check, test, explain and compare rules")
    {
        Add(new RulesListCommand(context));
        Add(new RulesCheckCommand(context));
        Add(new RulesTestCommand(context));
        Add(new RulesExplainCommand(context));
        Add(new RulesBacktestCommand(context));
    }
}
