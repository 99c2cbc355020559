// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Redaction;

namespace FwCorrelate.Cli.Output;

/// <summary>What could not be read, on standard error: the first ones as they come, then only their number.</summary>
internal sealed class Complaints(Terminal terminal, bool quiet)
{
    private const int MaxShown = 20;
    private const int MaxLength = 400;

    public long Count { get; private set; }

    public void Add(string text)
    {
        Count++;
        if (!quiet && Count <= MaxShown)
            terminal.Error.WriteLine(TerminalText.Escape(CommandRedaction.MaskSecrets(text), MaxLength));
    }

    public void SayTotal()
    {
        if (!quiet && Count > 0)
            terminal.Error.WriteLine($"{PageText.Count(Count, "problem")} in "
                + $"all{(Count > MaxShown ? $", {PageText.Count(Count - MaxShown)} of them not shown" : "")}");
    }
}
