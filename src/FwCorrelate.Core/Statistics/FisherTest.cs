// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>Fisher's exact test ("The design of experiments", 1935) of one part of a whole.</summary>
public static class FisherTest
{
    /// <summary>
    /// Probability that a part of <paramref name="part"/> of <paramref name="all"/> things holds at least
    /// <paramref name="hitsInPart"/> of the <paramref name="hits"/> that stand out, if chance deals them.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The numbers fit no such part.</exception>
    public static double AtLeast(int hitsInPart, int part, int hits, int all)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hitsInPart);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hitsInPart, Math.Min(part, hits));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Max(part, hits), all);
        if (hitsInPart <= Math.Max(0, part + hits - all))
            return 1;
        var sum = 0.0;
        for (var k = hitsInPart; k <= Math.Min(part, hits); k++)
            sum += Math.Exp(LogChoose(hits, k) + LogChoose(all - hits, part - k) - LogChoose(all, part));
        return Math.Min(1, sum);
    }

    private static double LogChoose(int n, int k) => GammaFunction.Log(n + 1.0) - GammaFunction.Log(k + 1.0) - GammaFunction.Log(n - k + 1.0);
}
