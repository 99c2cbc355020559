// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Matching;
using FwCorrelate.Sigma;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate rules list</c>: the rules that an investigation would use, worst first.</summary>
internal sealed class RulesListCommand : CliCommand
{
    private readonly RuleOptions _rules = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);

    public RulesListCommand(CommandContext context)
        : base("list", "List the rules in use, worst first", context)
    {
        _rules.AddTo(this);
        _format.AddTo(this);
        Examples = ["rules list", "rules list --rules my-rules/ --format csv"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var settings = _rules.Read(parsed);
        var format = _format.Read(parsed, Terminal);
        var loaded = SigmaRules.Load(
            settings.Paths, new SigmaOptions { UseShippedRules = !settings.NoDefaults, SlowRegexLimit = settings.SlowRegexLimit });
        var rules = loaded.Detector.Rules
            .OrderByDescending(r => r.Level).ThenBy(r => r.Family, StringComparer.Ordinal).ThenBy(r => r.Title, StringComparer.Ordinal)
            .ThenBy(r => r.Id, StringComparer.Ordinal)
            .ToList();
        Write(rules, format);
        var unusable = loaded.Errors.Count(e => e.Kind != RuleErrorKind.NoSuchLogSource);
        if (unusable > 0)
            Say($"{PageText.Count(unusable, "rule")} cannot be used: {Application.Name} rules check {string.Join(' ', settings.Paths.Select(NextCommands.Quote))}".TrimEnd());
        return unusable > 0 ? ExitCode.RuleUnusable : ExitCode.Done;
    }

    private void Write(List<RuleSummary> rules, string format)
    {
        switch (format)
        {
            case FormatOption.Jsonl:
                WriteJson(rules);
                break;
            case FormatOption.Csv:
                WriteCsv(rules);
                break;
            default:
                WriteTable(rules);
                break;
        }
    }

    private void WriteTable(List<RuleSummary> rules)
    {
        var page = PageWriter.To(Terminal);
        var table = new TextTable(page, 13, 9);
        table.Header("LEVEL", "EVENT", "TITLE, FAMILY, FILE, ID");
        foreach (var rule in rules)
        {
            table.Row(rule.Level.Name(), RuleWords.Kind(rule), rule.Title);
            table.Row("", "", $"{rule.Family}  {rule.Source}  {rule.Id}");
        }
    }

    private void WriteJson(List<RuleSummary> rules)
    {
        using var lines = new JsonLines(Terminal);
        foreach (var rule in rules)
        {
            lines.Write(new EcsDocument().Set("id", rule.Id).Set("level", rule.Level.Name()).Set("event", RuleWords.Kind(rule))
                .Set("title", rule.Title)
                .Set("family", rule.Family).Set("file", rule.Source).Set("tags", rule.Tags).Set("description", rule.Description));
        }
    }

    private void WriteCsv(List<RuleSummary> rules)
    {
        var csv = new CsvText(Terminal);
        csv.Row("id", "level", "event", "title", "family", "file");
        foreach (var rule in rules)
            csv.Row(rule.Id, rule.Level.Name(), RuleWords.Kind(rule), rule.Title, rule.Family, rule.Source);
    }
}
