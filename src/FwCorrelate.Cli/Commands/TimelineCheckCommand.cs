// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Service;
using FwCorrelate.Service.Checking;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate timeline check</c>: whether logs, traces and leases of a case will meet, by samples of them.</summary>
internal sealed class TimelineCheckCommand : CliCommand
{
    private readonly Argument<string> _case = new("CASE") { Description = "Folder with logs, timeline, leases and case.yml" };
    private readonly SourceZoneOptions _zones = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl);

    public TimelineCheckCommand(CommandContext context)
        : base("check", "Sample a case and say which logs, traces and leases will meet, and what to add first", context)
    {
        Add(_case);
        _zones.AddTo(this);
        _format.AddTo(this);
        Examples = ["timeline check case/", "timeline check case/ --zone firewall=Asia/Shanghai --format jsonl"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var format = _format.Read(parsed, Terminal);
        var folder = parsed.GetRequiredValue(_case);
        InputPaths.MustBeFolder("case", folder, "Name the folder that holds logs, traces and leases");
        var zones = _zones.Read(parsed);
        var check = CaseChecker.Check(new InvestigationOptions { CasePath = folder, Zones = zones.BySource }, Interrupted);
        CheckWriter.Write(check, format, zones.DisplayZone, Terminal);
        return check.Logs.Count + check.Traces.Files + check.Leases.Files == 0 ? ExitCode.InputDamaged : ExitCode.Done;
    }
}
