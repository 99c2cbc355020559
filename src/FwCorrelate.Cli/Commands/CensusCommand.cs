// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service.Census;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate census</c>: how many episodes show which behaviour, alerts or none.</summary>
internal sealed class CensusCommand : CliCommand
{
    private readonly Argument<string[]> _folders = new("OUT")
    {
        Description = "Folders that investigate --out wrote; several are counted as one",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _by = new("--by")
    {
        Description = $"Tell episodes apart by {string.Join(", ", Dimensions)} (default: all together)",
        HelpName = "WHAT",
    };

    private readonly Option<string> _categories = new("--categories")
    {
        Description = "A CSV file with the header family,category that sorts families of rules "
            + "(default: Safety & Security, Controllability, Trustworthiness)",
        HelpName = "FILE",
    };

    private readonly WhereOption _where = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);

    public CensusCommand(CommandContext context)
        : base("census", "Of how many episodes in which it could have been seen does which behaviour show, and from which step on", context)
    {
        Add(_folders);
        Add(_by);
        Add(_categories);
        _where.AddTo(this);
        _format.AddTo(this);
        Examples =
        [
            "census result/",
            "census run-1/ run-2/ --by task",
            "census result/ --by step --where 'level >= high' --format csv",
        ];
    }

    private static IReadOnlyList<string> Dimensions { get; } = [.. Enum.GetNames<CensusDimension>().Select(n => n.ToLowerInvariant())];

    protected override ExitCode Execute(ParseResult parsed)
    {
        var format = _format.Read(parsed, Terminal);
        var filter = _where.Read(parsed);
        var by = parsed.GetValue(_by) is { } text
            ? Enum.Parse<CensusDimension>(OptionText.Choice("--by", text, Dimensions), ignoreCase: true) : (CensusDimension?)null;
        var categories = parsed.GetValue(_categories) is { } file ? BehaviourCategories.OfFile(file) : BehaviourCategories.Shipped;
        var folders = parsed.GetRequiredValue(_folders);
        var counted = IncidentQuery.Of(filter.Matches, filter.Fields);
        var census = BehaviourCensus.Of(CensusInput.Of([.. folders.Select(f => CensusReader.Read(Open(f), counted))]), categories, by);
        if (format == FormatOption.Jsonl)
            CensusRows.WriteJson(census, by, Terminal);
        else if (format == FormatOption.Csv)
            CensusRows.WriteCsv(census, by, Terminal);
        else
            new CensusPage(PageWriter.To(Terminal)).Write(census, by, folders);
        return ExitCode.Done;
    }

    private static ResultFolder Open(string folder)
    {
        InputPaths.MustBeFolder("OUT", folder, "Name a folder that investigate --out wrote");
        return ResultFolder.Open(folder);
    }
}
