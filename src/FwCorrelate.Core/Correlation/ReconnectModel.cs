// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Correlation;

/// <summary>
/// How soon what has lost its connection opens the next, and how often what holds one opens another, by family: learnt from the contacts of
/// the case that continue an earlier one.
/// </summary>
internal sealed class ReconnectModel
{
    // Retries: at once, after a back-off, on the next round of a schedule.
    private const double AtOnceShare = 0.45;
    private const double AtOnceSeconds = 8;
    private const double BackOffShare = 0.35;
    private const double BackOffSeconds = 60;
    private const double ScheduleSeconds = 600;

    // Believed before the case tells: two connections in five are followed by another; one more in half an hour beside an open one.
    private const double UsualFollowed = 2;
    private const double UsualEnded = 5;
    private const double UsualBeside = 1.0 / 3;
    private const double UsualOpenSeconds = 600;

    /// <summary>How far a process that holds a connection is one that may open the next.</summary>
    private const double BesideOpen = 0.3;

    private readonly Dictionary<int, Counts> _families = [];

    /// <summary>Counts a connection that ended.</summary>
    public void AddConnection(int family, double openSeconds)
    {
        ref var counts = ref Of(family);
        counts.Ended++;
        counts.OpenSeconds += openSeconds;
    }

    /// <summary>Counts the part of a contact that continues an earlier one.</summary>
    /// <param name="gap">Seconds since the earlier one ended; negative while it is open.</param>
    public void AddContinuation(int family, double gap, double share)
    {
        ref var counts = ref Of(family);
        if (gap < 0)
            counts.Beside += share;
        else
            counts.Followed += share;
    }

    /// <summary>Rate, per second, of the next connection of a process that is alive.</summary>
    /// <param name="gap">Seconds since its last connection ended; negative while it is open.</param>
    public double Rate(int family, double gap)
    {
        var counts = _families.GetValueOrDefault(family);
        if (gap < 0)
            return (UsualBeside + counts.Beside) / (UsualOpenSeconds + counts.OpenSeconds);
        return Followed(family) * ((AtOnceShare * Math.Exp(-gap / AtOnceSeconds) / AtOnceSeconds) + (BackOffShare * Math.Exp(-gap / BackOffSeconds) / BackOffSeconds)
            + ((1 - AtOnceShare - BackOffShare) * Math.Exp(-gap / ScheduleSeconds) / ScheduleSeconds));
    }

    /// <summary>Probability that the next connection of a process is still to come.</summary>
    /// <param name="gap">Seconds since its last connection ended; negative while it is open.</param>
    public double StillToCome(int family, double gap)
    {
        if (gap < 0)
            return BesideOpen;
        var followed = Followed(family);
        var waits = followed * ((AtOnceShare * Math.Exp(-gap / AtOnceSeconds)) + (BackOffShare * Math.Exp(-gap / BackOffSeconds))
            + ((1 - AtOnceShare - BackOffShare) * Math.Exp(-gap / ScheduleSeconds)));
        return waits / (waits + 1 - followed);
    }

    private double Followed(int family)
    {
        var counts = _families.GetValueOrDefault(family);
        return Math.Min(0.98, (UsualFollowed + counts.Followed) / (UsualEnded + counts.Ended));
    }

    private ref Counts Of(int family) => ref CollectionsMarshal.GetValueRefOrAddDefault(_families, family, out _);

    private struct Counts
    {
        public double Ended;
        public double OpenSeconds;
        public double Followed;
        public double Beside;
    }
}
