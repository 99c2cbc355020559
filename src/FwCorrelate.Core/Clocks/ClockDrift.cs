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

    /// <summary>Parts that a line must come near to; the others were read at a wrong peak.</summary>
    private const int LeastOnLine = 4;

    /// <summary>Slopes that are tried on either side of the line through the parts.</summary>
    private const int SlopeSteps = 8;

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
        var offsets = parts.ConvertAll(p => (p.Middle, p.Estimate.Offset));
        return Straight(offsets, ordered, estimate) ?? new ClockDrift(
            parts[parts.Count / 2].Estimate with { Samples = parts.Sum(p => p.Estimate.Samples) },
            [.. offsets.Select(p => Reading(p.Middle, p.Offset))]);
    }

    /// <summary>
    /// A line through most parts, and the offset read anew with the drift taken out; null where no line comes near to most of them.
    /// </summary>
    private static ClockDrift? Straight(
        List<(double At, double Offset)> parts, List<Lag> lags, Func<IEnumerable<Lag>, OffsetEstimate?> estimate)
    {
        var rough = MedianSlope(parts);
        var level0 = Median(parts.Select(p => p.Offset - (rough * p.At)));
        var near = parts.FindAll(p => Math.Abs(p.Offset - level0 - (rough * p.At)) <= 2 * LineTolerance);
        if (near.Count < LeastOnLine)
            return null;
        var (slope, mean, centre) = Line(near);
        if (near.Exists(p => Math.Abs(p.Offset - mean - (slope * (p.At - centre))) > 2 * LineTolerance))
            return null;
        var (first, last) = (lags[0].Stamp, lags[^1].Stamp);
        var step = LineTolerance / Math.Max(1, last - first) / 2;
        var (bestSlope, best) = (slope, default(OffsetEstimate?));
        for (var i = -SlopeSteps; i <= SlopeSteps; i++)
        {
            var tried = slope + (i * step);
            if (estimate(lags.Select(l => l with { Seconds = l.Seconds - (tried * (l.Stamp - centre)) })) is { } found
                && !(best?.LogLikelihood >= found.LogLikelihood))
                (bestSlope, best) = (tried, found);
        }

        if (best is not { } level)
            return null;
        slope = bestSlope;
        return new ClockDrift(
            level, [Reading(first, level.Offset + (slope * (first - centre))), Reading(last, level.Offset + (slope * (last - centre)))]);
    }

    /// <summary>Theil and Sen: the median of the slopes between all pairs, which a part read at a wrong peak does not move.</summary>
    private static double MedianSlope(List<(double At, double Offset)> parts) => Median(
        from one in parts
        from other in parts
        where one.At < other.At
        select (other.Offset - one.Offset) / (other.At - one.At));

    private static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToList();
        return ordered[ordered.Count / 2];
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
