// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>
/// When a connection opens, given the call that makes it, and how a stamp tells it. The times are those of programs (decision record 0002)
/// and fixed; how often each way occurs is <see cref="DelayShares"/>.
/// </summary>
internal static class DelayModel
{
    private const double PromptSeconds = 0.8;
    private const double StartUpSeconds = 5;
    private const double SoonSeconds = 10;
    private const double LaterSeconds = 300;
    private const double MuchLaterSeconds = 3600;

    /// <summary>How long connections that are found standing have stood, about.</summary>
    private const double StandsSeconds = 3600;

    /// <summary>A call without an end runs on: for how long is not known.</summary>
    private const double OpenSeconds = 3600;

    /// <summary>Length of the shortest call, seconds: nothing runs for no time.</summary>
    private const double ShortestSeconds = 0.5;

    /// <summary>
    /// Densities, per second, of the stamp that is <paramref name="lag"/> behind the start of a call which makes the connection. A cause
    /// precedes its effect: beyond what the clock's early side allows there is none.
    /// </summary>
    /// <param name="lag">Stamp in true time minus call start, seconds.</param>
    /// <param name="doubt">Of the call's start, seconds.</param>
    public static DelayDensities Densities(double lag, in CallTiming call, in StampTiming stamp, double doubt)
    {
        var margin = stamp.Early + doubt;
        var isKnown = stamp.Spread > 0 && doubt <= stamp.Spread;
        var deviation = Math.Sqrt((stamp.Spread * stamp.Spread) + (doubt * doubt / 3));
        var prompt = isKnown ? Smoothed(call, lag - stamp.Shift, stamp.Granularity, deviation)
            : Average(call, lag - margin, lag + stamp.Granularity + margin);
        if (stamp.LateShare == 0 && stamp.OutlierShare == 0)
            return prompt;
        var late = stamp.LateShare == 0 ? default : Average(call, lag - stamp.Late - doubt, lag + stamp.Granularity + margin);
        var outlier = Average(call, lag - stamp.WorstLate - doubt, lag + stamp.Granularity + stamp.WorstEarly + doubt);
        return ((1 - stamp.LateShare - stamp.OutlierShare) * prompt) + (stamp.LateShare * late) + (stamp.OutlierShare * outlier);
    }

    /// <summary>
    /// Mean densities over the granularity, with what is open of the offset as a normal deviation: Gauss and Hermite's five nodes, where
    /// the density bends; elsewhere the middle one tells as much.
    /// </summary>
    private static DelayDensities Smoothed(in CallTiming call, double lag, double granularity, double deviation)
    {
        var reach = Nodes[^1].Node * deviation;
        if (lag > Flat && Math.Abs(lag - call.Length) > Flat + granularity)
            return Average(call, lag, lag + granularity);
        if (lag + granularity + reach <= 0)
            return default;
        var densities = default(DelayDensities);
        foreach (var (node, weight) in Nodes)
            densities += weight * Average(call, lag + (node * deviation), lag + granularity + (node * deviation));
        return densities;
    }

    /// <summary>
    /// Abramowitz and Stegun, Handbook of Mathematical Functions, table 25.10 (n = 5), for the normal distribution of deviation 1.
    /// </summary>
    private static readonly (double Node, double Weight)[] Nodes =
    [
        (-2.856970013872806, 0.0112574113277207), (-1.355626179974266, 0.2220759220056126), (0, 0.5333333333333333),
        (1.355626179974266, 0.2220759220056126), (2.856970013872806, 0.0112574113277207),
    ];

    /// <summary>Seconds from the start and the end of a call beyond which its density hardly bends within the deviation of a clock.</summary>
    private const double Flat = 3;

    /// <summary>
    /// Probability that a call which makes the connection has done so by <paramref name="lag"/> seconds after its start, and that it still
    /// stands.
    /// </summary>
    public static double Reached(double lag, in CallTiming call) =>
        DelayShares.Background.Density(Distributions(call, lag)) * Math.Exp(-Math.Max(0, lag) / StandsSeconds);

    /// <summary>Mean densities of the delay over an interval.</summary>
    private static DelayDensities Average(in CallTiming call, double from, double to)
    {
        if (to <= 0)
            return default;
        var difference = Distributions(call, to) + (-1 * Distributions(call, from));
        return 1 / (to - from) * difference;
    }

    private static DelayDensities Distributions(in CallTiming call, double delay)
    {
        if (delay <= 0)
            return default;
        var length = Math.Max(ShortestSeconds, call.IsOpen ? Math.Max(call.Length, OpenSeconds) : call.Length);
        var after = Math.Max(0, delay - length);
        return new DelayDensities(
            Until(delay, PromptSeconds), Until(delay, StartUpSeconds), Math.Min(1, delay / length), Until(after, SoonSeconds),
            Until(after, LaterSeconds),
            Until(after, MuchLaterSeconds));
    }

    private static double Until(double delay, double mean) => delay <= 0 ? 0 : 1 - Math.Exp(-delay / mean);
}

/// <summary>What the delay of a call's connections depends on.</summary>
/// <param name="Length">Seconds from its start to its end, or to the last sign of it.</param>
/// <param name="LeavesProcess">Whether its text leaves a process behind.</param>
internal readonly record struct CallTiming(double Length, bool IsOpen, bool LeavesProcess);

/// <summary>What a stamp tells of the opening: the numbers of <see cref="SourceClock"/> in seconds.</summary>
internal readonly record struct StampTiming(
    double Granularity, double Early, double Late, double LateShare, double OutlierShare, double WorstEarly, double WorstLate,
    double Shift, double Spread)
{
    /// <summary>No two clocks agree better than this, seconds.</summary>
    private const double LeastMargin = 0.02;

    public static StampTiming Of(SourceClock clock) => new(
        Math.Max(LeastMargin, clock.Granularity.TotalSeconds), Math.Max(LeastMargin, clock.Early.TotalSeconds), clock.Late.TotalSeconds,
        clock.LateShare, clock.OutlierShare,
        Math.Max(LeastMargin, clock.WorstEarly.TotalSeconds), clock.WorstLate.TotalSeconds, clock.CallShift.TotalSeconds,
        clock.StampDoubt > Duration.Zero ? 0 : clock.CallSpread.TotalSeconds);
}
