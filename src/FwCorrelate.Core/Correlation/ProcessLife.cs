// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Commands;

namespace FwCorrelate.Correlation;

/// <summary>Whether the process behind an earlier connection is still there.</summary>
internal static class ProcessLife
{
    private const double EndsWithItsConnection = 0.01;

    /// <summary>That programs which open no connections by themselves leave a process that does.</summary>
    public const double LeavesNoProcess = 0.02;

    /// <summary>That a call leaves a process whose text does not say so.</summary>
    public const double MayOutlive = 0.3;

    /// <summary>A process that has outlived its call or its connection's loss dies in the end: hours.</summary>
    private const double LifeSeconds = 7200;

    /// <summary>Probability that the process is there at a time.</summary>
    /// <param name="call">That made it; null for causes that are no call.</param>
    /// <param name="lastEnd">When its last connection ended, seconds since the epoch.</param>
    /// <param name="time">Seconds since the epoch.</param>
    public static double Alive(CallFacts? call, double lastEnd, double time)
    {
        if (time <= lastEnd)
            return 1;
        var lives = Math.Exp(-(time - lastEnd) / LifeSeconds);
        if (call is null)
            return lives;
        if (call.RunsAt(time))
            return 1;
        if (call.Reading.ConnectsOnce)
            return EndsWithItsConnection * lives;

        // A call whose processes were not seen to outlive it, and one whose text makes them.
        return call.Timing.LeavesProcess || lastEnd > call.End + 1 ? lives : LeavesNoProcess * lives;
    }

    /// <summary>Probability that a call, of whose connections nothing was seen yet, has a process at a time.</summary>
    public static double AliveUnseen(CallFacts call, double time) => call.RunsAt(time) || call.Timing.LeavesProcess ? 1
        : call.Reading.Ability == NetworkAbility.Inert ? LeavesNoProcess : call.Reading.ConnectsOnce ? EndsWithItsConnection : MayOutlive;
}
