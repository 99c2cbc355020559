// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using System.Globalization;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Cli.Commands;

/// <summary>Runs an investigation: <see cref="Investigation.Run"/>, or what a test puts in its place.</summary>
internal delegate InvestigationResult Investigator(
    InvestigationOptions options, IProgress<InvestigationProgress>? progress = null, Stream? standardInput = null,
    CancellationToken cancellation = default);

/// <summary><c>fwcorrelate investigate</c>: from alerts to the tool calls that caused them.</summary>
internal sealed class InvestigateCommand : CliCommand
{
    private const int MaxThreads = 1024;

    private readonly CaseOptions _case = new();
    private readonly EngineOptions _engine = new();
    private readonly Option<bool> _noPushdown = new("--no-pushdown")
    {
        Description = "Fetch all documents of an index, not only those that can matter; the answer is the same",
    };
    private readonly RuleOptions _rules = new();
    private readonly TimeOptions _times = new();
    private readonly OutputFolderOptions _folder = new();
    private readonly LevelOptions _levels = new();
    private readonly FormatOption _format = new(
        FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv, FormatOption.Timesketch, FormatOption.Html);
    private readonly StrictOption _strict = new();
    private readonly Option<string> _threads = new("--threads")
    {
        Description = "Worker threads (default: one per core); the answer is the same",
        HelpName = "N",
    };
    private readonly QuietOption _quiet = new();
    private readonly Investigator _investigate;
    private readonly IReadOnlyList<string> _arguments;

    /// <param name="arguments">The command line as typed.</param>
    public InvestigateCommand(CommandContext context, Investigator investigate, IReadOnlyList<string> arguments)
        : base("investigate", "Name the tool calls that caused what the firewall saw", context)
    {
        _investigate = investigate;
        _arguments = arguments;
        _case.AddTo(this);
        _engine.AddTo(this);
        Add(_noPushdown);
        _rules.AddTo(this);
        _times.AddTo(this);
        _folder.AddTo(this);
        _format.AddTo(this);
        _levels.AddTo(this);
        _strict.AddTo(this);
        Add(_threads);
        _quiet.AddTo(this);
        Examples =
        [
            "investigate case/",
            "investigate case/ --tz Asia/Shanghai --from '2026-01-15 03:00' --to '2026-01-15 05:00'",
            "investigate --logs 'logs/*.gz' --timeline traces.jsonl --leases leases.csv --out result",
            "investigate case/ --format jsonl --fail-on high | jq .rule.name",
            "investigate --logs 'elastic:logs-fwcorrelate.flow-*' --timeline 'elastic:traces-*' --elastic-url https://es.example.org:9200 "
            + "--elastic-api-key env:ES_KEY",
        ];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var format = _format.Read(parsed, Terminal);
        var levels = _levels.Read(parsed);
        var options = OptionsOf(parsed, levels);
        var quiet = _quiet.Read(parsed);
        using var found = ProgressDisplay.Run(Terminal, quiet, progress => _investigate(options, progress, Input, Interrupted));
        var result = found;
        var failure = WriteFolder(options, ref result);
        InvestigationWriter.Write(result, format, levels.MinLevel, _arguments, Terminal);
        if (!quiet && format != FormatOption.Table)
            SayNotes(result);
        if (failure is OutputFailedException)
            Say(failure.Message);
        var code = InvestigationExit.Of(result, levels.FailOn, _strict.Read(parsed));
        return failure switch
        {
            null => code,
            OutputFailedException => ExitCodes.Worst(code, ExitCode.InputDamaged),
            _ => throw failure,
        };
    }

    // A full disk, or a defect, costs the files, not what was found: that is still shown.
    private static Exception? WriteFolder(InvestigationOptions options, ref InvestigationResult result)
    {
        if (options.OutputFolder is not { } folder)
            return null;
        try
        {
            OutputFolder.Write(result, folder, options.Force);
            return null;
        }
        catch (Exception failure) when (failure is not ConfigurationException)
        {
            result = result with { OutputFolder = null };
            return failure;
        }
    }

    private InvestigationOptions OptionsOf(ParseResult parsed, LevelSettings levels)
    {
        var inputs = _case.Read(parsed);
        var rules = _rules.Read(parsed);
        var times = _times.Read(parsed);
        var folder = _folder.Read(parsed);
        var options = new InvestigationOptions
        {
            CasePath = inputs.Folder,
            Logs = inputs.Logs,
            Timelines = inputs.Timelines,
            Leases = inputs.Leases,
            Gpu = inputs.Gpu,
            LogFormat = inputs.LogFormat,
            Elastic = _engine.Read(parsed),
            NoPushdown = parsed.GetValue(_noPushdown),
            Rules = rules.Paths,
            NoDefaultRules = rules.NoDefaults,
            SlowRegexLimit = rules.SlowRegexLimit,
            From = times.From,
            To = times.To,
            DisplayZone = times.DisplayZone,
            Zones = times.Zones,
            ClockOffsets = times.ClockOffsets,
            OutputFolder = folder.Folder,
            Force = folder.Force,
            MinLevel = levels.MinLevel,
            Arguments = _arguments,
        };
        return parsed.GetValue(_threads) is { } text ? options with { Threads = ThreadsOf(text) } : options;
    }

    // What the page would have said, for those who pipe the incidents elsewhere.
    private void SayNotes(InvestigationResult result)
    {
        foreach (var error in result.RuleErrors)
            Say($"rule unusable: {error}");
        foreach (var line in Unread.Lines(result))
            Say($"not read: {line}");
        if (result.Rejected.Count > 0)
            Say($"rejected: {PageText.Count(result.Rejected.Count + result.RejectedUnlisted, "record")}");
        foreach (var warning in Unread.OtherWarnings(result))
            Say($"warning: {warning}");
        if (result.Interrupted)
            Say("interrupted: results cover what was read");
    }

    private static int ThreadsOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads is >= 1 and <= MaxThreads
            ? threads
            : throw new ConfigurationException($"--threads '{text}' is not a number of threads: expected 1 to {MaxThreads}");
}
