// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Simulation.Rome;

/// <summary>When things happen: training steps of 600 s, of which the first 360 s are rollout. Step 0 begins with the log.</summary>
internal static class RomeClock
{
    public const int FirstStep = -1;
    public const int LastStep = 14;

    /// <summary>The run's own number of step 0.</summary>
    public const int GlobalStepOfZero = 41;

    public static readonly Instant LogStart = Instant.FromUtc(2026, 1, 20, 5, 0);
    public static readonly Instant LogEnd = LogStart + Duration.FromMinutes(160);
    public static readonly Duration Step = Duration.FromSeconds(600);
    public static readonly Duration Rollout = Duration.FromSeconds(360);

    /// <summary>Zone of the naive stamps: UTC+8 all year.</summary>
    public static readonly DateTimeZone Zone = DateTimeZone.ForOffset(Offset.FromHours(8));

    public static Instant StartOf(int step) => LogStart + (Step * step);
}
