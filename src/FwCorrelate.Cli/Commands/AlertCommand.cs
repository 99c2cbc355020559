// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Documents;
using FwCorrelate.Network;
using FwCorrelate.Service;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Stories;
using NodaTime;

namespace FwCorrelate.Cli.Commands;

/// <summary>
/// <c>fwcorrelate alert</c>: from what a vendor's alert says, its time and an address, to the call, without any rule of ours.
/// </summary>
internal sealed class AlertCommand : CliCommand
{
    /// <summary>What is looked at around the time; what happened next to it tells who did it.</summary>
    private static readonly Duration Around = Duration.FromMinutes(15);

    /// <summary>How far an alert may be off: firewalls tell when they wrote it.</summary>
    private static readonly Duration Slack = Duration.FromMinutes(2);

    private readonly Investigator _investigate;
    private readonly IReadOnlyList<string> _arguments;
    private readonly Argument<string> _time = new("TIME") { Description = "When the alert says it was, in --tz where it carries no zone" };
    private readonly AddressArgument _address = new();
    private readonly Argument<string> _case = new("CASE") { Description = "A case folder" };
    private readonly OutputFolderOptions _folder = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl);
    private readonly ZoneOption _zone = new();
    private readonly QuietOption _quiet = new();

    public AlertCommand(CommandContext context, Investigator investigate, IReadOnlyList<string> arguments)
        : base("alert", "From a vendor's alert that no rule of ours matched to the call that caused it", context)
    {
        (_investigate, _arguments) = (investigate, arguments);
        Add(_time);
        _address.AddTo(this);
        Add(_case);
        _folder.AddTo(this);
        _format.AddTo(this);
        _zone.AddTo(this);
        _quiet.AddTo(this);
        Examples = ["alert '2026-01-15 03:12' 203.0.113.7:22 case/ --tz Asia/Shanghai",
            "alert 2026-01-15T03:12:44Z 10.20.3.21 case/ --out alert/"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var zone = _zone.Read(parsed);
        var format = _format.Read(parsed, Terminal);
        var time = OptionText.Time("TIME", parsed.GetRequiredValue(_time), zone);
        var (address, port) = _address.Read(parsed);
        var path = parsed.GetRequiredValue(_case);
        InputPaths.MustBeFolder("CASE", path, "Name the case's folder");
        var kept = _folder.Read(parsed);
        if (kept.Folder is { } free)
            OutputFolder.EnsureFree(free, kept.Force);
        using var rule = new AlertRule(address, port);
        var options = new InvestigationOptions
        {
            CasePath = path,
            Rules = [rule.Path],
            NoDefaultRules = true,
            From = time - Around,
            To = time + Around,
            DisplayZone = zone,
            OutputFolder = kept.Folder,
            Force = kept.Force,
            Arguments = _arguments,
        };
        using var found = ProgressDisplay.Run(
            Terminal, _quiet.Read(parsed), progress => _investigate(options, progress, Input, Interrupted));
        var folder = kept.Folder ?? rule.ResultPath;
        OutputFolder.Write(found, folder, kept.Force);
        Write(ResultFolder.Open(folder), found, time, address, zone, format);
        return ExitCode.Done;
    }

    private void Write(ResultFolder folder, InvestigationResult found, Instant time, HostAddress address, DateTimeZone zone, string format)
    {
        var near = folder.Incidents().Where(i => StoredTime.Of(i, EcsFields.EventStart) <= time + Slack
            && StoredTime.Of(i, EcsFields.EventEnd) >= time - Slack)
            .OrderBy(StoredIncidents.CertaintyOf).ThenBy(i => Distance(i, time)).ThenBy(IncidentLookup.IdOf, StringComparer.Ordinal)
            .ToList();
        if (format == FormatOption.Jsonl)
        {
            StoredLines.Write(near, Terminal);
            return;
        }

        var page = PageWriter.To(Terminal);
        page.Line($"What was seen of {address} within {PageText.Span(Slack)} of {PageText.Time(time, zone)} {zone.Id}: "
            + $"{PageText.Count(near.Count, "incident")}", emphasis: Emphasis.Strong);
        if (near.Count == 0)
            WriteNothing(page, found, time, address, zone);
        else
            WriteFound(page, folder, near, zone, found.OutputFolder);
    }

    private static void WriteFound(PageWriter page, ResultFolder folder, List<StoredDocument> near, DateTimeZone zone, string? kept)
    {
        new StoryPage(page, zone).Write(new StoryBuilder(folder).Together("alert", near), kept);
        page.Blank();
        new WhyPage(page, zone).Write(near[0]);
        if (kept is null)
            page.Line("Nothing was kept: with --out DIR, 'show', 'why' and 'evidence' work on it.");
    }

    private static void WriteNothing(PageWriter page, InvestigationResult found, Instant time, HostAddress address, DateTimeZone zone)
    {
        page.Line($"no record of {address} then. The logs read within {PageText.Span(Around)} of it:");
        foreach (var source in found.Sources)
            page.Field("", source is
            {
                From: { } from,
                To: { } to
            } ? $"{source.Settings.Name}: {PageText.Range(from, to, zone)}" : $"{source.Settings.Name}: nothing", 0, 2);
        page.Line($"A firewall often tells local time without saying so: try --tz with its zone. {PageText.Time(time, DateTimeZone.Utc)} "
            + "UTC was looked at.");
    }

    private static Duration Distance(StoredDocument incident, Instant time) =>
        StoredTime.Of(incident, EcsFields.EventStart) is { } start ? Duration.Max(start - time, time - start) : Duration.MaxValue;
}
