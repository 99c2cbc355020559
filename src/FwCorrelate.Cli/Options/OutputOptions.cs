// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Options;

/// <summary><c>--format</c>: a table on a terminal, JSON lines when piped.</summary>
internal sealed class FormatOption(params string[] formats)
{
    public const string Table = "table";
    public const string Jsonl = "jsonl";
    public const string Csv = "csv";
    public const string Timesketch = "timesketch";
    public const string Html = "html";

    private readonly Option<string> _format = new("--format")
    {
        Description = $"{string.Join(", ", formats)} (default: table on a terminal, else jsonl)",
        HelpName = "FORMAT",
    };

    public void AddTo(Command command) => command.Add(_format);

    public string Read(ParseResult parsed, Terminal terminal) => parsed.GetValue(_format) is { } text
        ? OptionText.Choice("--format", text, formats)
        : terminal.OutputIsTerminal ? Table : Jsonl;
}

/// <summary><c>--quiet</c>: no progress and no notes on standard error; errors stay.</summary>
internal sealed class QuietOption
{
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress and no notes on standard error" };

    public void AddTo(Command command) => command.Add(_quiet);

    public bool Read(ParseResult parsed) => parsed.GetValue(_quiet);
}
