// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using NodaTime;

namespace FwCorrelate.Service;

/// <summary>Silences and losses of the sensors of a source, for the reader's trust in it.</summary>
internal static class CoverageGaps
{
    /// <summary>By start; equal intervals of several sensors once.</summary>
    public static IReadOnlyList<CoverageGap> Of(IEnumerable<SensorCoverage> sensors)
    {
        var gaps = new HashSet<CoverageGap>();
        foreach (var sensor in sensors)
        {
            for (var i = 1; i < sensor.Logged.Count; i++)
                gaps.Add(new CoverageGap(new Interval(sensor.Logged[i - 1].End.ToInstant(), sensor.Logged[i].Start.ToInstant()), IsLoss: false));
            foreach (var (start, end) in sensor.Lost)
                gaps.Add(new CoverageGap(new Interval(start.ToInstant(), end.ToInstant()), IsLoss: true));
        }

        return [.. gaps.OrderBy(g => g.Interval.Start).ThenBy(g => g.Interval.End).ThenBy(g => g.IsLoss)];
    }
}
