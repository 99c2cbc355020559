// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate why</c>: what may be said against an incident, as the attribution itself wrote it down.</summary>
internal sealed class WhyCommand : CliCommand
{
    private readonly ResultArgument _folder = new();
    private readonly Argument<string> _id = new("ID") { Description = "An incident's id, or the beginning of one" };
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl);
    private readonly ZoneOption _zone = new();

    public WhyCommand(CommandContext context)
        : base("why", "What else may have done it, what each source adds, and what would change the answer", context)
    {
        _folder.AddTo(this);
        Add(_id);
        _format.AddTo(this);
        _zone.AddTo(this);
        Examples = ["why result/ INC-225fc7d55926", "why result/ 225f --format jsonl | jq .fwcorrelate.why.flips"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var format = _format.Read(parsed, Terminal);
        var zone = _zone.Read(parsed);
        var folder = _folder.Read(parsed);
        var incident = IncidentLookup.Find(folder, parsed.GetRequiredValue(_id));
        if (format == FormatOption.Jsonl)
            StoredLines.Write([incident], Terminal);
        else
            new WhyPage(PageWriter.To(Terminal), zone).Write(incident);
        return ExitCode.Done;
    }
}
