// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Cli.CommandLine;

/// <summary>
/// The standard streams and what stands behind them. Results go to <see cref="Out"/>, everything else to <see cref="Error"/>.
/// </summary>
internal sealed class Terminal : IDisposable
{
    /// <summary>Width where nothing tells: what every terminal and every mail client shows.</summary>
    public const int DefaultWidth = 80;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public Terminal(Stream output, TextWriter error)
    {
        Bytes = output;
        Out = new StreamWriter(output, Utf8, bufferSize: 1 << 16, leaveOpen: true);
        Error = error;
    }

    /// <summary>Standard output as bytes. Flush <see cref="Out"/> before writing here after text.</summary>
    public Stream Bytes { get; }

    /// <summary>Standard output as UTF-8 text; flushed when the command ends.</summary>
    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>Standard input; read only where a path is <c>-</c>.</summary>
    public Stream Input { get; init; } = Stream.Null;

    public bool OutputIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    /// <summary>Takes notices while something else draws on standard error; null while nothing does.</summary>
    public Action<string>? NoticeBoard { get; set; }

    /// <summary>Cells in a line of the page.</summary>
    public int Width { get; init; } = DefaultWidth;

    /// <summary>Cells in a line of standard error.</summary>
    public int ErrorWidth { get; init; } = DefaultWidth;

    /// <summary>Whether the terminal draws: neither <c>TERM=dumb</c> nor unset.</summary>
    public bool CanDraw { get; init; }

    /// <summary>Whether colours are welcome: the terminal draws and <c>NO_COLOR</c> is not set (no-color.org).</summary>
    public bool HasColour { get; init; }

    /// <summary>The process's own streams.</summary>
    public static Terminal OfProcess()
    {
        var outputIsTerminal = !Console.IsOutputRedirected;
        var term = Environment.GetEnvironmentVariable("TERM");
        var canDraw = OperatingSystem.IsWindows() ? term != "dumb" : !string.IsNullOrEmpty(term) && term != "dumb";
        return new Terminal(StandardOutput.Open(outputIsTerminal), Console.Error)
        {
            Input = StandardInput.Open(),
            OutputIsTerminal = outputIsTerminal,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = WidthOf(outputIsTerminal),
            ErrorWidth = WidthOf(!Console.IsErrorRedirected),
            CanDraw = canDraw,
            HasColour = canDraw && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    /// <summary>A line on standard error, also while progress is drawn there.</summary>
    public void Notice(string text)
    {
        if (NoticeBoard is { } board)
            board(text);
        else
            Error.WriteLine(text);
    }

    /// <summary>Gives the cursor back that progress hides, where the process ends in the middle of it.</summary>
    public void ShowCursor()
    {
        if (ErrorIsTerminal && CanDraw)
            Error.WriteLine("\u001b[?25h");
    }

    public void Dispose() => Out.Dispose();

    private static int WidthOf(bool isTerminal)
    {
        if (!isTerminal)
            return DefaultWidth;
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : DefaultWidth;
        }
        catch (IOException)
        {
            return DefaultWidth;
        }
    }
}
