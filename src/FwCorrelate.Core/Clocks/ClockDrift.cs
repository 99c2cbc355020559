// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Clocks;

/// <summary>A clock that runs fast or slow: its offset by time.</summary>
/// <param name="Middle">What holds in the middle of what was seen, with an interval that covers a part's.</param>
internal sealed record ClockDrift(OffsetEstimate Middle, IReadOnlyList<ClockReading> Readings)
{
    private const int Parts = 8;

    /// <summary>Least difference between the parts of a case that is told from noise, seconds.</summary>
    private const double LeastDrift = 0.6;

    /// <summary>A line that comes as near as this to every part stands for all of them, seconds.</summary>
    private const double LineTolerance = 0.35;

    /// <summary>Estimates each part of the time apart; null where they agree, or too few of them tell.</summary>
    public static ClockDrift? Find(List<Lag> lags, Func<IEnumerable<Lag>, OffsetEstimate?> estimate)
    {
        var ordered = lags.OrderBy(l => l.Stamp).ToList();
        var length = ordered.Count / Parts;
        if (length == 0)
            return null;
        var parts = Enumerable.Range(0, Parts).Select(p => ordered.GetRange(p * length, length))
            .Select(p => (Middle: p[length / 2].Stamp, Estimate: estimate(p))).Where(p => p.Estimate is not null)
            .Select(p => (p.Middle, Estimate: p.Estimate!.Value)).ToList();
        if (parts.Count < Parts / 2)
            return null;
        var (lowest, highest) = (parts.Min(p => p.Estimate.Offset), parts.Max(p => p.Estimate.Offset));
        var widest = parts.Max(p => p.Estimate.HalfWidth);
        if (highest - lowest < Math.Max(LeastDrift, 2 * widest))
            return null;
        var readings = ReadingsOf(parts.ConvertAll(p => (p.Middle, p.Estimate.Offset)), ordered[0].Stamp, ordered[^1].Stamp);
        var middle = parts[parts.Count / 2].Estimate;
        return new ClockDrift(middle with { Samples = parts.Sum(p => p.Estimate.Samples) }, readings);
    }

    private static IReadOnlyList<ClockReading> ReadingsOf(List<(double At, double Offset)> parts, double first, double last)
    {
        var (slope, mean, centre) = Line(parts);
        double On(double at) => mean + (slope * (at - centre));
        if (parts.TrueForAll(p => Math.Abs(p.Offset - On(p.At)) <= LineTolerance))
            return [Reading(first, On(first)), Reading(last, On(last))];
        return [.. parts.Select(p => Reading(p.At, p.Offset))];
    }

    /// <summary>Least squares.</summary>
    private static (double Slope, double Mean, double Centre) Line(List<(double At, double Offset)> parts)
    {
        var centre = parts.Average(p => p.At);
        var mean = parts.Average(p => p.Offset);
        var spread = parts.Sum(p => (p.At - centre) * (p.At - centre));
        return (spread == 0 ? 0 : parts.Sum(p => (p.At - centre) * (p.Offset - mean)) / spread, mean, centre);
    }

    private static ClockReading Reading(double at, double offset) =>
        new(NodaConstants.UnixEpoch + Duration.FromSeconds(at), Duration.FromSeconds(offset));
}
