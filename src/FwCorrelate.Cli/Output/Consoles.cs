// SPDX-License-Identifier: Apache-2.0
using Spectre.Console;

namespace FwCorrelate.Cli.Output;

/// <summary>Spectre consoles over our own streams.</summary>
internal static class Consoles
{
    /// <summary>For styled pieces of lines that are wrapped already: no width of its own.</summary>
    public static IAnsiConsole Of(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Out = new AnsiConsoleOutput(writer)
        });
        console.Profile.Width = 1_000_000;
        return console;
    }

    /// <summary>For progress on a terminal.</summary>
    public static IAnsiConsole ForProgress(TextWriter writer, bool hasColour, int width)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = hasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = width;
        return console;
    }
}
