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

    public TimelineIndex(Timeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        Timeline = timeline;
        Leases = new LeaseIndex(timeline.Leases, timeline.LostLeases);
        var sandboxOf = new Dictionary<(string?, string), string>();
        foreach (var episode in timeline.Episodes)
        {
            _coverage[(episode.RunId, episode.Id)] = episode.TraceCoverage;
            if (episode.SandboxId is { } sandbox)
                sandboxOf.TryAdd((episode.RunId, episode.Id), sandbox);
        }

        _bySandbox = timeline.Calls.GroupBy(SandboxOf).Where(g => g.Key.Length > 0).ToDictionary(g => g.Key, g => new CallIndex(g));
        _byHostOnly = timeline.Calls.Where(c => SandboxOf(c).Length == 0 && c.HostId is not null).GroupBy(c => c.HostId!)
            .ToDictionary(g => g.Key, g => new CallIndex(g));

        string SandboxOf(ToolCall call) => SandboxKey.Of(
            call.SandboxId ?? (call.EpisodeId is { } id && sandboxOf.TryGetValue((call.RunId, id), out var sandbox) ? sandbox : ""));
    }

    public Timeline Timeline { get; }

    public LeaseIndex Leases { get; }

    /// <summary>Keys of sandboxes that have calls.</summary>
    public IEnumerable<string> Sandboxes => _bySandbox.Keys;

    public CallIndex CallsOf(string sandbox) => _bySandbox.GetValueOrDefault(SandboxKey.Of(sandbox), CallIndex.Empty);

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

    /// <summary>First start and last end of all calls; null without calls.</summary>
    public Interval? Span => Timeline.Calls.Count == 0 ? null
        : new Interval(Timeline.Calls.Min(c => c.Start.Earliest), Timeline.Calls.Max(c => c.End.Latest));
}
