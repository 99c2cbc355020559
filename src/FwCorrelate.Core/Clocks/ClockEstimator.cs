// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Clocks;

/// <summary>
/// Estimates clocks on benign traffic: package mirrors, git, model APIs, which calls open all day. What matched a rule is left out: an
/// offset that was fitted to the alerts would prove whatever it was fitted for.
/// </summary>
public sealed class ClockEstimator
{
    private const int LeastSamples = 20;
    private const int LongestZoneError = 14;
    private const double PeakWidth = 1.0;

    private readonly Func<Endpoint, bool> _isJudged;
    private readonly LagReader _reader;

    /// <param name="isJudged">Whether anything that matched a rule went to the endpoint.</param>
    public ClockEstimator(TimelineIndex timeline, Func<Endpoint, bool> isJudged)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        _isJudged = isJudged;
        _reader = new LagReader(timeline);
    }

    /// <summary>The clock of a source; that of its settings where the sample does not tell more.</summary>
    /// <param name="granularity">Of its stamps.</param>
    public SourceClock Estimate(LogSettings settings, ConnectionSample sample, Duration granularity)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(sample);
        var grain = granularity.TotalSeconds;
        var stated = SourceClock.Of(settings) with { Granularity = granularity };
        var connections = sample.Connections.Where(c => !_isJudged(c.Service)).ToList();
        if (connections.Count < LeastSamples)
            return stated with
            {
                Reason = $"{stated.Reason}; {InWords(connections.Count, "benign connection")} of sandboxes near calls: "
                + "too few to estimate it"
            };
        if (connections.Select(c => c.Start).Distinct().Skip(1).FirstOrDefault() == default)
            return Dead(stated, connections.Count);
        if (settings.OffsetIsConfigured)
            return stated;
        return Find(connections, grain) is { } found ? Merge(settings, stated, found) : ZoneErrorOr(stated, connections, grain);
    }

    /// <summary>Offsets of the hosts whose trace clocks disagree with the others: stamps of their traces minus true time.</summary>
    /// <param name="samples">With the clocks of their sources, as far as estimated: their drift is taken out first.</param>
    public IReadOnlyDictionary<string, Duration> HostOffsets(IEnumerable<(ConnectionSample Sample, SourceClock Clock)> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        var offsets = new SortedDictionary<string, Duration>(StringComparer.Ordinal);
        foreach (var (sample, clock) in samples)
        {
            var connections = sample.Connections.Where(c => !_isJudged(c.Service)).ToList();
            if (connections.Count < LeastSamples)
                continue;
            var lags = _reader.Read(connections, Duration.Zero)
                .ConvertAll(l => l with { Seconds = l.Seconds - clock.OffsetAt(TimeOf(l)).TotalSeconds });
            var hosts = lags.GroupBy(l => l.Host).Where(g => g.Key.Length > 0).ToList();
            if (hosts.Count < 2)
                continue;
            var grain = StampGranularity.Of(connections.Select(c => c.Start)).TotalSeconds;
            var found = hosts.Select(h => (h.Key, Estimate: EstimateOf(h, grain))).Where(h => h.Estimate is not null)
                .Select(h => (h.Key, Estimate: h.Estimate!.Value)).ToList();
            foreach (var (host, offset) in Deviating(found))
                offsets.TryAdd(host, offset);
        }

        return offsets;
    }

    private static Instant TimeOf(Lag lag) => NodaConstants.UnixEpoch + Duration.FromSeconds(lag.Stamp);

    /// <summary>Hosts that lie apart from the middle one: most clocks are right, and the timeline's is that of the most.</summary>
    private static IEnumerable<(string Host, Duration Offset)> Deviating(List<(string Host, OffsetEstimate Estimate)> hosts)
    {
        if (hosts.Count < 2)
            yield break;
        var middle = hosts.Select(h => h.Estimate.Offset).Order().ElementAt((hosts.Count - 1) / 2);
        foreach (var (host, estimate) in hosts)
        {
            if (Math.Abs(estimate.Offset - middle) > 1 + (2 * estimate.HalfWidth))
                yield return (host, Duration.FromSeconds(middle - estimate.Offset));
        }
    }

    private Found? Find(List<SampledConnection> connections, double grain)
    {
        var lags = _reader.Read(connections, Duration.Zero);
        var whole = EstimateOf(lags, grain);
        var drift = ClockDrift.Find(lags, part => EstimateOf(part, grain));
        if (drift is not null)
            return new Found(drift.Middle, drift.Readings);
        return whole is { } steady ? new Found(steady, []) : null;
    }

    private static OffsetEstimate? EstimateOf(IEnumerable<Lag> lags, double grain)
    {
        var histogram = new LagHistogram();
        foreach (var lag in lags)
            histogram.Add(lag.Seconds);
        return histogram.Peak(PeakWidth + grain) is { } peak ? OffsetLikelihood.Read(histogram, peak, grain) : null;
    }

    /// <summary>A case that states the slack bounds the offset by it: an estimate beyond is told and not used.</summary>
    private static SourceClock Merge(LogSettings settings, SourceClock stated, Found found)
    {
        var estimate = found.Estimate;
        var offset = Duration.FromSeconds(estimate.Offset);
        var words = string.Create(CultureInfo.InvariantCulture,
            $"estimated on {estimate.Samples} benign connections: {estimate.Offset:+0.00;-0.00} s, 95 % interval "
            + $"{estimate.Lowest:+0.00;-0.00} to {estimate.Highest:+0.00;-0.00} s");
        if (!settings.SlackIsDocumented && (offset > settings.Slack || offset < -settings.Slack))
            return stated with { Reason = $"{stated.Reason}; benign traffic says otherwise ({words}): check the case" };
        var margin = Duration.FromSeconds(estimate.HalfWidth) + SourceClock.UsualJitter;
        return stated with
        {
            Basis = ClockBasis.Estimated,
            Offset = offset,
            LowestOffset = Duration.FromSeconds(estimate.Lowest),
            HighestOffset = Duration.FromSeconds(estimate.Highest),
            CallShift = Duration.FromSeconds(estimate.CallOffset - estimate.Offset),
            CallSpread = Duration.FromSeconds(SpreadOf(estimate, found.Readings.Count > 0)),
            Early = margin,
            Late = margin,
            LateShare = 0,
            OutlierShare = EstimatedOutlierShare,
            WorstEarly = Duration.Min(settings.Slack, SourceClock.UsualJitter + Duration.FromSeconds(2)),
            WorstLate = settings.Slack,
            Readings = found.Readings,
            Samples = estimate.Samples,
            Reason = found.Readings.Count > 0 ? words + ", drifting" : words,
        };
    }

    /// <summary>What is open of where a call's stamps lie, beside the sample's own doubt; each part is independent of the others.</summary>
    private static double SpreadOf(OffsetEstimate estimate, bool drifts) => Math.Sqrt(
        (estimate.Spread * estimate.Spread) + (HostJitter * HostJitter) + (StartUpSpread * StartUpSpread)
        + (drifts ? DriftSpread * DriftSpread : 0));

    /// <summary>An offset of whole hours is an error of the zone: it is reported, never silently mended.</summary>
    private SourceClock ZoneErrorOr(SourceClock stated, List<SampledConnection> connections, double grain)
    {
        foreach (var hours in Enumerable.Range(1, LongestZoneError).SelectMany(h => new[] { h, -h }))
        {
            if (EstimateOf(_reader.Read(connections, Duration.FromHours(hours)), grain) is { } found && Math.Abs(found.Offset) < 120)
                return stated with
                {
                    ZoneErrorHours = hours,
                    Reason = string.Create(CultureInfo.InvariantCulture,
                    $"{stated.Reason}; benign traffic fits calls {Math.Abs(hours)} h {(hours > 0 ? "earlier" : "later")}: its zone is "
                    + $"wrong, set it with --zone"),
                };
        }

        return stated with { Reason = $"{stated.Reason}; {InWords(connections.Count, "benign connection")} of sandboxes do not tell more" };
    }

    private static SourceClock Dead(SourceClock stated, int count) => stated with
    {
        Basis = ClockBasis.Dead,
        OutlierShare = 1,
        Reason = $"all of {InWords(count, "connection")} carry one stamp: the clock stands still",
    };

    private static string InWords(int count, string what) =>
        count == 1 ? $"1 {what}" : string.Create(CultureInfo.InvariantCulture, $"{count} {what}s");

    /// <summary>
    /// Stamps of an estimated source that are further off than its peak is wide: what one in a hundred of benign connections shows.
    /// </summary>
    private const double EstimatedOutlierShare = 0.01;

    /// <summary>Standard deviation of the clocks of two machines that keep time by NTP, seconds.</summary>
    private const double HostJitter = 0.1;

    /// <summary>By how much what is judged may start up faster than benign programs do, or slower, seconds.</summary>
    private const double StartUpSpread = 0.1;

    /// <summary>How far a drifting clock is off the line through its readings, seconds.</summary>
    private const double DriftSpread = 0.15;

    private readonly record struct Found(OffsetEstimate Estimate, IReadOnlyList<ClockReading> Readings);
}
