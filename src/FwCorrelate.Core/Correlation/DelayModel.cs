// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Clocks;

namespace FwCorrelate.Correlation;

/// <summary>
/// When a connection opens, given the call that makes it, and how a stamp tells it. Decision record 0002 derives the shares; they say
/// what programs do, and are fixed before any case is looked at.
/// </summary>
internal static class DelayModel
{
    /// <summary>Delays of a foreground call: most programs connect when they start, some while they run, few processes are left.</summary>
    private static readonly Shares Foreground = new(0.52, 0.10, 0.345, 0.025, 0.01, 0);

    /// <summary>Delays of a call whose text leaves a process behind.</summary>
    private static readonly Shares Background = new(0.50, 0.15, 0.15, 0.12, 0.06, 0.02);

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
    /// Density, per second, of the stamp that is <paramref name="lag"/> behind the start of a call which makes the connection. A cause
    /// precedes its effect: beyond what the clock's early side allows there is none.
    /// </summary>
    /// <param name="lag">Stamp in true time minus call start, seconds.</param>
    /// <param name="doubt">Of the call's start, seconds.</param>
    public static double Density(double lag, in CallTiming call, in StampTiming stamp, double doubt)
    {
        var margin = stamp.Early + doubt;
        var prompt = Average(call, lag - margin, lag + stamp.Granularity + margin);
        if (stamp.LateShare == 0 && stamp.OutlierShare == 0)
            return prompt;
        var late = Average(call, lag - stamp.Late - doubt, lag + stamp.Granularity + margin);
        var outlier = Average(call, lag - stamp.WorstLate - doubt, lag + stamp.Granularity + stamp.WorstEarly + doubt);
        return ((1 - stamp.LateShare - stamp.OutlierShare) * prompt) + (stamp.LateShare * late) + (stamp.OutlierShare * outlier);
    }

    /// <summary>Probability that a call which makes the connection has done so by <paramref name="lag"/> seconds after its start, and that it still stands.</summary>
    public static double Reached(double lag, in CallTiming call) => Distribution(call, lag) * Math.Exp(-Math.Max(0, lag) / StandsSeconds);

    /// <summary>Mean density of the delay over an interval.</summary>
    private static double Average(in CallTiming call, double from, double to) =>
        to <= 0 ? 0 : (Distribution(call, to) - Distribution(call, from)) / (to - from);

    private static double Distribution(in CallTiming call, double delay)
    {
        if (delay <= 0)
            return 0;
        var shares = call.LeavesProcess ? Background : Foreground;
        var length = Math.Max(ShortestSeconds, call.IsOpen ? Math.Max(call.Length, OpenSeconds) : call.Length);
        var sum = (shares.Prompt * Until(delay, PromptSeconds)) + (shares.StartUp * Until(delay, StartUpSeconds))
            + (shares.Running * Math.Min(1, delay / length));
        var after = delay - length;
        if (after <= 0)
            return sum;
        return sum + (shares.Soon * Until(after, SoonSeconds)) + (shares.Later * Until(after, LaterSeconds)) + (shares.MuchLater * Until(after, MuchLaterSeconds));
    }

    private static double Until(double delay, double mean) => 1 - Math.Exp(-delay / mean);

    /// <param name="Prompt">At once.</param>
    /// <param name="StartUp">After what large programs take to start.</param>
    /// <param name="Running">At any time while it runs.</param>
    /// <param name="Soon">By processes that outlive it: seconds after its end,</param>
    /// <param name="Later">minutes after,</param>
    /// <param name="MuchLater">hours after.</param>
    private readonly record struct Shares(double Prompt, double StartUp, double Running, double Soon, double Later, double MuchLater);
}

/// <summary>What the delay of a call's connections depends on.</summary>
/// <param name="Length">Seconds from its start to its end, or to the last sign of it.</param>
/// <param name="LeavesProcess">Whether its text leaves a process behind.</param>
internal readonly record struct CallTiming(double Length, bool IsOpen, bool LeavesProcess);

/// <summary>What a stamp tells of the opening: the numbers of <see cref="SourceClock"/> in seconds.</summary>
internal readonly record struct StampTiming(
    double Granularity, double Early, double Late, double LateShare, double OutlierShare, double WorstEarly, double WorstLate)
{
    public static StampTiming Of(SourceClock clock) => new(
        clock.Granularity.TotalSeconds, clock.Early.TotalSeconds, clock.Late.TotalSeconds, clock.LateShare, clock.OutlierShare,
        clock.WorstEarly.TotalSeconds, clock.WorstLate.TotalSeconds);
}
