// SPDX-License-Identifier: Apache-2.0
using System.Collections.Concurrent;
using FwCorrelate.Commands;
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>What the join asks of a timeline: who held an address, which calls ran in a sandbox, and what their commands say.</summary>
public sealed class TimelineIndex
{
    private readonly Dictionary<string, CallIndex> _bySandbox;
    private readonly Dictionary<string, CallIndex> _byHostOnly;
    private readonly ConcurrentDictionary<ToolCall, CommandReading> _readings = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string?, string), double?> _coverage = [];
    private readonly Dictionary<(string?, string), string> _sandboxOf = [];
    private readonly ILookup<string, Episode> _episodes;

    /// <summary>Of calls that traces lack, where they do not tell how many there were.</summary>
    private const double UntoldShare = 0.1;
    private const double LeastLacking = 0.01;
    private readonly ConcurrentDictionary<string, bool> _complete = new(StringComparer.Ordinal);
    private CallIndex? _all;
    private readonly Dictionary<string, GapIndex> _gaps;

    public TimelineIndex(Timeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        Timeline = timeline;
        Leases = new LeaseIndex(timeline.Leases, timeline.LostLeases);
        foreach (var episode in timeline.Episodes)
        {
            _coverage[(episode.RunId, episode.Id)] = episode.TraceCoverage;
            if (episode.SandboxId is { } sandbox)
                _sandboxOf.TryAdd((episode.RunId, episode.Id), sandbox);
        }

        _episodes = timeline.Episodes.Where(e => e.SandboxId is not null)
            .ToLookup(e => SandboxKey.Of(e.SandboxId!), StringComparer.Ordinal);
        _bySandbox = timeline.Calls.GroupBy(SandboxOf).Where(g => g.Key.Length > 0).ToDictionary(g => g.Key, g => new CallIndex(g));
        _byHostOnly = timeline.Calls.Where(c => SandboxOf(c).Length == 0 && c.HostId is not null).GroupBy(c => c.HostId!)
            .ToDictionary(g => g.Key, g => new CallIndex(g));
        StoppedEpisodes = [.. _bySandbox.OrderBy(s => s.Key, StringComparer.Ordinal)
            .SelectMany(s => StoppedClocks.Of(s.Key, s.Value.Calls))];
        _gaps = timeline.Gaps.Concat(StoppedEpisodes).Concat(StoppedClocks.OfUntimed(timeline.Untimed))
            .GroupBy(g => SandboxKey.Of(g.SandboxId ?? "")).ToDictionary(g => g.Key, g => new GapIndex(g));
    }

    public Timeline Timeline { get; }

    public LeaseIndex Leases { get; }

    /// <summary>Episodes whose calls all carry one stamp, as what is not told of them.</summary>
    public IReadOnlyList<TraceGap> StoppedEpisodes { get; }

    /// <summary>Keys of sandboxes that have calls.</summary>
    public IEnumerable<string> Sandboxes => _bySandbox.Keys;

    /// <summary>Key of the sandbox that a call ran in: its own, else its episode's; empty where neither tells.</summary>
    public string SandboxOf(ToolCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return SandboxKey.Of(
            call.SandboxId ?? (call.EpisodeId is { } id && _sandboxOf.TryGetValue((call.RunId, id), out var sandbox) ? sandbox : ""));
    }

    /// <summary>Episodes that ran in a sandbox, as far as they tell.</summary>
    public IEnumerable<Episode> EpisodesOf(string sandbox) => _episodes[SandboxKey.Of(sandbox)];

    /// <summary>
    /// Whether every call of a sandbox is recorded, as far as its episodes tell: only then does it say anything that there is none, and
    /// only outside of <see cref="GapsOf"/>.
    /// </summary>
    public bool IsTraceComplete(string sandbox)
    {
        if (_complete.TryGetValue(sandbox, out var known))
            return known;
        var episodes = EpisodesOf(sandbox).ToList();
        var isComplete = episodes.Count > 0 && episodes.TrueForAll(e => e.TraceCoverage is 1.0);
        _complete[sandbox] = isComplete;
        return isComplete;
    }

    /// <summary>Share of a sandbox's calls that its traces may lack: 0 where they are complete.</summary>
    public double LackingShareOf(string sandbox)
    {
        if (IsTraceComplete(sandbox))
            return 0;
        var episodes = EpisodesOf(sandbox).ToList();
        return episodes.Count == 0 ? UntoldShare
            : Math.Max(LeastLacking, episodes.Average(e => e.TraceCoverage is { } coverage ? 1 - coverage : UntoldShare));
    }

    public CallIndex CallsOf(string sandbox) => _bySandbox.GetValueOrDefault(SandboxKey.Of(sandbox), CallIndex.Empty);

    /// <summary>Whether any call of any sandbox meets [<paramref name="from"/>, <paramref name="to"/>].</summary>
    public bool HasCallAt(Instant from, Instant to) => (_all ??= new CallIndex(Timeline.Calls)).Meeting(from, to).Count > 0;

    /// <summary>Calls whose trace names a host but no sandbox.</summary>
    public CallIndex CallsOnHost(string host) => _byHostOnly.GetValueOrDefault(host, CallIndex.Empty);

    /// <summary>What the call's command says. Read when first asked for: most calls of a case are never asked about.</summary>
    public CommandReading ReadingOf(ToolCall call) => _readings.GetOrAdd(call, CommandReading.Of);

    /// <summary>See <see cref="Episode.TraceCoverage"/>; null where the call's episode does not tell.</summary>
    public double? CoverageOf(ToolCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return call.EpisodeId is { } id ? _coverage.GetValueOrDefault((call.RunId, id)) : null;
    }

    /// <summary>Whether there is anything that the traces are known not to tell.</summary>
    public bool HasGaps => _gaps.Count > 0;

    /// <summary>
    /// What the traces do not tell of a sandbox within [<paramref name="from"/>, <paramref name="to"/>], latest start first: while there is
    /// any, a call that is not in the traces may have run. Those whose sandbox no trace tells count for every sandbox.
    /// </summary>
    public IEnumerable<TraceGap> GapsOf(string sandbox, Instant from, Instant to)
    {
        ArgumentNullException.ThrowIfNull(sandbox);
        var own = _gaps.GetValueOrDefault(SandboxKey.Of(sandbox), GapIndex.Empty).Meeting(from, to);
        return sandbox.Length > 0 && _gaps.TryGetValue("", out var ofAny) ? own.Concat(ofAny.Meeting(from, to)) : own;
    }

    /// <summary>First start and last end of all calls; null without calls.</summary>
    public Interval? Span => Timeline.Calls.Count == 0 ? null
        : new Interval(Timeline.Calls.Min(c => c.Start.Earliest), Timeline.Calls.Max(c => c.End.Latest));
}
