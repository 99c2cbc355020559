// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service;
using FwCorrelate.Serving;
using NodaTime;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate serve</c>: an investigation that goes on as records arrive.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly CaseOptions _case = new();
    private readonly RuleOptions _rules = new();
    private readonly TimeOptions _times = new();
    private readonly ServeFolderOptions _folders = new();
    private readonly Option<bool> _untilIdle = new("--until-idle") { Description = "Take what is there, wait for nothing, tell everything and end" };
    private readonly QuietOption _quiet = new();
    private readonly IClock _clock;
    private readonly IReadOnlyList<string> _arguments;

    /// <param name="arguments">The command line as typed.</param>
    public ServeCommand(CommandContext context, IClock clock, IReadOnlyList<string> arguments)
        : base("serve", "Go on investigating: name tool calls as records arrive", context)
    {
        (_clock, _arguments) = (clock, arguments);
        _case.AddTo(this);
        _rules.AddTo(this);
        _times.AddTo(this);
        _folders.AddTo(this);
        Add(_untilIdle);
        _quiet.AddTo(this);
        Examples =
        [
            "serve --logs /var/log/flows --timeline /data/traces --leases /data/leases --out incidents/",
            "serve case/ --out result/ --state state/ --until-idle",
        ];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var inputs = _case.Read(parsed);
        var rules = _rules.Read(parsed);
        var times = _times.Read(parsed);
        var folders = _folders.Read(parsed);
        var options = new InvestigationOptions
        {
            CasePath = inputs.Folder,
            Logs = inputs.Logs,
            Timelines = inputs.Timelines,
            Leases = inputs.Leases,
            Gpu = inputs.Gpu,
            LogFormat = inputs.LogFormat,
            Rules = rules.Paths,
            NoDefaultRules = rules.NoDefaults,
            SlowRegexLimit = rules.SlowRegexLimit,
            From = times.From,
            To = times.To,
            DisplayZone = times.DisplayZone,
            Zones = times.Zones,
            ClockOffsets = times.ClockOffsets,
            OutputFolder = folders.Output,
            Arguments = _arguments,
        };
        return Run(options, folders, parsed.GetValue(_untilIdle), _quiet.Read(parsed));
    }

    // Apart, so that what the service needs is loaded when it runs.
    private ExitCode Run(InvestigationOptions options, ServeFolders folders, bool untilIdle, bool quiet)
    {
        var settings = new ServiceSettings { Investigation = options, OutputFolder = folders.Output, StateFolder = folders.State, Force = folders.Force };
        Action<string> say = quiet ? _ => { } : Say;
        if (!untilIdle)
        {
            say($"Watching. Incidents go to {Path.Combine(folders.Output, "incidents.jsonl")}; Ctrl+C ends.");
            ServiceHost.RunAsync(settings, _clock, say, Interrupted).GetAwaiter().GetResult();
            return ExitCode.Interrupted;
        }

        var outcome = ServiceHost.RunUntilIdleAsync(settings, _clock, say, Interrupted).GetAwaiter().GetResult();
        foreach (var error in outcome.RuleErrors)
            Say($"rule unusable: {error}");
        foreach (var failure in outcome.Undelivered)
            Say($"not delivered, kept for the next start: {failure}");
        say($"{PageText.Count(outcome.Incidents, "incident")} in {PageText.Count(outcome.Revisions, "revision")}: {folders.Output}");
        return ExitCodes.Worst(
            outcome.Undelivered.Count > 0 ? ExitCode.RemoteFailed : ExitCode.Done, outcome.RuleErrors.Count > 0 ? ExitCode.RuleUnusable : ExitCode.Done);
    }
}
