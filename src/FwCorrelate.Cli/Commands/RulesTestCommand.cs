// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Redaction;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Examples;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate rules test</c>: runs the examples that stand beside rules.</summary>
internal sealed class RulesTestCommand : CliCommand
{
    /// <summary>Groups that came near, of a sequence that does not fire.</summary>
    private const int MaxGroups = 3;

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Rule files and folders (default: the shipped pack)",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);
    private readonly QuietOption _quiet = new();
    private readonly PartText _text = new(c => CommandRedaction.Apply(c, CaseSettings.Default.Redaction));

    public RulesTestCommand(CommandContext context)
        : base("test", "Run the examples beside rules (NAME.tests.yml); exit with 1 when one fails", context)
    {
        Add(_paths);
        _format.AddTo(this);
        _quiet.AddTo(this);
        Examples = ["rules test", "rules test my-rules/", "rules test my-rules/ssh.yml --format jsonl"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var paths = parsed.GetValue(_paths) ?? [];
        foreach (var path in paths)
            InputPaths.MustExist("path", path);
        var format = _format.Read(parsed, Terminal);
        var loaded = SigmaRules.Load(paths, new SigmaOptions { UseShippedRules = paths.Length == 0 });
        var (unordered, problems) = RuleTests.Run(loaded);
        var results = unordered.OrderBy(r => r.Rule.Source, StringComparer.Ordinal).ToList();
        var errors = loaded.Errors.Where(e => e.Kind != RuleErrorKind.NoSuchLogSource).Concat(ExampleFiles.Orphans(paths)).Concat(problems)
            .ToList();
        Write(results, format);
        foreach (var error in errors)
            Say(error.ToString());
        if (!_quiet.Read(parsed))
            Say(Summary(results, loaded.Errors.Count(e => e.Kind == RuleErrorKind.NoSuchLogSource)));
        return ExitCodes.Worst(
            errors.Count > 0 ? ExitCode.RuleUnusable : ExitCode.Done,
            results.Any(r => r.Failures.Count > 0) ? ExitCode.Findings : ExitCode.Done);
    }

    private void Write(IReadOnlyList<RuleTestResult> results, string format)
    {
        switch (format)
        {
            case FormatOption.Jsonl:
                WriteJson(results);
                break;
            case FormatOption.Csv:
                WriteCsv(results);
                break;
            default:
                WriteTable(results);
                break;
        }
    }

    private void WriteTable(IReadOnlyList<RuleTestResult> results)
    {
        var page = PageWriter.To(Terminal);
        foreach (var result in results)
        {
            page.Field(WordOf(result), $"{result.Rule.Title}: {CountsOf(result)}", 0, 8,
                result.Failures.Count > 0 ? Emphasis.Alarm : result.HasExamples ? Emphasis.None : Emphasis.Caution);
            foreach (var failure in result.Failures)
            {
                page.Field("", $"{failure.Place}: {failure.What}", 0, 8);
                if (failure.Verdict is { } verdict)
                    new ExplanationPage(page, _text).WriteReasons(verdict, 10);
                foreach (var quiet in failure.Sequence?.Quiet.Take(MaxGroups) ?? [])
                    page.Field("          ✗", $"{string.Join(", ", quiet.Group.Select(g => $"{g.Key} {g.Value}"))}: {quiet.Lacks}", 0, 12);
            }
        }
    }

    private void WriteJson(IReadOnlyList<RuleTestResult> results)
    {
        var explained = new ExplanationDocument(_text);
        using var lines = new JsonLines(Terminal);
        foreach (var result in results)
        {
            lines.Write(new EcsDocument().Set("id", result.Rule.Id).Set("title", result.Rule.Title).Set("file", result.Rule.Source)
                .Set("tests", result.File)
                .Set("result", WordOf(result).ToLowerInvariant()).Set("positive", result.Positive).Set("negative", result.Negative)
                .Set("failures", [.. result.Failures.Select(f => Document(f, explained))]));
        }
    }

    private static EcsDocument Document(RuleTestFailure failure, ExplanationDocument explained)
    {
        var document = new EcsDocument().Set("place", failure.Place).Set("what", failure.What);
        return failure.Verdict is { } verdict
            ? document.Set("not_tried_because", verdict.NotTriedBecause).Set("condition", [explained.Part(verdict.Trace)])
            : document;
    }

    private void WriteCsv(IReadOnlyList<RuleTestResult> results)
    {
        var csv = new CsvText(Terminal);
        csv.Row("result", "id", "title", "file", "positive", "negative", "failures");
        foreach (var result in results)
        {
            csv.Text(WordOf(result).ToLowerInvariant()).Text(result.Rule.Id).Text(result.Rule.Title).Text(result.Rule.Source)
                .Number<int>(result.Positive).Number<int>(result.Negative).Number<int>(result.Failures.Count).EndRow();
        }
    }

    private static string WordOf(RuleTestResult result) => result.Failures.Count > 0 ? "FAIL" : result.HasExamples ? "ok" : "none";

    private static string CountsOf(RuleTestResult result) => !result.HasExamples
        ? "no examples beside " + result.Rule.Source
        : $"{PageText.Count(result.Positive)} positive, {PageText.Count(result.Negative)} negative"
            + (result.Failures.Count > 0 ? $", {PageText.Count(result.Failures.Count)} failed" : "");

    private static string Summary(IReadOnlyList<RuleTestResult> results, int elsewhere)
    {
        var untested = results.Count(r => !r.HasExamples);
        return $"{PageText.Count(results.Count, "rule")}: {PageText.Count(results.Sum(r => r.Positive + r.Negative), "example")}, "
            + $"{PageText.Count(results.Sum(r => r.Failures.Count))} failed"
            + (untested > 0 ? $"; {PageText.Count(untested, "rule")} without examples" : "")
            + (elsewhere > 0 ? $"; {PageText.Count(elsewhere)} not tried: for log sources that are not read here" : "");
    }
}
