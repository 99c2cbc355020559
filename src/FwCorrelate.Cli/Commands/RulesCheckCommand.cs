// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate rules check</c>: every error of every rule, with its place and what to do.</summary>
internal sealed class RulesCheckCommand : CliCommand
{
    private readonly Argument<string[]> _paths = new("PATH") { Description = "Rule files and folders (default: the shipped pack)", Arity = ArgumentArity.ZeroOrMore };
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);
    private readonly QuietOption _quiet = new();

    public RulesCheckCommand(CommandContext context)
        : base("check", "Show every error of every rule; exit with 2 when there is one", context)
    {
        Add(_paths);
        _format.AddTo(this);
        _quiet.AddTo(this);
        Examples = ["rules check my-rules/", "rules check"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var paths = parsed.GetValue(_paths) ?? [];
        foreach (var path in paths)
            InputPaths.MustExist("path", path);
        var format = _format.Read(parsed, Terminal);
        var loaded = SigmaRules.Load(paths, new SigmaOptions { UseShippedRules = paths.Length == 0 });
        var errors = loaded.Errors.Where(e => e.Kind != RuleErrorKind.NoSuchLogSource).ToList();
        Write(errors, format);
        if (!_quiet.Read(parsed))
            SaySummary(loaded, errors.Count);
        return errors.Count > 0 ? ExitCode.RuleUnusable : ExitCode.Done;
    }

    private void Write(List<RuleError> errors, string format)
    {
        switch (format)
        {
            case FormatOption.Jsonl:
                WriteJson(errors);
                break;
            case FormatOption.Csv:
                WriteCsv(errors);
                break;
            default:
                foreach (var error in errors)
                    PageWriter.To(Terminal).Unwrapped(error.ToString());
                break;
        }
    }

    private void WriteJson(List<RuleError> errors)
    {
        using var lines = new JsonLines(Terminal);
        foreach (var error in errors)
        {
            lines.Write(new EcsDocument().Set("file", error.File).Set("line", error.Line).Set("column", error.Column)
                .Set("kind", KindOf(error)).Set("what", error.What).Set("do", error.Do));
        }
    }

    private void WriteCsv(List<RuleError> errors)
    {
        var csv = new CsvText(Terminal);
        csv.Row("file", "line", "column", "kind", "what", "do");
        foreach (var error in errors)
            csv.Text(error.File).Number<int>(error.Line).Number<int>(error.Column).Text(KindOf(error)).Text(error.What).Text(error.Do).EndRow();
    }

    // A rule for logs that are not read here is no error: folders of public rules are full of them.
    private void SaySummary(LoadedRules loaded, int errors)
    {
        var elsewhere = loaded.Errors.Count - errors;
        var note = elsewhere > 0 ? $"; {PageText.Count(elsewhere)} for log sources that are not read here" : "";
        Say($"{PageText.Count(loaded.Files.Count, "file")}: {PageText.Count(loaded.Rules.Count, "rule")} can be used, {PageText.Count(errors, "error")}{note}");
    }

    private static string KindOf(RuleError error) => error.Kind == RuleErrorKind.NotSupported ? "not_supported" : "invalid";
}
