// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Reflection;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;

namespace FwCorrelate.Cli.Commands;

/// <summary>
/// <c>fwcorrelate completion</c>: a script for a shell. It asks the program itself at every tab, by the directive <c>[suggest:POSITION]</c>
/// of System.CommandLine, so that it knows whatever this version knows.
/// </summary>
internal sealed class CompletionCommand : CliCommand
{
    private static readonly string[] Shells = ["bash", "zsh", "fish", "pwsh"];

    private readonly Argument<string> _shell = new("SHELL") { Description = $"{string.Join(", ", Shells[..^1])} or {Shells[^1]}" };

    public CompletionCommand(CommandContext context)
        : base("completion", "Print a script that completes commands and options in a shell", context)
    {
        _shell.CompletionSources.Add(Shells);
        Add(_shell);
        Examples = ["completion bash > /etc/bash_completion.d/fwcorrelate", "completion fish | source"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var shell = OptionText.Choice("SHELL", parsed.GetRequiredValue(_shell), Shells);
        Terminal.Out.Write(ScriptOf(shell));
        return ExitCode.Done;
    }

    private static string ScriptOf(string shell)
    {
        using var script = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"fwcorrelate.{shell}")!);
        return script.ReadToEnd();
    }
}
