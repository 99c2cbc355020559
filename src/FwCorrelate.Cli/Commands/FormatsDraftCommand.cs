// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mappings;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate formats draft</c>: a mapping file to start from.</summary>
internal sealed class FormatsDraftCommand : CliCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "A home-made log or trace: CSV, key=value or JSON lines" };
    private readonly Option<string> _kind = new("--kind")
    {
        Description = "log (flow records) or trace (tool calls); default: by its columns",
        HelpName = "KIND",
    };

    public FormatsDraftCommand(CommandContext context)
        : base("draft", "Write a mapping file for a home-made log or trace, to be put into the mappings folder of the case", context)
    {
        Add(_file);
        Add(_kind);
        Examples = ["formats draft gateway.csv > case/mappings/gateway.yml", "formats draft rollouts.jsonl --kind trace"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var path = parsed.GetRequiredValue(_file);
        var kind = parsed.GetValue(_kind) is { } text ? OptionText.Choice("--kind", text, ["log", "trace"]) : null;
        Terminal.Out.Write(MappingDraft.Of(FileOf(path), kind is null ? null : kind == "log"));
        return ExitCode.Done;
    }

    /// <exception cref="ConfigurationException">There is no such file.</exception>
    internal static CaseInput FileOf(string path) => File.Exists(path)
        ? new CaseInput(Path.GetFullPath(path), path.Replace(Path.DirectorySeparatorChar, '/'), new FileInfo(path).Length)
        : throw new ConfigurationException($"FILE '{path}' does not exist: expected a file. Looked at {Path.GetFullPath(path)}");
}
