// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Elastic.Diagnosis;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Service.Pipelines;
using FwCorrelate.Service.Rules;
using FwCorrelate.Sigma;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate elastic doctor</c>: one page on whether all is well there, and what to do where it is not.</summary>
internal sealed class ElasticDoctorCommand : EngineCommand
{
    private const string DefaultLogs = "logs-fwcorrelate.flow-*,logs-fwcorrelate.alert-*";

    private readonly Option<string> _logs = new("--logs")
    {
        Description = $"Indices with records, for the checks of fields (default: {DefaultLogs})",
        HelpName = "PATTERN",
    };
    private readonly RetentionOption _retention = new();
    private readonly RuleOptions _rules = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl);

    public ElasticDoctorCommand(CommandContext context)
        : base("doctor", "Check the engine, its clock, rights, templates, pipelines and fields; exit with 4 when something does not work",
            context)
    {
        Add(_logs);
        _retention.AddTo(this);
        _rules.AddTo(this);
        _format.AddTo(this);
        Examples = ["elastic doctor --url https://es.example.org:9200 --api-key env:ES_KEY --ca ca.pem"];
    }

    protected override void Check(ParseResult parsed)
    {
        _retention.Read(parsed);
        _rules.Read(parsed);
        _format.Read(parsed, Terminal);
    }

    protected override async Task<ExitCode> WorkAsync(ParseResult parsed, SearchEngine engine)
    {
        var settings = _rules.Read(parsed);
        var loaded = SigmaRules.Load(
            settings.Paths, new SigmaOptions { UseShippedRules = !settings.NoDefaults, SlowRegexLimit = settings.SlowRegexLimit });
        var retention = await _retention.ReadAsync(parsed, engine, Interrupted).ConfigureAwait(false);
        var doctor = new Doctor(engine, InstallSet.All(ShippedPipelines.Set, retention), RuleFieldNeeds.Of(loaded),
            parsed.GetValue(_logs) ?? DefaultLogs, Time);
        var results = await doctor.ExamineAsync(Interrupted).ConfigureAwait(false);
        if (_format.Read(parsed, Terminal) == FormatOption.Jsonl)
            WriteJson(results);
        else
            WritePage(results);
        return results.Any(r => r.Outcome == CheckOutcome.Bad) ? ExitCode.InputDamaged : ExitCode.Done;
    }

    private void WritePage(IReadOnlyList<CheckResult> results)
    {
        foreach (var result in results)
        {
            Print($"{Word(result.Outcome),-7} {result.Check,-10} {result.Found}");
            if (result.Remedy is not null)
                Print($"{string.Empty,-7} {string.Empty,-10} -> {result.Remedy}");
        }
    }

    private void WriteJson(IReadOnlyList<CheckResult> results)
    {
        using var lines = new JsonLines(Terminal);
        foreach (var result in results)
            lines.Write(new EcsDocument().Set("check", result.Check).Set("outcome", Word(result.Outcome)).Set("found", result.Found)
                .Set("remedy", result.Remedy));
    }

    private static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Good => "ok",
        CheckOutcome.Warning => "warning",
        CheckOutcome.Bad => "bad",
        _ => "unknown",
    };
}
