// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service;
using FwCorrelate.Service.Connections;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate connections</c>: which call opened which connection, rules or not, and egress that no call explains.</summary>
internal sealed class ConnectionsCommand : CliCommand
{
    private readonly CaseOptions _case = new();
    private readonly RuleOptions _rules = new();
    private readonly TimeOptions _times = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);
    private readonly Option<bool> _unexplained = new("--unexplained") { Description = "Only egress that no call explains" };
    private readonly Option<bool> _all = new("--all")
    {
        Description = "Connections of hosts, services and from outside too (jsonl and csv always have them)",
    };
    private readonly StrictOption _strict = new();
    private readonly QuietOption _quiet = new();

    public ConnectionsCommand(CommandContext context)
        : base("connections", "List which tool call opened which connection, rules or not, and egress that no call explains", context)
    {
        _case.AddTo(this);
        _rules.AddTo(this);
        _times.AddTo(this);
        _format.AddTo(this);
        Add(_unexplained);
        Add(_all);
        _strict.AddTo(this);
        _quiet.AddTo(this);
        Examples =
        [
            "connections case/",
            "connections case/ --unexplained --tz Asia/Shanghai",
            "connections case/ --format jsonl | jq -r 'select(.fwcorrelate.attribution.kind == \"tool_call\") | .destination.ip'",
        ];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var format = _format.Read(parsed, Terminal);
        var quiet = _quiet.Read(parsed);
        var options = OptionsOf(parsed);
        var report = ProgressDisplay.Run(Terminal, quiet, progress => ConnectionListing.Run(options, progress, Input, Interrupted));
        var complaints = new Complaints(Terminal, quiet);
        foreach (var warning in report.Warnings)
            complaints.Add(warning);
        if (report.GivenUp > 0)
            complaints.Add($"{PageText.Count(report.GivenUp, "record")} could not be held: their connections are not listed, or not whole. "
                + "Try a shorter --from, --to");
        if (!report.HasRecords)
            complaints.Add("no record of a log could be read, so there is no connection to list");
        if (parsed.GetValue(_unexplained))
            report = report with { Connections = [.. report.Connections.Where(c => c.IsUnexplainedEgress)] };
        ConnectionWriter.Write(report, format, options.DisplayZone, parsed.GetValue(_all), Terminal);
        complaints.SayTotal();
        if (report.Interrupted)
            return ExitCode.Interrupted;
        return !report.HasRecords || (_strict.Read(parsed) && complaints.Count > 0) ? ExitCode.InputDamaged : ExitCode.Done;
    }

    private InvestigationOptions OptionsOf(ParseResult parsed)
    {
        var inputs = _case.Read(parsed);
        var rules = _rules.Read(parsed);
        var times = _times.Read(parsed);
        return new InvestigationOptions
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
        };
    }
}
