// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service;
using FwCorrelate.Service.Rules;
using FwCorrelate.Sigma;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate rules backtest</c>: what a change of rules would have changed on a case, with one reading of its logs.</summary>
internal sealed class RulesBacktestCommand : CliCommand
{
    private readonly Argument<string> _case = new("CASE") { Description = "Case folder to run both sets of rules on" };
    private readonly Option<string[]> _rules = new("--rules")
    {
        Description = "The new rules: a file or folder (repeatable)",
        HelpName = "NEW",
        Required = true,
    };
    private readonly Option<string[]> _against = new("--against")
    {
        Description = "The old rules: a file or folder (repeatable; default: the shipped pack)",
        HelpName = "OLD",
    };
    private readonly TimeOptions _times = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl);
    private readonly QuietOption _quiet = new();

    public RulesBacktestCommand(CommandContext context)
        : base("backtest", "Compare two sets of rules on a case: what each fires on, what is gained and lost", context)
    {
        Add(_case);
        Add(_rules);
        Add(_against);
        _times.AddTo(this);
        _format.AddTo(this);
        _quiet.AddTo(this);
        Examples = ["rules backtest case/ --rules my-rules/", "rules backtest case/ --rules new/ --against old/ --format jsonl"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var folder = parsed.GetRequiredValue(_case);
        InputPaths.MustBeFolder("case", folder, "Name a case folder");
        var (added, old) = (parsed.GetRequiredValue(_rules), parsed.GetValue(_against) ?? []);
        foreach (var path in added)
            InputPaths.MustExist("--rules", path);
        foreach (var path in old)
            InputPaths.MustExist("--against", path);
        var times = _times.Read(parsed);
        var format = _format.Read(parsed, Terminal);
        var options = new InvestigationOptions
        {
            CasePath = folder,
            From = times.From,
            To = times.To,
            DisplayZone = times.DisplayZone,
            Zones = times.Zones,
            ClockOffsets = times.ClockOffsets,
        };
        var result = ProgressDisplay.Run(Terminal, _quiet.Read(parsed), progress => Backtest.Run(
            options, s => (Load(added, s), Load(old, s)), progress, Interrupted));
        if (format == FormatOption.Jsonl)
            BacktestDocuments.Write(result, Terminal);
        else
            new BacktestPage(PageWriter.To(Terminal), times.DisplayZone).Write(folder, Named(added), Named(old), result);
        foreach (var error in result.NewErrors.Concat(result.OldErrors))
            Say($"rule unusable: {error}");
        return ExitCodes.Worst(
            result.Interrupted ? ExitCode.Interrupted : ExitCode.Done,
            result.NewErrors.Count + result.OldErrors.Count > 0 ? ExitCode.RuleUnusable : ExitCode.Done);
    }

    private static LoadedRules Load(string[] paths, CaseSettings settings) =>
        SigmaRules.Load(paths, new SigmaOptions { InternalNetworks = settings.InternalNetworks, UseShippedRules = paths.Length == 0 });

    private static string Named(string[] paths) => paths.Length == 0 ? "the shipped pack" : string.Join(" ", paths);
}
