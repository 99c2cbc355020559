// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Comparing;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate compare</c>: what two results of a case say differently, and by what.</summary>
internal sealed class CompareCommand : CliCommand
{
    private readonly Argument<string> _before = new("OUT1") { Description = "A folder that investigate --out wrote" };
    private readonly Argument<string> _after = new("OUT2") { Description = "Another one" };
    private readonly WhereOption _where = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);
    private readonly ZoneOption _zone = new();

    public CompareCommand(CommandContext context)
        : base("compare", "What two results say differently: gained, lost, changed, and by which rule, setting or input", context)
    {
        Add(_before);
        Add(_after);
        _where.AddTo(this);
        _format.AddTo(this);
        _zone.AddTo(this);
        Examples = ["compare before/ after/", "compare before/ after/ --where 'level >= high' --format csv"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var format = _format.Read(parsed, Terminal);
        var zone = _zone.Read(parsed);
        var filter = _where.Read(parsed);
        var found = ResultComparison.Of(Open("OUT1", parsed.GetRequiredValue(_before)), Open("OUT2", parsed.GetRequiredValue(_after)));
        var shown = found with { Differences = [.. found.Differences.Where(d => filter.Matches(d.Either))] };
        if (format == FormatOption.Jsonl)
            ComparisonRows.WriteJson(shown, Terminal);
        else if (format == FormatOption.Csv)
            ComparisonRows.WriteCsv(shown, Terminal);
        else
            new ComparisonPage(PageWriter.To(Terminal), zone).Write(shown);
        return ExitCode.Done;
    }

    private static ResultFolder Open(string name, string folder)
    {
        InputPaths.MustBeFolder(name, folder, "Name a folder that investigate --out wrote");
        return ResultFolder.Open(folder);
    }
}
