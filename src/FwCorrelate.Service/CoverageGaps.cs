// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Service;

/// <summary>Silences and losses of a source, for the reader's trust in it.</summary>
internal static class CoverageGaps
{
    /// <summary>
    /// By start. Silences are those of all sensors together: one that comes and goes with its machine is no gap. Losses are any
    /// sensor's; equal intervals of several sensors count once.
    /// </summary>
    public static IReadOnlyList<CoverageGap> Of(IEnumerable<SensorCoverage> sensors, Duration64 idleTimeout)
    {
        var gaps = new HashSet<CoverageGap>();
        var whole = new SensorCoverage(idleTimeout);
        foreach (var sensor in sensors)
        {
            whole.Merge(sensor);
            foreach (var (start, end) in sensor.Lost)
                gaps.Add(new CoverageGap(new Interval(start.ToInstant(), end.ToInstant()), IsLoss: true));
        }

        for (var i = 1; i < whole.Logged.Count; i++)
            gaps.Add(new CoverageGap(new Interval(whole.Logged[i - 1].End.ToInstant(), whole.Logged[i].Start.ToInstant()), IsLoss: false));
        return [.. gaps.OrderBy(g => g.Interval.Start).ThenBy(g => g.Interval.End).ThenBy(g => g.IsLoss)];
    }
}
