// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Simulation.Agents;

/// <summary>
/// How long tool calls take: like a log-normal distribution with median 10 s and sigma 0.8, cut at 120 s. Drawn from a table of
/// its quantiles, because logarithms and exponentials differ in the last bit between C libraries.
/// </summary>
internal static class ToolDurations
{
    /// <summary>Quantiles 0/16 to 16/16 in milliseconds; the last sixteenth ends at 60 s.</summary>
    private static readonly int[] Quantiles =
    [
        800, 2_931, 3_984, 4_918, 5_830, 6_764, 7_750, 8_818, 10_000, 11_341, 12_903, 14_785, 17_152, 20_334, 25_101, 34_120, 60_000,
    ];

    public static Duration Draw(SeededRandom random)
    {
        if (random.Chance(8))
            return random.Milliseconds(60_000, 120_000);

        var sixteenth = random.Between(0, Quantiles.Length - 1);
        return random.Milliseconds(Quantiles[sixteenth], Quantiles[sixteenth + 1]);
    }
}
