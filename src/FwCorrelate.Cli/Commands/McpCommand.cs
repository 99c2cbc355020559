// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Mcp;
using FwCorrelate.Cli.Options;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate mcp</c>: a result for assistants that speak the Model Context Protocol, to read and nothing else.</summary>
internal sealed class McpCommand : CliCommand
{
    private readonly ResultArgument _folder = new();

    public McpCommand(CommandContext context)
        : base("mcp", "Let an assistant read a result over standard input and output (Model Context Protocol); "
            + "it can change and run nothing", context)
    {
        _folder.AddTo(this);
        Examples = ["mcp result/"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var folder = _folder.Read(parsed);
        ResultServer.RunAsync(folder, Input, Terminal.Bytes, Interrupted).GetAwaiter().GetResult();
        return Interrupted.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done;
    }
}
