// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using Spectre.Console;

namespace FwCorrelate.Cli.Output;

/// <summary>How a piece of the page stands out where colours are welcome; without them nothing is lost.</summary>
internal enum Emphasis
{
    None,
    Strong,
    Alarm,
    Caution,
}

/// <summary>
/// Writes plain lines that fit a width: words wrap under their own column, nothing is padded, and all text passes
/// <see cref="TerminalText"/>. Markup is never interpreted.
/// </summary>
internal sealed class PageWriter
{
    private const int MinWidth = 40;
    private readonly TextWriter _writer;
    private readonly IAnsiConsole? _console;
    private readonly int _width;

    public PageWriter(TextWriter writer, int width, IAnsiConsole? console = null)
    {
        _writer = writer;
        _width = Math.Max(MinWidth, width);
        _console = console;
    }

    /// <summary>To standard output, in colour where that is welcome.</summary>
    public static PageWriter To(Terminal terminal) =>
        new(terminal.Out, terminal.Width, terminal is { OutputIsTerminal: true, HasColour: true } ? Consoles.Of(terminal.Out) : null);

    public void Blank() => _writer.WriteLine();

    /// <summary>One line, or more under its own indentation.</summary>
    public void Line(string text, int indent = 0, Emphasis emphasis = Emphasis.None) => Field("", text, indent, indent, emphasis);

    /// <summary>
    /// A label in column <paramref name="indent"/> and its text in column <paramref name="column"/>; the text wraps there.
    /// </summary>
    public void Field(string label, string text, int indent, int column, Emphasis emphasis = Emphasis.None)
    {
        var head = new string(' ', indent) + TerminalText.Escape(label);
        head = head.Length < column ? head.PadRight(column) : head.Length == 0 ? head : head + " ";
        foreach (var line in Wrap(TerminalText.Escape(text), Math.Max(20, _width - column), _width - head.Length))
        {
            if (head.TrimStart().Length > 0)
                Write(head, Emphasis.None);
            else
                _writer.Write(head);
            Write(line, emphasis);
            _writer.WriteLine();
            head = new string(' ', column);
        }
    }

    /// <summary>A line to copy or to click: never wrapped by us, since a terminal that wraps it still takes it whole.</summary>
    public void Unwrapped(string line, int indent = 0) => _writer.WriteLine(new string(' ', indent) + TerminalText.Escape(line));

    /// <summary>Cuts at blanks, and words that are too long anywhere; cells, not characters, count.</summary>
    internal static IEnumerable<string> Wrap(string text, int width, int firstWidth)
    {
        var rest = text;
        for (var room = Math.Max(10, firstWidth); ; room = width)
        {
            var length = FittingLength(rest, room);
            if (length == rest.Length)
            {
                yield return rest;
                yield break;
            }

            var blank = rest.LastIndexOf(' ', length, length + 1);
            var cut = blank > 0 ? blank : length;
            yield return rest[..cut].TrimEnd(' ');
            rest = rest[cut..].TrimStart(' ');
        }
    }

    private static int FittingLength(string text, int cells)
    {
        if (text.Length <= cells && text.GetCellWidth() <= cells)
            return text.Length;
        var length = 0;
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += rune.IsAscii ? 1 : rune.ToString().GetCellWidth();
            if (used > cells && length > 0)
                return length;
            length += rune.Utf16SequenceLength;
        }

        return length;
    }

    private void Write(string text, Emphasis emphasis)
    {
        if (_console is null || emphasis == Emphasis.None)
            _writer.Write(text);
        else
            _console.Write(new Text(text, StyleOf(emphasis)));
    }

    private static Style StyleOf(Emphasis emphasis) => emphasis switch
    {
        Emphasis.Alarm => new Style(Color.Red, decoration: Decoration.Bold),
        Emphasis.Caution => new Style(Color.Yellow),
        _ => new Style(decoration: Decoration.Bold),
    };
}
