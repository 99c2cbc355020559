// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Cases;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Mappings;
using FwCorrelate.Network;
using FwCorrelate.Service.Passes;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service.Checking;

/// <summary>
/// Looks at a case before an investigation: reads heads, ends and places in between of its files, and asks whether logs, traces and leases
/// speak of the same time, the same addresses and the same sandboxes. Bounded in what it reads, whatever the size of the case.
/// </summary>
public sealed class CaseChecker
{
    /// <summary>Bytes of text that are read of all logs, of all traces and of all lease tables.</summary>
    private const long Budget = 48L * 1024 * 1024;

    private const int LeastOfFile = 64 * 1024;
    private const int MostOfFile = 8 * 1024 * 1024;
    private const int Piece = 32 * 1024;

    /// <summary>Files that are looked at; of more, evenly over their names.</summary>
    private const int MostFiles = 2_000;

    private const int ListedAddresses = 8;
    private readonly InvestigationOptions _options;
    private readonly CancellationToken _cancellation;
    private long _bytesRead;

    private CaseChecker(InvestigationOptions options, CancellationToken cancellation) =>
        (_options, _cancellation) = (options, cancellation);

    /// <exception cref="ConfigurationException">A path or setting cannot be used.</exception>
    public static CaseCheck Check(InvestigationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new CaseChecker(options, cancellation).Check();
    }

    private CaseCheck Check()
    {
        using var catalog = InputCatalog.DiscoverCase(_options.CasePath!);
        var chosen = Chosen(catalog.Inputs);
        var options = _options with { Formats = _options.Formats.With(CaseMappings.ReadFolder(_options.CasePath!)) };
        using var inputs = CaseInputs.Find(
            options with { Collected = new CollectedInputs(chosen, catalog.Unread), Settings = CaseInputs.SettingsOf(options) },
            standardInput: null,
            cancellation: _cancellation);
        var settings = inputs.Settings;
        var leasesSampled = Sampled(inputs.Leases);
        var tracesSampled = Sampled([.. inputs.Traces.Select(t => t.Input)]);
        var reading = TimelineReader.Read(
            inputs.Traces, inputs.Leases, settings, inputs.UnreadEvidence, progress: null,
            i => Open(i, inputs.Leases.Contains(i) ? inputs.Leases.Count : inputs.Traces.Count), _cancellation);
        var timeline = new TimelineIndex(reading.Timeline);
        var traced = timeline.Sandboxes.ToHashSet(StringComparer.Ordinal);
        var logs = Sample(inputs.Logs, settings);
        var search = new ZoneSearch(timeline);
        var checks = logs.ConvertAll(l => Describe(l, search, timeline, traced, settings));
        var traces = Describe(
            inputs, reading.Timeline, timeline, tracesSampled) with
        { ZonesOff = ZonesOff(inputs, reading.Timeline, search, checks) };
        var leases = Describe(inputs, reading.Timeline, traced, leasesSampled);
        return new CheckAdvice(checks, traces, leases, reading, inputs.Settings, logs)
            .Write(new CaseCheck(checks, traces, leases, [], [], [], [], "")
            {
                Files = catalog.Inputs.Count,
                NotLookedAt = catalog.Inputs.Count - chosen.Count,
                StoredBytes = catalog.Inputs.Sum(i => i.StoredLength),
                BytesRead = _bytesRead + logs.Sum(l => l.BytesRead),
                Unread = [.. inputs.Unread.Where(u => u.Content != UnreadContent.OtherText || u.IsDamaged)
                .Select(u => $"{u.Input.RelativePath}: {u.Reason}")],
            });
    }

    // The first and the last of each folder, since names mostly tell the time; and evenly over the rest.
    private static List<CaseInput> Chosen(IReadOnlyList<CaseInput> inputs)
    {
        if (inputs.Count <= MostFiles)
            return [.. inputs];
        var chosen = new SortedSet<int>(Enumerable.Range(0, MostFiles / 2)
            .Select(i => (int)((long)i * (inputs.Count - 1) / ((MostFiles / 2) - 1))));
        var byFolder = inputs.Index().GroupBy(i => Path.GetDirectoryName(i.Item.RelativePath), StringComparer.Ordinal);
        foreach (var folder in byFolder.Take(MostFiles / 4))
        {
            chosen.Add(folder.First().Index);
            chosen.Add(folder.Last().Index);
        }

        return [.. chosen.Select(i => inputs[i])];
    }

