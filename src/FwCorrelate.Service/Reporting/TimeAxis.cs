// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Service.Reporting;

/// <summary>A stretch of time laid on a stretch of pixels.</summary>
internal sealed class TimeAxis
{
    private const int MostTicks = 7;

    private static readonly Duration[] Steps =
    [
        .. new[] { 1, 2, 5, 10, 20, 50, 100, 200, 500 }.Select(m => Duration.FromMilliseconds(m)),
        .. new[] { 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000 }
            .Select(s => Duration.FromSeconds(s)),
    ];

    // A stamp beyond them is no time of a case, and would shrink all others to nothing.
    private static readonly Instant First = Instant.FromUtc(1972, 1, 1, 0, 0);
    private static readonly Instant Last = Instant.FromUtc(2200, 1, 1, 0, 0);

    private readonly double _left;
    private readonly double _width;
    private readonly double _nanoseconds;

    /// <param name="end">After <paramref name="start"/>.</param>
    public TimeAxis(Instant start, Instant end, double left, double width)
    {
        (Start, End, _left, _width) = (start, end, left, width);
        _nanoseconds = (end - start).TotalNanoseconds;
        Step = Steps.FirstOrDefault(s => _nanoseconds / s.TotalNanoseconds <= MostTicks, Steps[^1]);
    }

    /// <summary>Whether a picture can show a span.</summary>
    public static bool CanShow(Instant from, Instant to) => from > First && to < Last && from <= to;

    public Instant Start { get; }

    public Instant End { get; }

    /// <summary>Between two ticks.</summary>
    public Duration Step { get; }

    /// <summary>The pixel of a time; times beyond the ends are drawn at the ends.</summary>
    public double At(Instant instant) =>
        _left + (_width * Math.Clamp((instant - Start).TotalNanoseconds / _nanoseconds, 0, 1));

    /// <summary>
    /// Round times of the zone for an axis between 1970 and 2262, at most a screenful: none where even the widest step is too fine.
    /// </summary>
    public IEnumerable<Instant> Ticks(Offset offset)
    {
        if (_nanoseconds / Step.TotalNanoseconds > MostTicks)
            yield break;
        var step = Step.ToInt64Nanoseconds();
        // Whole nanoseconds: a double is off by hundreds of them at today's distance from 1970, and would label ticks a second early.
        var past = ((Start - NodaConstants.UnixEpoch).ToInt64Nanoseconds() + offset.Nanoseconds) % step;
        for (var tick = Start + Duration.FromNanoseconds((step - past) % step); tick <= End; tick += Step)
            yield return tick;
    }
}
