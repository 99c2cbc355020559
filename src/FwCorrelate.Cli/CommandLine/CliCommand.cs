// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Redaction;

namespace FwCorrelate.Cli.CommandLine;

/// <summary>What every command is given.</summary>
/// <param name="Interrupted">Set by the first Ctrl+C.</param>
internal sealed record CommandContext(Terminal Terminal, CancellationToken Interrupted)
{
    /// <summary>
    /// Standard input; read only where a path is <c>-</c>. An interruption ends a wait for it with
    /// <see cref="OperationCanceledException"/>.
    /// </summary>
    public Stream Input { get; } = new InterruptibleStream(Terminal.Input, Interrupted);
}

/// <summary>A command with examples for its help, and one method to run.</summary>
internal abstract class CliCommand : Command
{
    protected CliCommand(string name, string description, CommandContext context)
        : base(name, description)
    {
        Terminal = context.Terminal;
        Interrupted = context.Interrupted;
        Input = context.Input;
        SetAction(parsed => (int)Execute(parsed));
    }

    /// <summary>Command lines to copy, without the program's name.</summary>
    public IReadOnlyList<string> Examples { get; protected init; } = [];

    protected Terminal Terminal { get; }

    protected CancellationToken Interrupted { get; }

    /// <inheritdoc cref="CommandContext.Input"/>
    protected Stream Input { get; }

    /// <summary>Does the work; throws <see cref="Cases.ConfigurationException"/> before any of it where the usage is wrong.</summary>
    protected abstract ExitCode Execute(ParseResult parsed);

    /// <summary>One line to standard error.</summary>
    protected void Say(string message) => Terminal.Error.WriteLine(Output.TerminalText.Escape(CommandRedaction.MaskSecrets(message)));
}
