// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service;
using FwCorrelate.Serving;
using FwCorrelate.Serving.Configuration;
using NodaTime;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate serve</c>: an investigation that goes on as records arrive.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly CaseOptions _case = new();
    private readonly RuleOptions _rules = new();
    private readonly TimeOptions _times = new();
    private readonly ServeFolderOptions _folders = new();
    private readonly Option<string> _config = new("--config")
    {
        Description = "Settings; what the command line says comes before them",
        HelpName = "FILE",
    };
    private readonly Option<bool> _untilIdle = new("--until-idle")
    {
        Description = "Take what is there, wait for nothing, tell everything and end",
    };
    private readonly Option<bool> _demo = new("--demo")
    {
        Description = "Show it: replay a synthetic case into a temporary folder at high speed, and end",
    };
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
        Add(_config);
        Add(_untilIdle);
        Add(_demo);
        _quiet.AddTo(this);
        Add(new ServeStatusCommand(context, clock));
        Add(new ServeCoverageCommand(context));
        Examples =
        [
            "serve --demo",
            "serve --logs /var/log/flows --timeline /data/traces --leases /data/leases --out incidents/",
            "serve --config service.yml",
            "serve case/ --out result/ --state state/ --until-idle",
        ];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var (inputs, rules, times, folders) = (_case.ReadAny(parsed), _rules.Read(parsed), _times.Read(parsed), _folders.Read(parsed));
        var (config, quiet) = (parsed.GetValue(_config), _quiet.Read(parsed));
        if (parsed.GetValue(_demo))
        {
            return inputs is null && config is null
                ? RunDemo()
                : throw new ConfigurationException("--demo brings its own case: expected no other inputs and no --config with it");
        }

        if (inputs is null && config is null)
            throw new ConfigurationException(
                "nothing to watch: expected a case folder, --logs PATH with --timeline and --leases, --config FILE, or --demo");
        var defaults = new InvestigationOptions { Arguments = _arguments };
        return Run(config, defaults, options => Laid(options, inputs, rules, times), folders, parsed.GetValue(_untilIdle), quiet);
    }

    // The command line over what stands in the file.
    private static InvestigationOptions Laid(InvestigationOptions options, CaseSelection? inputs, RuleSettings rules, TimeSettings times)
    {
        if (inputs is not null)
        {
            options = options with
            {
                CasePath = inputs.Folder,
                Logs = inputs.Logs,
                Timelines = inputs.Timelines,
                Leases = inputs.Leases,
                Gpu = inputs.Gpu,
                LogFormat = inputs.LogFormat ?? options.LogFormat,
            };
        }

        return options with
        {
            Rules = rules.Paths.Count > 0 ? rules.Paths : options.Rules,
            NoDefaultRules = rules.NoDefaults || options.NoDefaultRules,
            SlowRegexLimit = rules.SlowRegexLimit,
            From = times.From,
            To = times.To,
            DisplayZone = times.DisplayZone,
            Zones = times.Zones,
            ClockOffsets = times.ClockOffsets,
        };
    }

    // Apart, so that what the service needs is loaded when it runs.
    private ExitCode Run(string? config, InvestigationOptions options, Func<InvestigationOptions, InvestigationOptions> lay,
        ServeFolders folders, bool untilIdle, bool quiet)
    {
        var defaults = new ServiceSettings
        {
            Investigation = options,
            OutputFolder = ServeFolderOptions.DefaultOutput,
            StateFolder = ServeFolderOptions.StateIn(ServeFolderOptions.DefaultOutput),
        };
        var source = new SettingsFile(config, defaults, s => Laid(s, lay(s.Investigation), folders));
        Action<string> say = quiet ? _ => { } : Say;
        var host = new ServiceHost(_clock, say);
        if (untilIdle)
            return RunUntilIdle(host, source.Read(), say);
        say($"Watching. Incidents go to {Path.Combine(source.Read().OutputFolder, "incidents.jsonl")}; Ctrl+C ends.");
        host.RunAsync(source, Interrupted).GetAwaiter().GetResult();
        return ExitCode.Interrupted;
    }

    private static ServiceSettings Laid(ServiceSettings settings, InvestigationOptions options, ServeFolders folders)
    {
        var output = folders.Output ?? settings.OutputFolder;
        if (options.CasePath is null && options.Logs.Count + options.Timelines.Count + options.Leases.Count + options.Gpu.Count == 0)
            throw new ConfigurationException(
                "nothing to watch: expected case, logs, timeline or leases in the configuration, or on the command line");
        return settings with
        {
            Investigation = options with { OutputFolder = output },
            OutputFolder = output,
            StateFolder = folders.State ?? settings.StateFolder,
            Force = folders.Force,
        };
    }

    private ExitCode RunUntilIdle(ServiceHost host, ServiceSettings settings, Action<string> say)
    {
        var outcome = host.RunUntilIdleAsync(settings, Interrupted).GetAwaiter().GetResult();
        foreach (var error in outcome.RuleErrors)
            Say($"rule unusable: {error}");
        foreach (var failure in outcome.Undelivered)
            Say($"not delivered, kept for the next start: {failure}");
        say($"{PageText.Count(outcome.Incidents, "incident")} in {PageText.Count(outcome.Revisions, "revision")}: {settings.OutputFolder}");
        return ExitCodes.Worst(
            outcome.Undelivered.Count > 0 ? ExitCode.RemoteFailed : ExitCode.Done, outcome.RuleErrors.Count > 0 ? ExitCode.RuleUnusable
                : ExitCode.Done);
    }

    private ExitCode RunDemo()
    {
        new ServeDemo(_clock, Say).RunAsync(Interrupted).GetAwaiter().GetResult();
        return ExitCode.Done;
    }
}
