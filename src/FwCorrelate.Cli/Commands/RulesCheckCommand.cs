// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Ingestion;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Examples;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Cli.Commands;

/// <summary>
/// <c>fwcorrelate rules check</c>: every error of every rule and of its examples, with its place and what to do, and every rule that will
/// never fire.
/// </summary>
internal sealed class RulesCheckCommand : CliCommand
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Rule files and folders (default: the shipped pack)",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Fail on warnings too, and warn of rules without description, level, false positives or examples",
    };
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);
    private readonly QuietOption _quiet = new();

    public RulesCheckCommand(CommandContext context)
        : base("check", "Show every error of every rule; exit with 2 when there is one", context)
    {
        Add(_paths);
        Add(_strict);
        _format.AddTo(this);
        _quiet.AddTo(this);
        Examples = ["rules check my-rules/", "rules check --strict my-rules/", "rules check"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var paths = parsed.GetValue(_paths) ?? [];
        foreach (var path in paths)
            InputPaths.MustExist("path", path);
        var format = _format.Read(parsed, Terminal);
        var strict = parsed.GetValue(_strict);
        var loaded = SigmaRules.Load(paths, new SigmaOptions { UseShippedRules = paths.Length == 0 });
        var errors = loaded.Errors.Where(e => e.Kind != RuleErrorKind.NoSuchLogSource).Concat(ExampleFiles.Orphans(paths))
            .Concat(RuleTests.Run(loaded).Errors)
            .OrderBy(e => e.File, StringComparer.Ordinal).ThenBy(e => e.Line).ThenBy(e => e.Column).ToList();
        IReadOnlyList<RuleWarning> warnings =
            [.. RuleWarnings.Of(loaded, FlowFormats.Shipped.Tables), .. strict ? RuleWarnings.OfQuality(loaded) : []];
        Write([.. errors.Select(Finding.Of), .. warnings.Select(Finding.Of)], format);
        if (!_quiet.Read(parsed))
            Say(Summary(loaded, errors.Count, warnings));
        return errors.Count > 0 || (strict && warnings.Count > 0) ? ExitCode.RuleUnusable : ExitCode.Done;
    }

    private void Write(IReadOnlyList<Finding> findings, string format)
    {
        switch (format)
        {
            case FormatOption.Jsonl:
                WriteJson(findings);
                break;
            case FormatOption.Csv:
                WriteCsv(findings);
                break;
            default:
                foreach (var finding in findings)
                    PageWriter.To(Terminal).Unwrapped(finding.Line);
                break;
        }
    }

    private void WriteJson(IReadOnlyList<Finding> findings)
    {
        using var lines = new JsonLines(Terminal);
        foreach (var finding in findings)
        {
            lines.Write(new EcsDocument().Set("file", finding.File).Set("line", finding.At.Line).Set("column", finding.At.Column)
                .Set("severity", finding.Severity).Set("kind", finding.Kind).Set("rules", finding.Rules).Set("what", finding.What)
                    .Set("do", finding.Do));
        }
    }

    private void WriteCsv(IReadOnlyList<Finding> findings)
    {
        var csv = new CsvText(Terminal);
        csv.Row("file", "line", "column", "severity", "kind", "rules", "what", "do");
        foreach (var finding in findings)
        {
            csv.Text(finding.File).Number<int>(finding.At.Line).Number<int>(finding.At.Column).Text(finding.Severity).Text(finding.Kind)
                .Number<int>(finding.Rules).Text(finding.What).Text(finding.Do).EndRow();
        }
    }

    private static string Summary(LoadedRules loaded, int errors, IReadOnlyList<RuleWarning> warnings)
    {
        var elsewhere = warnings.Where(w => w.Kind == RuleWarningKind.NoSuchLogSource).Sum(w => w.Rules);
        return $"{PageText.Count(loaded.Files.Count, "file")}: {PageText.Count(loaded.Detector.Rules.Count, "rule")} can be used, "
            + $"{PageText.Count(errors, "error")}"
            + (warnings.Count > 0 ? $", {PageText.Count(warnings.Count, "warning")}" : "")
            + (elsewhere > 0 ? $"; {PageText.Count(elsewhere, "rule")} for log sources that are not read here" : "");
    }

    /// <summary>An error or a warning as the outputs write it.</summary>
    private sealed record Finding(string Line, string Severity, string Kind, string File, Position At, int Rules, string What, string Do)
    {
        public static Finding Of(RuleError error) => new(
            error.ToString(), "error", error.Kind == RuleErrorKind.NotSupported ? "not_supported"
                : "invalid", error.File, new Position(error.Line, error.Column), 1, error.What, error.Do);

        public static Finding Of(RuleWarning warning) => new(
            warning.ToString(), "warning", KindOf(warning.Kind), warning.File, new Position(warning.Line, warning.Column), warning.Rules,
            warning.What, warning.Do);

        private static string KindOf(RuleWarningKind kind) => kind switch
        {
            RuleWarningKind.NoSuchLogSource => "no_such_log_source",
            RuleWarningKind.NeverMatches => "never_matches",
            RuleWarningKind.UnknownField => "unknown_field",
            _ => "quality",
        };
    }
}
