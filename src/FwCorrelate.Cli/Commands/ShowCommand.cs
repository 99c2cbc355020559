// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service.Results.Stories;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate show</c>: incidents of one episode and burst as one story.</summary>
internal sealed class ShowCommand : CliCommand
{
    private readonly ResultArgument _folder = new();
    private readonly Argument<string> _name = new("ID")
    {
        Description = "An incident's id or the beginning of one, an episode, or a behaviour (BEH-...)",
    };
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);
    private readonly ZoneOption _zone = new();

    public ShowCommand(CommandContext context)
        : base("show", "Tell what happened in order of time: what was asked, said and run, connections, alerts, what followed", context)
    {
        _folder.AddTo(this);
        Add(_name);
        _format.AddTo(this);
        _zone.AddTo(this);
        Examples = ["show result/ INC-225fc7d55926", "show result/ ep-44-00", "show result/ BEH-6a9d4b42 --tz Asia/Shanghai"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var format = _format.Read(parsed, Terminal);
        var zone = _zone.Read(parsed);
        var folder = _folder.Read(parsed);
        var story = new StoryBuilder(folder).Of(parsed.GetRequiredValue(_name));
        if (format == FormatOption.Jsonl)
            StoryRows.WriteJson(story, Terminal);
        else if (format == FormatOption.Csv)
            StoryRows.WriteCsv(story, Terminal);
        else
            new StoryPage(PageWriter.To(Terminal), zone).Write(story, folder.Path);
        return ExitCode.Done;
    }
}
