// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Accuracy.Levels;

/// <summary>Number of successes of independent trials, each with a chance of its own.</summary>
internal static class PoissonBinomial
{
    /// <summary>Probability of at least <paramref name="count"/> successes, by convolution.</summary>
    public static double AtLeast(IReadOnlyList<double> chances, int count)
    {
        var distribution = new double[chances.Count + 1];
        distribution[0] = 1;
        for (var i = 0; i < chances.Count; i++)
        {
            for (var k = i + 1; k >= 0; k--)
                distribution[k] = (distribution[k] * (1 - chances[i])) + (k > 0 ? distribution[k - 1] * chances[i] : 0);
        }

        return distribution.Skip(count).Sum();
    }
}
