// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Gpu;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Network;
using FwCorrelate.Service.Census;
using FwCorrelate.Service.Passes;
using FwCorrelate.Service.Results;
using FwCorrelate.Sigma;
using FwCorrelate.Statistics;
using FwCorrelate.Timelines;
using NodaTime;
using NodaTime.HighPerformance;
using NodaTime.Text;
using RuleErrorKind = FwCorrelate.Sigma.Rules.RuleErrorKind;

namespace FwCorrelate.Service;

/// <summary>
/// Puts everything that an investigation found into an <see cref="InvestigationResult"/>, and counts every record to its end.
/// </summary>
internal sealed class ResultAssembly(
    InvestigationOptions options, CaseInputs inputs, LoadedRules rules, TimelineReading timeline, Detection detection,
    AttributionStage stage,
    CorrelatedMatches correlated, IReadOnlyList<Incident> incidents, IReadOnlyList<CoincidenceFinding> statistics,
    GpuReading gpu)
{
    /// <exception cref="InvalidOperationException">The ledger does not add up: a defect, never the user's fault.</exception>
    public InvestigationResult Assemble(Duration elapsed, bool interrupted)
    {
        var bySource = LedgerBySource();
        var total = new Ledger();
        foreach (var ledger in bySource.Values)
            total.Add(ledger);
        foreach (var (source, ledger) in bySource.Append(new("all sources", total)))
        {
            if (ledger.Discrepancies() is [var first, ..])
                throw new InvalidOperationException($"The ledger of {source} does not add up: {first}.");
        }

        IReadOnlyList<SourceTrust> sources = [.. SourceTrusts()];
        var traces = TimelineTrusts.Of(timeline.Timeline, stage.StoppedEpisodes);
        return new InvestigationResult
        {
            CasePath = options.CasePath ?? "",
            DisplayZone = options.DisplayZone,
            Settings = inputs.Settings,
            Arguments = options.Arguments,
            BytesRead = detection.Readings.Sum(r => r.TextBytes),
            Elapsed = elapsed,
            Inputs = [.. InputSummaries().OrderBy(i => i.Path, StringComparer.Ordinal)],
            Sources = sources,
            GpuSources = [.. GpuTrusts()],
            TimelineTrust = traces,
            Rules = [.. RuleTrusts(new WatchedSources(rules.Detector, sources, traces, detection.Fields, options.From, options.To))],
            RuleErrors = [.. rules.Errors.Where(e => e.Kind != RuleErrorKind.NoSuchLogSource).Select(e => e.ToString())],
            Behaviours = BehaviourBuilder.Build(incidents.Where(i => i.Rule.Level >= options.MinLevel)),
            Incidents = incidents,
            Statistics = statistics,
            Episodes = EpisodeCoverages.Of(timeline.Timeline, sources, detection.Clocks.Samples),
            Attributions = new AttributedRecords(correlated.Records),
            Reviews = new IncidentReviews(
                stage.Attributor, new CallEffects(timeline.Timeline, sources, detection.Clocks.Samples), inputs.Settings.Redaction),
            Held = detection,
            Correlations = correlated.Findings,
            Ledger = total,
            LedgerBySource = bySource,
            Rejected = [.. inputs.Indices.Named(
                detection.Tallies.Values.SelectMany(t => t.Rejected.Kept).Concat(timeline.Rejected).Concat(gpu.Rejected))
                .OrderBy(r => r.File, StringComparer.Ordinal).ThenBy(r => r.Line).ThenBy(r => r.Offset)],
            RejectedUnlisted = Unlisted().Sum(u => u.Count),
            Warnings = [.. Warnings()],
            Interrupted = interrupted,
            OutputFolder = options.OutputFolder,
        };
    }

    private SortedDictionary<string, Ledger> LedgerBySource()
    {
        var bySource = new SortedDictionary<string, Ledger>(StringComparer.Ordinal);
        foreach (var file in inputs.Logs)
        {
            if (!bySource.TryGetValue(file.File.Source.Name, out var ledger))
                bySource.Add(file.File.Source.Name, ledger = new Ledger());
            ledger.Add(detection.LedgerOf(file));
        }

        // What was left in an index is of no source known: it was not looked at.
        foreach (var index in inputs.Indices.Counts.Where(i => i.HoldsLogs))
            bySource[index.Pattern] = new Ledger { Read = index.NotFetched, NotFetched = index.NotFetched };
        foreach (var record in correlated.Records)
        {
            var ledger = bySource[record.Stitched.Source.Name];
            ledger.CountMatched(record.Attribution.Kind);
            ledger.Unmatched--;
            if (record.SuppressedBy is not null)
                ledger.Suppressed++;
        }

        var leases = new LeaseIndex(timeline.Timeline.Leases, []);
        foreach (var (file, source, count) in detection.GivenUp)
        {
            var ledger = bySource[file.File.Source.Name];
            ledger.CountMatched(KindOf(leases, source), count);
            ledger.Unmatched -= count;
            ledger.Late += count;
        }

        return bySource;
    }

    // Of records that are only counted: who held the address at any time, since none of them is looked at.
    private static AttributionKind KindOf(LeaseIndex leases, HostAddress source)
    {
        var owners = leases.Of(source).Select(l => l.OwnerKind).ToHashSet();
        return owners.Contains(OwnerKind.Sandbox) ? AttributionKind.Sandbox
            : owners.Contains(OwnerKind.Host) || owners.Contains(OwnerKind.Service) ? AttributionKind.None
            : AttributionKind.UnknownAddress;
    }

    private IEnumerable<InputSummary> InputSummaries()
    {
        foreach (var reading in detection.Readings)
        {
            var tally = detection.TallyOf(reading.File);
            var role = reading.Damage is null ? InputRole.Log : InputRole.Damaged;
            yield return new InputSummary(
                reading.File.File.Path, role, reading.File.Format.Name, reading.File.File.Source.Name, reading.File.Input.StoredLength,
                reading.Sha256, tally.Parsed, tally.From?.ToInstant(), tally.To?.ToInstant(), reading.Damage);
        }

        foreach (var file in timeline.Files)
        {
            var role = file.Problem is not null ? InputRole.Damaged : file.IsLease ? InputRole.Lease : InputRole.Trace;
            yield return new InputSummary(
                file.File.Path, role, file.File.Format, file.File.Source.Name, file.Input.StoredLength, file.Sha256, file.Records,
                file.From, file.To, file.Problem);
        }

        foreach (var file in gpu.Files)
        {
            yield return new InputSummary(
                file.File.Path, file.Problem is null ? InputRole.Gpu
                    : InputRole.Damaged, file.File.Format, file.File.Source.Name, file.Input.StoredLength,
                file.Sha256, file.Records, file.From, file.To, file.Problem);
        }

        foreach (var input in inputs.SettingsFiles)
            yield return Unparsed(input, InputRole.Settings, null);
        foreach (var rule in rules.Files)
            yield return new InputSummary(rule.Path, InputRole.Rule, "sigma", "", rule.Content.Length, rule.Sha256, 0, null, null, null);
        foreach (var unread in inputs.Unread)
            yield return Unparsed(unread.Input, unread.IsDamaged ? InputRole.Damaged : InputRole.Unrecognised, unread.Reason);
    }

    private static InputSummary Unparsed(CaseInput input, InputRole role, string? problem) =>
        new(input.RelativePath, role, "", "", input.StoredLength, StoredHash(input), 0, null, null, problem);

    // What cannot be opened by its name has no hash.
    private static string StoredHash(CaseInput input)
    {
        if (input.FullPath.Length == 0)
            return "";
        try
        {
            using var opened = OpenedInput.Open(input);
            return opened.FinishSha256();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private IEnumerable<SourceTrust> SourceTrusts()
    {
        foreach (var source in inputs.Logs.GroupBy(f => f.File.Source.Name).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var tallies = source.Select(detection.TallyOf).ToList();
            var times = tallies.Where(t => t.From is not null).ToList();
            var sensors = detection.Coverage.Of(source.Key).ToList();
            yield return new SourceTrust(
                source.First().File.Source,
                [.. source.Select(f => f.Format.Table).Distinct().OrderBy(f => f.Name, StringComparer.Ordinal)],
                source.Count(),
                tallies.Sum(t => t.Parsed),
                times.Count == 0 ? null : times.Min(t => t.From!.Value).ToInstant(),
                times.Count == 0 ? null : times.Max(t => t.To!.Value).ToInstant(),
                IsInPart(source) ? [] : CoverageGaps.Of(sensors, Duration64.FromDuration(inputs.Settings.IdleTimeout)),
                sensors.Count)
            {
                DoubtfulStamps = tallies.Sum(t => t.DoubtfulStamps),
                UnreadRecords = tallies.Sum(t => t.Rejected.Count),
            };
        }
    }

    private IEnumerable<GpuTrust> GpuTrusts()
    {
        foreach (var source in gpu.Files.GroupBy(f => f.File.Source.Name, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            var paths = source.Select(f => f.File.Path).ToHashSet(StringComparer.Ordinal);
            var seen = gpu.Telemetry.Samples.Where(s => paths.Contains(s.Origin.File)).Select(s => (s.Host, s.Gpu))
                .Concat(gpu.Telemetry.Processes.Where(p => paths.Contains(p.Origin.File)).Select(p => (p.Host, p.Gpu))).ToHashSet();
            yield return new GpuTrust(
                source.First().File.Source, [.. source.Select(f => f.File.Format).Distinct().Order(StringComparer.Ordinal)], source.Count(),
                source.Sum(f => f.Records), source.Min(f => f.From), source.Max(f => f.To))
            {
                Hosts = seen.Select(s => s.Host).Distinct().Count(),
                Gpus = seen.Count,
            };
        }
    }

    // Silences cannot be told where records were left in the index: a warning says so.
    private bool IsInPart(IEnumerable<LogFile> files) =>
        inputs.Indices.Counts.Any(i => i.IsPushedDown && files.Any(f => f.File.Path.StartsWith(i.Pattern + "/", StringComparison.Ordinal)));

    private IEnumerable<RuleTrust> RuleTrusts(WatchedSources watched)
    {
        var formats = inputs.Logs.Select(f => f.Format.Table).Distinct().OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        var hasCalls = timeline.Timeline.Calls.Count > 0;
        var matches = correlated.Records.CountBy(r => r.Rules).SelectMany(c => c.Key.Select(r => (Rule: r, Count: (long)c.Value)))
            .Concat(incidents.Where(i => i.RecordCount == 0).SelectMany(i => i.Rules.Select(r => (Rule: r, Count: 1L))))
            .GroupBy(m => m.Rule.Id).ToDictionary(g => g.Key, g => g.Sum(m => m.Count));
        return rules.Detector.Rules.Select(rule =>
            new RuleTrust(
                rule, matches.GetValueOrDefault(rule.Id), matches.ContainsKey(rule.Id) ? null
                    : rules.Detector.BlindBecause(rule, formats, hasCalls, detection.Fields.IsHeld))
            { Watched = watched.Of(rule) });
    }

    private IEnumerable<string> Warnings()
    {
        if (inputs.IsEmpty)
            yield return $"{(options.CasePath is { } empty ? empty : "the paths of the command line")}: no file in it, so there is nothing to read";
        foreach (var file in inputs.Logs.Where(f => detection.TallyOf(f) is { Parsed: 0, Ignored: > 0 } && f.Format.HeaderMark.IsEmpty))
            yield return string.Create(CultureInfo.InvariantCulture, $"{file.File.Path}: no record: of its {detection.TallyOf(file).Ignored} lines none holds anything that the format {file.Format.Name} reads");
        if (inputs.Settings.Addresses?.Damage is { } damage)
            yield return $"geoip: {damage}; countries and autonomous systems may be missing";
        foreach (var apart in TimesApart())
            yield return apart;
        foreach (var decision in inputs.Settings.Decisions.Where(d => !incidents.Any(i => d.IsOn(i.Id))))
            yield return string.Create(CultureInfo.InvariantCulture,
                $"case.yml:{decision.Line}: the decision on {decision.Incident} is on no incident of this result");
        foreach (var warning in stage.ClockWarnings)
            yield return warning;
        foreach (var unread in inputs.Unread)
            yield return $"{unread.Input.RelativePath}: not read: {unread.Reason}";
        foreach (var rule in rules.Errors.Where(e => e.Kind == RuleErrorKind.NoSuchLogSource))
            yield return $"rule not used: {rule}";
        foreach (var (rule, events) in rules.Detector.Rules.Select(r => (r, rules.Detector.TimeoutsOf(r))).Where(r => r.Item2 > 0))
            yield return $"{rule.Source}: '{rule.Title}' ran out of time on {events} events, which it may have matched";
        foreach (var copy in detection.Copies.Select(f => f.File.Path).Order(StringComparer.Ordinal))
            yield return $"{copy}: the same bytes stand in another file; its records are counted as duplicates";
        foreach (var file in inputs.Logs.Where(f => detection.TallyOf(f).UnknownVerdicts.Count > 0))
            yield return UnknownVerdicts.Warning(file.File.Path, detection.TallyOf(file).UnknownVerdicts);
        foreach (var (file, count) in Unlisted())
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{file}: {count} more records are rejected than {OutputFiles.Rejected} lists; the ledger counts them all");
        foreach (var index in inputs.Indices.Counts.Where(i => i.IsPushedDown))
        {
            var fetched = index.NotFetched == 0
                ? string.Create(CultureInfo.InvariantCulture,
                    $"all of its {index.Total} documents can matter to rules and were fetched; as benign connections might have stayed")
                : string.Create(CultureInfo.InvariantCulture, $"{index.NotFetched} of {index.Total} documents were not fetched, since no rule can match them; as benign connections stayed");
            yield return $"{index.Pattern}: {fetched} in the index, silences of its sources are not listed, "
                + "and clocks that the case does not state are not estimated (--no-pushdown reads all)";
        }

        foreach (var index in inputs.Indices.Counts.Where(i => i.WithoutOriginal > 0))
            yield return string.Create(CultureInfo.InvariantCulture, $"{index.Pattern}: {index.WithoutOriginal} documents hold neither event.original nor its hash, so that ids made of them are not those that the files give");
        foreach (var source in detection.GivenUp.GroupBy(g => g.Source).Select(g => (g.Key, Count: g.Sum(x => x.Count)))
            .OrderByDescending(g => g.Count).ThenBy(g => g.Key).Take(10))
            yield return string.Create(CultureInfo.InvariantCulture, $"{source.Key}: {source.Count} matched records beyond the {MatchStore.MostMatches} that can be held, the latest of it, are counted (late) and not attributed. Narrow the time with --from and --to, or use rules that match less");
        if (correlated.State.Evicted > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"correlations had more to hold than they may: {correlated.State.Evicted} events in {correlated.State.EvictedGroups} groups gave way, so matches may be missing. Narrow the time with --from and --to, or the rules that are joined");
        foreach (var place in timeline.Timeline.LostLeases.Select(l => l.Place).Take(10))
            yield return $"{place}: a lease that could not be read may be of an address that others seem to hold alone: such addresses count as shared, and nobody is named for them. Mend the table";
        foreach (var warning in stage.Infrastructure.Warnings(isWholeCase: options.From is null && options.To is null))
            yield return warning;
        foreach (var address in AddressesOfSeveralNetworks())
            yield return $"{address} is leased in several networks: where a log does not name its network, holders of all of them are candidates";
        foreach (var warning in TraceWarnings.Of(timeline.Timeline, hasLogs: inputs.Logs.Count > 0))
            yield return warning;
        if (inputs.Logs.Count > 0 && timeline.Timeline.Leases.Count == 0)
            yield return "no leases: without a table of who held which address nothing can be attributed to a sandbox. Add a CSV under leases/.";
    }

    // Evidence of two times says nothing of each other, however much of it there is.
    private IEnumerable<string> TimesApart()
    {
        var (from, to) =
            (inputs.Logs.Min(f => detection.TallyOf(f).From)?.ToInstant(), inputs.Logs.Max(f => detection.TallyOf(f).To)?.ToInstant());
        var calls = timeline.Timeline.Calls;
        if (from is not { } first || to is not { } last || calls.Count == 0)
            yield break;
        var (begin, end) = (calls.Min(c => c.Start.Value), calls.Max(c => c.End.Value));
        if (begin > last || end < first)
            yield return $"logs and traces never overlap: logs cover {Day(first)} to {Day(last)}, traces {Day(begin)} to {Day(end)}, so that no record can be laid on a call. Bring those of one time, or correct the zone (--zone)";

        static string Day(Instant time) => InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss'Z'").Format(time);
    }

    // Rejected records whose reasons were not kept, by file.
    private IEnumerable<(string File, long Count)> Unlisted()
    {
        var kept = timeline.Rejected.Concat(gpu.Rejected).GroupBy(r => r.File).ToDictionary(g => g.Key, g => g.LongCount());
        return inputs.Logs.Select(f => (f.File.Path, Count: detection.TallyOf(f).Rejected.Count - detection.TallyOf(f).Rejected.Kept.Count))
            .Concat(timeline.Files.Select(f => (f.File.Path, Count: f.Rejected - kept.GetValueOrDefault(f.File.Path))))
            .Concat(gpu.Files.Select(f => (f.File.Path, Count: f.Rejected - kept.GetValueOrDefault(f.File.Path))))
            .Where(f => f.Count > 0).OrderBy(f => f.Path, StringComparer.Ordinal);
    }

    private IEnumerable<string> AddressesOfSeveralNetworks() => timeline.Timeline.Leases
        .Where(l => l.Network.Length > 0).GroupBy(l => l.Address).Where(g => g.Select(l => l.Network).Distinct().Count() > 1)
        .Select(g => g.Key.Network.ToString()).Take(10);
}
