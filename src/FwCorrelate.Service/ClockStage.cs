// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Network;
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
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{h.Key}: its traces are stamped {Math.Abs(h.Value.TotalSeconds):0.0} s {(h.Value > Duration.Zero ? "late" : "early")} "
            + $"against those of other hosts, by benign traffic: they are put right in the join"));
}

/// <summary>Reads clocks from benign traffic, between the two passes: connections to what matched a rule are never looked at.</summary>
internal static class ClockStage
{
    /// <summary>Connections to a benign endpoint for each one that matches.</summary>
    private const int LeastPerMatch = 20;
    private static readonly ConnectionSample None = new();

    /// <summary>Sets the clock of every source, for the join and for what is said of it.</summary>
    /// <param name="reported">Whether a rule's match is a finding of its own.</param>
    public static CalibratedClocks Calibrate(
        Detection detection, IReadOnlyList<LogFile> logs, TimelineIndex timeline, Func<int, bool> reported)
    {
        var judged = JudgedEndpoints(detection, reported);
        var clocks = Estimate(new ClockEstimator(timeline, judged.Contains), detection, logs);
        var hosts = new ClockEstimator(timeline, judged.Contains).HostOffsets(Samples(detection, clocks));
        var corrected = hosts.Count == 0 ? timeline : new TimelineIndex(timeline.Timeline.WithHostClocks(hosts));
        if (hosts.Count > 0)
            clocks = Estimate(new ClockEstimator(corrected, judged.Contains), detection, logs);
        foreach (var source in logs.Select(l => l.File.Source))
            source.Calibrate(clocks[source]);
        return new CalibratedClocks(corrected, hosts);
    }

    /// <summary>
    /// Endpoints that are under judgement: more than one in twenty of the connections that sandboxes open to them match a rule that is
    /// reported. A mirror that one upload went to stays benign; a pool never is.
    /// </summary>
    private static HashSet<Endpoint> JudgedEndpoints(Detection detection, Func<int, bool> reported)
    {
        var matched = new Dictionary<Endpoint, HashSet<(HostAddress, ushort)>>();
        foreach (var match in detection.Matched)
        {
            if (!Array.Exists(match.Rules, r => reported(r)))
                continue;
            Note(Endpoint.DestinationOf(match.Record), (match.Record.Source, match.Record.SourcePort));
            Note(Endpoint.SourceOf(match.Record), (match.Record.Destination, match.Record.DestinationPort));
        }

        var opened = detection.Clocks.Samples.Values.SelectMany(s => s.Connections).CountBy(c => c.Service).ToDictionary();
        return [.. matched.Where(m => m.Value.Count * LeastPerMatch > opened.GetValueOrDefault(m.Key)).Select(m => m.Key)];

        void Note(Endpoint end, (HostAddress, ushort) client)
        {
            if (!matched.TryGetValue(end, out var clients))
                matched.Add(end, clients = []);
            clients.Add(client);
        }
    }

    /// <summary>By the settings of a source: files of one source mostly share them.</summary>
    private static Dictionary<LogSettings, SourceClock> Estimate(ClockEstimator estimator, Detection detection, IReadOnlyList<LogFile> logs)
    {
        var clocks = new Dictionary<LogSettings, SourceClock>();
        foreach (var source in logs.Select(l => l.File.Source).Where(s => !clocks.ContainsKey(s)))
        {
            var sample = detection.Clocks.Samples.GetValueOrDefault(source.Name, None);
            clocks.TryAdd(source, estimator.Estimate(source, sample, GranularityOf(source.Name, sample, detection.Matched)));
        }

        return clocks;
    }

    private static IEnumerable<(ConnectionSample Sample, SourceClock Clock)> Samples(
        Detection detection, Dictionary<LogSettings, SourceClock> clocks) =>
        from sample in detection.Clocks.Samples
        orderby sample.Key
        let clock = clocks.FirstOrDefault(c => c.Key.Name == sample.Key).Value
        where clock is not null
        select (sample.Value, clock);

    // How coarse a clock is may be read from what matched too: it says nothing of how far it is off.
    private static Duration GranularityOf(string source, ConnectionSample sample, MatchedFlows matched) => StampGranularity.Of(
        sample.Connections.Select(c => c.Start).Concat(matched.Where(m => m.File.File.Source.Name == source).Select(m => m.Record.Start)));
}
