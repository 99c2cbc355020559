// SPDX-License-Identifier: Apache-2.0
using NodaTime;
using NodaTime.HighPerformance;

namespace FwCorrelate.Clocks;

/// <summary>How coarse stamps are.</summary>
public static class StampGranularity
{
    /// <summary>Usual steps, milliseconds, longest first.</summary>
    private static readonly long[] Steps = [60_000, 10_000, 1000, 100, 10, 1];

    /// <summary>Stamps of whole minutes that a log of whole seconds would show by chance once in 60 to the power of it.</summary>
    private const int LeastStampsForMinutes = 4;

    /// <summary>The longest usual step that all stamps are multiples of; zero where they are finer, or there are none.</summary>
    public static Duration Of(IEnumerable<Instant64> stamps)
    {
        ArgumentNullException.ThrowIfNull(stamps);
        var (step, count) = (0, 0);
        foreach (var stamp in stamps)
        {
            count++;
            while (step < Steps.Length && stamp.ToUnixTimeTicks() % (Steps[step] * NodaConstants.TicksPerMillisecond) != 0)
                step++;
        }

        if (count == 0 || step == Steps.Length)
            return Duration.Zero;
        return Duration.FromMilliseconds(count < LeastStampsForMinutes ? Math.Min(Steps[step], 1000) : Steps[step]);
    }
}
