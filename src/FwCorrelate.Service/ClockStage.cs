// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Clocks;
using FwCorrelate.Flows;
using FwCorrelate.Service.Passes;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service;

/// <summary>What is known of the clocks once the logs have been read for the first time.</summary>
/// <param name="Timeline">With the calls of hosts whose clocks disagree put right.</param>
/// <param name="HostOffsets">By host: stamps of its traces minus true time.</param>
internal sealed record CalibratedClocks(TimelineIndex Timeline, IReadOnlyDictionary<string, Duration> HostOffsets)
{
    /// <summary>In words for users: which traces' clocks were put right.</summary>
    public IEnumerable<string> Warnings => HostOffsets.Select(h =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{h.Key}: its traces are stamped {Math.Abs(h.Value.TotalSeconds):0.0} s {(h.Value > Duration.Zero ? "late" : "early")} against those of other hosts, by benign traffic: they are put right in the join"));
}

/// <summary>Reads clocks from benign traffic, between the two passes: connections to what matched a rule are never looked at.</summary>
internal static class ClockStage
{
    private static readonly ConnectionSample None = new();

    /// <summary>Sets the clock of every source, for the join and for what is said of it.</summary>
    public static CalibratedClocks Calibrate(Detection detection, IReadOnlyList<LogFile> logs, TimelineIndex timeline, CaseSettings settings)
    {
        var wanted = Gathering.For(detection.Matched, timeline.Timeline, settings);
        var hosts = new ClockEstimator(timeline, e => wanted.IsWanted(e)).HostOffsets(detection.Clocks.Samples.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value));
        var corrected = hosts.Count == 0 ? timeline : new TimelineIndex(timeline.Timeline.WithHostClocks(hosts));
        var estimator = new ClockEstimator(corrected, e => wanted.IsWanted(e));
        var clocks = new Dictionary<LogSettings, SourceClock>();
        foreach (var source in logs.Select(l => l.File.Source))
        {
            var sample = detection.Clocks.Samples.GetValueOrDefault(source.Name, None);
            if (!clocks.TryGetValue(source, out var clock))
                clocks.Add(source, clock = estimator.Estimate(source, sample, GranularityOf(source.Name, sample, detection.Matched)));
            source.Calibrate(clock);
        }

        return new CalibratedClocks(corrected, hosts);
    }

    // How coarse a clock is may be read from what matched too: it says nothing of how far it is off.
    private static Duration GranularityOf(string source, ConnectionSample sample, MatchedFlows matched) => StampGranularity.Of(
        sample.Connections.Select(c => c.Start).Concat(matched.Where(m => m.File.File.Source.Name == source).Select(m => m.Record.Start)));
}
