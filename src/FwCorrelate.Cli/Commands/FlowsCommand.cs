// SPDX-License-Identifier: Apache-2.0
using System.CommandLine;
using FwCorrelate.Cases;
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Cli.Output;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.AddressDatabases;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mappings;
using FwCorrelate.Service;

namespace FwCorrelate.Cli.Commands;

/// <summary><c>fwcorrelate flows</c>: any supported log as normalised records, one by one, whatever their number.</summary>
internal sealed class FlowsCommand : CliCommand
{
    private readonly PathsArgument _paths = new("Logs: files, folders, globs, or - for standard input");
    private readonly Option<string> _logFormat = new("--log-format")
    {
        Description = "Format of the logs (default: recognised by content; see formats)",
        HelpName = "NAME",
    };
    private readonly SourceZoneOptions _zones = new();
    private readonly FormatOption _format = new(FormatOption.Table, FormatOption.Jsonl, FormatOption.Csv);
    private readonly Option<bool> _original = new("--original")
    {
        Description = "With the raw record as event.original (JSONL): an index of such documents gives the same incident ids as the files",
    };

    private readonly Option<string[]> _geoip = new("--geoip")
    {
        Description = "MaxMind databases (.mmdb) that tell countries and autonomous systems of outside addresses; nothing is looked up elsewhere",
        HelpName = "FILE",
    };
    private readonly StrictOption _strict = new();
    private readonly QuietOption _quiet = new();

    public FlowsCommand(CommandContext context)
        : base("flows", "Print the records of logs in one form: ECS", context)
    {
        _paths.AddTo(this);
        Add(_logFormat);
        _zones.AddTo(this);
        _format.AddTo(this);
        Add(_original);
        Add(_geoip);
        _strict.AddTo(this);
        _quiet.AddTo(this);
        Examples = ["flows logs/", "flows 'logs/*.gz' --format jsonl | jq -c '[.source.ip, .destination.ip]'", "flows - < a.log"];
    }

    protected override ExitCode Execute(ParseResult parsed)
    {
        var paths = _paths.Read(parsed);
        var forced = parsed.GetValue(_logFormat) is { } name ? FlowFormats.Shipped.Force(name) : null;
        var zones = _zones.Read(parsed);
        var format = _format.Read(parsed, Terminal);
        var folder = paths.Count == 1 && Directory.Exists(paths[0]) ? paths[0] : null;
        var formats = folder is null ? FlowFormats.Shipped : FlowFormats.Shipped.With(CaseMappings.ReadFolder(folder));
        SourceNames.MustBeKnown(formats, CaseSettings.Default, "--zone", zones.BySource.Keys, []);

        // Globs of mapping files are relative to their case.
        using var catalog = formats.Mappings.Count > 0 ? InputCatalog.DiscoverCase(folder!) : InputCatalog.Discover(paths, ".", Input);
        using var writer = FlowWriter.Of(format, zones.DisplayZone, parsed.GetValue(_original), Terminal);
        var settings = CaseSettings.Default with { Zones = zones.BySource };
        settings = settings with { Addresses = AddressRegister.Open(parsed.GetValue(_geoip) ?? [], settings, "--geoip") };
        var reading = new FlowReading(
            settings, formats, forced, writer, new Complaints(Terminal, _quiet.Read(parsed)));
        foreach (var entry in catalog.Unread)
            reading.Complaints.Add($"{entry.Path}: {entry.Reason}");
        if (catalog.Inputs.Count + catalog.Unread.Count == 0)
            reading.Complaints.Add($"{string.Join(", ", paths)}: no file in it, so there is nothing to read");
        foreach (var input in catalog.Inputs)
            reading.Read(input, Interrupted);
        if (settings.Addresses?.Damage is { } damage)
            reading.Complaints.Add($"--geoip: {damage}");
        reading.Complaints.SayTotal();
        return ExitCodes.Worst(
            Interrupted.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Done,
            reading.Records == 0 || (_strict.Read(parsed) && reading.Complaints.Count > 0) ? ExitCode.InputDamaged : ExitCode.Done);
    }

    /// <summary>Reads files one after the other, a block at a time.</summary>
    private sealed class FlowReading(
        CaseSettings settings, FlowFormats formats, ForcedFormat? forced, FlowWriter writer, Complaints complaints)
    {
        public Complaints Complaints => complaints;

        /// <summary>Records and lines without one by design: what shows that a file was readable.</summary>
        public long Records { get; private set; }

        public void Read(CaseInput input, CancellationToken interrupted)
        {
            if (interrupted.IsCancellationRequested)
                return;
            switch (ContentRecogniser.Recognise(input, forced, formats))
            {
                case Recognition.Log log:
                    Read(input, log, interrupted);
                    break;
                case Recognition.Unrecognised { Reason: var reason }:
                    complaints.Add($"{input.RelativePath}: {reason}");
                    break;
                case Recognition.Damaged { Reason: var reason }:
                    complaints.Add($"{input.RelativePath}: {reason}");
                    break;
            }
        }

        private void Read(CaseInput input, Recognition.Log log, CancellationToken interrupted)
        {
            var origin = log.Format.OriginOf(log.Head.Span);
            var file = InputFile.OfLog(
                input.RelativePath, origin, settings.Resolve(input.RelativePath, origin.Name, origin.WorstCaseSlack));
            using var opened = OpenedInput.Open(input);
            var parser = log.Format.CreateParser(file, log.Head, log.Columns);
            var batch = new FlowBatch(file, parser);
            var (records, ignored) = (0L, 0L);
            var lines = new LineBlockReader(opened, log.Format, log.Format.LongestLine(log.Head.Span));
            while (!interrupted.IsCancellationRequested && lines.Read() is { } block)
            {
                using (block)
                {
                    parser.Parse(block, batch);
                    records += batch.Count;
                    ignored += batch.IgnoredLines;
                    writer.Write(batch);
                    foreach (var rejected in batch.Rejected)
                        complaints.Add($"{rejected.File}:{rejected.Line}: {rejected.Reason}");
                }
            }

            // A header alone is a log in which nothing happened; documents of which none is a flow are no log.
            var isLog = records > 0 || !log.Format.HeaderMark.IsEmpty;
            Records += records + (isLog ? ignored : 0);
            if (!isLog && ignored > 0)
                complaints.Add($"{input.RelativePath}: no record: {PageText.Count(ignored, "line holds", "lines hold")} nothing that the "
                    + $"format {log.Format.Name} reads");
            if (((IRecordLayout)parser).UnknownVerdicts is { Count: > 0 } unknown)
                complaints.Add(UnknownVerdicts.Warning(input.RelativePath, unknown));
            if (opened.Damage is { } damage)
                complaints.Add($"{input.RelativePath}: {damage}");
        }
    }
}