    private static int MostOf(int files) => (int)Math.Clamp(Budget / Math.Max(1, files), LeastOfFile, MostOfFile);

    private static bool Sampled(List<CaseInput> inputs) => inputs.Exists(i => i.StoredLength > MostOf(inputs.Count));

    private OpenedInput Open(CaseInput input, int files)
    {
        var sample = TextSample.Of(input, MostOf(files), Piece);
        _bytesRead += sample.Length;
        var text = new byte[sample.Length];
        var at = 0;
        foreach (var piece in sample.Pieces)
        {
            piece.CopyTo(text, at);
            at += piece.Length;
        }

        return OpenedInput.OfText(input, text);
    }

    private static string FolderOf(CaseInput input) =>
        Path.GetDirectoryName(input.RelativePath)?.Replace(Path.DirectorySeparatorChar, '/') is { Length: > 0 } folder ? folder : ".";

    private List<LogSampler> Sample(List<LogFile> logs, CaseSettings settings)
    {
        var samplers = new Dictionary<string, LogSampler>(StringComparer.Ordinal);
        var most = MostOf(logs.Count);
        var severalFolders = logs.GroupBy(l => l.File.Source.Name, StringComparer.Ordinal)
            .Where(g => g.Select(l => FolderOf(l.Input)).Distinct(StringComparer.Ordinal).Count() > 1).Select(g => g.Key)
            .ToHashSet(StringComparer.Ordinal);
        var named = settings.Sources.Select(s => s.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var log in logs)
        {
            _cancellation.ThrowIfCancellationRequested();
            var source = log.File.Source.Name;

            // Where the case names no sources, each folder may have a clock of its own: a glob names it in settings as well.
            if (severalFolders.Contains(source) && !named.Contains(source))
                source = FolderOf(log.Input) + "/**";
            if (!samplers.TryGetValue(source, out var sampler))
                samplers.Add(source, sampler = new LogSampler(source, log.File.Source));
            sampler.Add(log, most, Math.Min(Piece, most));
        }

        return [.. samplers.Values.OrderBy(s => s.Source, StringComparer.Ordinal)];
    }

    private static LogCheck Describe(
        LogSampler log, ZoneSearch search, TimelineIndex timeline, HashSet<string> traced, CaseSettings settings)
    {
        var offset = log.Settings.ClockOffset;
        var records = log.Kept.Select(k => (At: k.At.ToInstant() - offset, k.Opener, k.Other)).ToList();
        var (leased, withCalls) = (0, 0);
        var unleased = new Dictionary<HostAddress, int>();
        foreach (var (at, opener, other) in records)
        {
            var holders = Holding(opener, at).Concat(Holding(other, at)).ToList();
            if (holders.Count > 0)
                leased++;
            if (holders.Exists(l => l.OwnerKind == OwnerKind.Sandbox && traced.Contains(SandboxKey.Of(l.OwnerId))))
                withCalls++;

            // What is only connected to may be nothing at all: sweeps ask for it.
            if (settings.IsInternal(opener) && !timeline.Leases.IsKnown(opener))
                unleased[opener] = unleased.GetValueOrDefault(opener) + 1;
        }

        var zone = search.Find(records);
        return new LogCheck(
            log.Source, log.Formats, log.Files, log.StoredBytes, log.Records, log.Rejected, log.From, log.To, leased, withCalls)
        {
            LacksZone = log.LacksZone,
            Zone = log.Settings.Zone,
            ZoneIsConfigured = log.Settings.ZoneIsConfigured,
            EndIsUnknown = log.EndIsUnknown,
            HoursAhead = zone?.Hours,
            HoursReason = zone?.Reason ?? "",
            Unleased = [.. unleased.OrderByDescending(u => u.Value).ThenBy(u => u.Key).Take(ListedAddresses).Select(u => (u.Key, u.Value))],
        };

        IEnumerable<AddressLease> Holding(HostAddress address, Instant at) => timeline.Leases.Of(address).Where(l => l.From <= at
            && at < l.To);
    }

