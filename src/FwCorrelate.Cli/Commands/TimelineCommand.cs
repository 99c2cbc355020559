// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mappings;
using FwCorrelate.Service;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate timeline</c>: what traces and leases tell, as the model that flows are joined with.</summary>
internal sealed class TimelineCommand : CliCommand
{
    private readonly PathsArgument _paths = new("Traces and leases, or a case folder: files, folders, globs, or - for standard input");
    private readonly SourceZoneOptions _zones = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);
    private readonly StrictOption _strict = new();
    private readonly QuietOption _quiet = new();

    public TimelineCommand(CommandContext context)
        : base("timeline", "Print the tool calls and leases that traces and lease tables tell", context)
    {
        _paths.AddTo(this);
        _zones.AddTo(this);
        _format.AddTo(this);
        _strict.AddTo(this);
        _quiet.AddTo(this);
        Add(new TimelineCheckCommand(context));
        Examples = ["timeline case/", "timeline traces/ leases.csv --tz Europe/Berlin",
            "timeline case/ --format jsonl | jq -r .gen_ai.tool.name"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var paths = _paths.Read(parsed);
        var zones = _zones.Read(parsed);
        var format = _format.Read(parsed, Terminal);
        var complaints = new Complaints(Terminal, _quiet.Read(parsed));
        var folder = paths.Count == 1 && Directory.Exists(paths[0]) ? paths[0] : null;
        var formats = folder is null ? FlowFormats.Shipped : FlowFormats.Shipped.With(CaseMappings.ReadFolder(folder));
        var settings = SettingsOf(folder, zones, formats);
        SourceNames.MustBeKnown(formats, settings, "--zone", zones.BySource.Keys, []);
        using var catalog = folder is null ? InputCatalog.Discover(paths, ".", Input) : InputCatalog.DiscoverCase(folder);
        if (catalog.Inputs.Count + catalog.Unread.Count == 0)
            complaints.Add($"{string.Join(", ", paths)}: no file in it, so there is nothing to read");
        var reading = Read(catalog, settings, formats, complaints);
        TimelineWriter.Write(reading.Timeline, format, zones.DisplayZone, settings.Redaction, Terminal);
        complaints.SayTotal();
        var isEmpty = reading.Timeline.Calls.Count + reading.Timeline.Untimed.Count + reading.Timeline.Leases.Count == 0;
        return isEmpty || (_strict.Read(parsed) && complaints.Count > 0) ? ExitCode.InputDamaged : ExitCode.Done;
    }

    private static CaseSettings SettingsOf(string? folder, ZoneSettings zones, FlowFormats formats)
    {
        var settings = folder is null ? CaseSettings.Default : CaseSettingsReader.ReadFolder(folder, formats);
        return zones.BySource.Count == 0 ? settings : settings with
        {
            Zones = new Dictionary<string, DateTimeZone>(
                [.. settings.Zones.Where(z => !zones.BySource.ContainsKey(z.Key)), .. zones.BySource]),
        };
    }

    // Logs are passed over without a word: a case folder holds them by design.
    private TimelineReading Read(InputCatalog catalog, CaseSettings settings, FlowFormats formats, Complaints complaints)
    {
        var traces = new List<(CaseInput, ITraceFormat)>();
        var leases = new List<CaseInput>();
        foreach (var entry in catalog.Unread)
            complaints.Add($"{entry.Path}: {entry.Reason}");
        foreach (var input in catalog.Inputs)
        {
            switch (ContentRecogniser.Recognise(input, formats: formats))
            {
                case Recognition.Trace trace:
                    traces.Add((input, trace.Format));
                    break;
                case Recognition.Lease:
                    leases.Add(input);
                    break;
                case Recognition.Unrecognised { Reason: var reason }:
                    complaints.Add($"{input.RelativePath}: {reason}");
                    break;
                case Recognition.Damaged { Reason: var reason }:
                    complaints.Add($"{input.RelativePath}: {reason}");
                    break;
            }
        }

        var reading = TimelineReader.Read(traces, leases, settings, cancellationToken: Interrupted);
        foreach (var rejected in reading.Rejected)
            complaints.Add($"{rejected.File}:{rejected.Line}: {rejected.Reason}");
        foreach (var gap in reading.Timeline.Gaps.Where(g => g.Kind != TraceGapKind.UnreadableSpans))
            complaints.Add(gap.Origin is { } origin ? $"{origin.File}:{origin.Line}: {gap.Text}" : gap.Text);
        foreach (var warning in TraceWarnings.Of(reading.Timeline, hasLogs: false))
            complaints.Add(warning);
        foreach (var file in reading.Files.Where(f => f.Problem is not null))
            complaints.Add($"{file.Input.RelativePath}: {file.Problem}");
        return reading;
    }
}
