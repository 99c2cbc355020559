// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Output;

/// <summary>Rows of CSV (RFC 4180) that a spreadsheet shows and never runs. On a terminal hidden characters are spelt out too.</summary>
internal sealed class CsvText(Terminal terminal)
{
    private readonly TextWriter _writer = terminal.Out;
    private readonly bool _toTerminal = terminal.OutputIsTerminal;
    private bool _inRow;

    /// <summary>
    /// A field as RFC 4180 writes it. A leading <c>= + - @</c>, tab or line break would start a formula (OWASP, "CSV Injection"):
    /// an apostrophe goes before it, behind blanks too, since spreadsheets trim.
    /// </summary>
    public static string Quote(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var safe = StartsFormula(text) ? "'" + text : text;
        var needsQuotes = safe.AsSpan().ContainsAny("\",\r\n") || char.IsWhiteSpace(safe[0]) || char.IsWhiteSpace(safe[^1]);
        return needsQuotes ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    public CsvText Text(string? text) => Append(Quote(_toTerminal ? TerminalText.Escape(text) : text));

    /// <summary>A number of ours: it keeps its sign. Null is an empty field.</summary>
    public CsvText Number<T>(T? number)
        where T : struct, IFormattable => Append(number?.ToString(null, System.Globalization.CultureInfo.InvariantCulture) ?? "");

    public void EndRow()
    {
        _writer.Write("\r\n");
        _inRow = false;
    }

    /// <summary>A whole row of text, such as the header.</summary>
    public void Row(params ReadOnlySpan<string?> fields)
    {
        foreach (var field in fields)
            Text(field);
        EndRow();
    }

    private CsvText Append(string field)
    {
        if (_inRow)
            _writer.Write(',');
        _writer.Write(field);
        _inRow = true;
        return this;
    }

    // The full-width forms start formulas in spreadsheets of East Asian locales.
    private static bool StartsFormula(string text)
    {
        if (text[0] is '\t' or '\r' or '\n')
            return true;
        var start = text.AsSpan().TrimStart();
        return !start.IsEmpty && start[0] is '=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20';
    }
}