    /// <summary>Folders of traces whose local stamps are off against leases and logs.</summary>
    private static List<(string Folder, int Hours, string Reason)> ZonesOff(
        CaseInputs inputs, Timeline timeline, ZoneSearch search, IReadOnlyList<LogCheck> logs)
    {
        var folders = inputs.Traces.Select(t => t.Input).GroupBy(i => i.RelativePath, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => FolderOf(g.First()), StringComparer.Ordinal);
        var spans = logs.Where(l => l.From is not null)
            .Select(l => new Interval(
                l.From!.Value - Duration.FromHours(l.HoursAhead ?? 0), l.To!.Value - Duration.FromHours(l.HoursAhead ?? 0))).ToList();
        var off = new List<(string, int, string)>();
        foreach (var folder in timeline.Calls.Where(c => c.Start.Basis == TimeBasis.ClockNaive && folders.ContainsKey(c.Origin.File))
            .GroupBy(c => folders[c.Origin.File], StringComparer.Ordinal))
        {
            if (search.FindOfCalls([.. folder], spans) is { } zone)
                off.Add((folder.Key + "/**", zone.Hours, zone.Reason));
        }

        return off;
    }

    private static TraceCheck Describe(CaseInputs inputs, Timeline timeline, TimelineIndex index, bool isSampled)
    {
        var owners = timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox).Select(l => SandboxKey.Of(l.OwnerId))
            .ToHashSet(StringComparer.Ordinal);
        var sandboxes = timeline.Calls.Select(index.SandboxOf).Where(s => s.Length > 0).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal).ToList();
        var zoned = inputs.Traces.Where(t => inputs.Settings.Resolve(t.Input.RelativePath, t.Format.Name, Duration.Zero).ZoneIsConfigured)
            .Select(t => t.Input.RelativePath).ToHashSet(StringComparer.Ordinal);
        var hosts = timeline.Leases.Select(l => l.Host).ToHashSet(StringComparer.Ordinal);
        return new TraceCheck(
            [.. inputs.Traces.Select(t => t.Format.Name).Distinct().Order(StringComparer.Ordinal)], inputs.Traces.Count,
            timeline.Calls.Count, timeline.Untimed.Count,
            timeline.Calls.Count(c => c.Start.Basis == TimeBasis.ClockNaive && !zoned.Contains(c.Origin.File)),
            timeline.Calls.Count(c => index.SandboxOf(c).Length == 0
                && (c.HostId is null || !hosts.Contains(c.HostId))), sandboxes.Count(s => !owners.Contains(s)), sandboxes,
            index.Span?.Start, index.Span?.End)
        {
            IsSampled = isSampled,
        };
    }

    private static LeaseCheck Describe(CaseInputs inputs, Timeline timeline, HashSet<string> traced, bool isSampled)
    {
        var owners = timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox).Select(l => SandboxKey.Of(l.OwnerId))
            .Distinct(StringComparer.Ordinal).ToList();
        var starts = timeline.Leases.Where(l => l.From > Instant.MinValue).Select(l => l.From).ToList();
        var ends = timeline.Leases.Where(l => l.To < Instant.MaxValue).Select(l => l.To).ToList();
        return new LeaseCheck(
            inputs.Leases.Count, timeline.Leases.Count, timeline.Leases.Count(l => !l.IsInventory), timeline.Leases.Select(l => l.Address)
                .Distinct().Count(), owners.Count,
            owners.Count(o => !traced.Contains(o)), starts.Count > 0 ? starts.Min() : null, ends.Count > 0 ? ends.Max() : null)
        {
            IsSampled = isSampled,
        };
    }
}
