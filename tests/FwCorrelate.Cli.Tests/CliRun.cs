// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Commands;

namespace FwCorrelate.Cli.Tests;

/// <summary>One run of the program inside the test.</summary>
internal sealed record CliRun(ExitCode Code, string Output, string Error)
{
    public static CliRun Of(params string[] arguments) => Of(arguments, terminal: false);

    public static CliRun Of(string[] arguments, bool terminal, Investigator? investigate = null, Stream? input = null, CancellationToken interrupted = default)
    {
        using var streams = new TestTerminal(terminal, input: input);
        var context = new CommandContext(streams.Terminal, interrupted);
        var services = new Services(investigate ?? ((_, _, _, _) => throw new AssertFailedException("no investigation was expected")));
        var code = new Application(Composition.Root(context, services, arguments), context).Run(arguments);
        return new CliRun(code, streams.Output, streams.Error);
    }
}
