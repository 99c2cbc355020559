// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;

using var terminal = Terminal.OfProcess();
using var interruption = new Interruption(terminal.Notice, exitCode =>
{
    terminal.ShowCursor();
    Environment.Exit(exitCode);
});
var context = new CommandContext(terminal, interruption.Token);
return (int)new Application(Composition.Root(context, Composition.OfProcess(), args), context).Run(args);
