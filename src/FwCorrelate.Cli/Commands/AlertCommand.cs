// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Documents;
using FwCorrelate.Network;
using FwCorrelate.Service;
using FwCorrelate.Service.Connections;
using FwCorrelate.Service.Results;
using FwCorrelate.Service.Results.Stories;
using NodaTime;

namespace FwCorrelate.Cli.Commands;

/// <summary>
/// <c>fwcorrelate alert</c>: from what a vendor's alert says, its time and an address, or its id, to the call, without any rule of ours.
/// </summary>
internal sealed class AlertCommand : CliCommand
{
    /// <summary>What is looked at around the time; what happened next to it tells who did it.</summary>
    private static readonly Duration Around = Duration.FromMinutes(15);

    /// <summary>How far an alert may be off: firewalls tell when they wrote it.</summary>
    private static readonly Duration Slack = Duration.FromMinutes(2);

    private readonly Investigator _investigate;
    private readonly IReadOnlyList<string> _arguments;
    private readonly Argument<string[]> _alert = new("ALERT")
    {
        Description = "TIME ADDRESS[:PORT], when the alert says it was (in --tz where it carries no zone) and an end of the connection; or "
            + "the ID that the vendor gave it, as a log of the case has it. Then the CASE, a folder",
        Arity = new ArgumentArity(2, 3),
        HelpName = "(TIME ADDRESS[:PORT] | ID) CASE",
    };
    private readonly OutputFolderOptions _folder = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl);
    private readonly ZoneOption _zone = new();
    private readonly QuietOption _quiet = new();

    public AlertCommand(CommandContext context, Investigator investigate, IReadOnlyList<string> arguments)
        : base("alert", "From a vendor's alert that no rule of ours matched to the call that caused it", context)
    {
        (_investigate, _arguments) = (investigate, arguments);
        Add(_alert);
        _folder.AddTo(this);
        _format.AddTo(this);
        _zone.AddTo(this);
        _quiet.AddTo(this);
        Examples = ["alert '2026-01-15 03:12' 203.0.113.7:22 case/ --tz Asia/Shanghai",
            "alert 2026-01-15T03:12:44Z 10.20.3.21 case/ --out alert/", "alert 4082398591 case/"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var zone = _zone.Read(parsed);
        var format = _format.Read(parsed, Terminal);
        var words = parsed.GetRequiredValue(_alert);
        InputPaths.MustBeFolder("CASE", words[^1], "Name the case's folder last");
        var kept = _folder.Read(parsed);
        if (kept.Folder is { } free)
            OutputFolder.EnsureFree(free, kept.Force);
        var quiet = _quiet.Read(parsed);
        if (Subject(words, zone, quiet) is not { } subject)
            return ExitCode.InputDamaged;
        using var rule = new AlertRule(subject.Address, subject.Port, subject.Other);
        var options = new InvestigationOptions
        {
            CasePath = words[^1],
            Rules = [rule.Path],
            NoDefaultRules = true,
            From = subject.Time - Around,
            To = subject.Time + Around,
            DisplayZone = zone,
            OutputFolder = kept.Folder,
            Force = kept.Force,
            Arguments = _arguments,
        };
        using var found = ProgressDisplay.Run(
            Terminal, quiet, progress => _investigate(options, progress, Input, Interrupted));
        var folder = kept.Folder ?? rule.ResultPath;
        OutputFolder.Write(found, folder, kept.Force);
        Write(ResultFolder.Open(folder), found, subject.Time, subject.Address, zone, format);
        return ExitCode.Done;
    }

    /// <summary>What was asked for; null where no record has the id, which is said.</summary>
    private (Instant Time, HostAddress Address, int? Port, HostAddress? Other)? Subject(string[] words, DateTimeZone zone, bool quiet)
    {
        if (words is [var time, var end, _])
        {
            var (address, port) = AddressArgument.Parse(end);
            return (OptionText.Time("TIME", time, zone), address, port, null);
        }

        var id = words[0].Trim();
        if (id.Length == 0)
            throw new ConfigurationException("ID is empty: expected TIME ADDRESS[:PORT] CASE, or the id of an alert and CASE");
        var options = new InvestigationOptions { CasePath = words[^1] };
        var records = ProgressDisplay.Run(Terminal, quiet, progress => AlertSearch.Find(options, id, progress, Interrupted));
        if (records.Count == 0)
        {
            Say($"no record of the case's logs has '{id}' as a value: expected the id as the vendor writes it. 'fwcorrelate alert TIME "
                + "ADDRESS[:PORT] CASE' needs none");
            return null;
        }

        var first = records[0];
        if (!quiet)
        {
            Say($"{first.Column} of {first.Origin}: {first.Source} to {first.Destination}:{first.DestinationPort}, "
                + $"{PageText.Time(first.Time, zone)} {zone.Id}");
            if (records.DistinctBy(r => (r.Source, r.Destination, r.DestinationPort)).Count() is > 1 and var ends)
            {
                Say($"{PageText.Count(records.Count, "record")} of {PageText.Count(ends, "connection")} have it: this is the first. To look "
                    + "at another, name its time and address");
            }
        }

        return (first.Time, first.Destination, first.DestinationPort == 0 ? null : first.DestinationPort, first.Source);
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
