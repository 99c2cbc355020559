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

    private static double LogChoose(int n, int k) => LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    // By Stirling's series beyond the table: its error is below 1e-13 there.
    private static double LogFactorial(int n)
    {
        if (n < Table.Length)
            return Table[n];
        var x = n + 1.0;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x));
    }

    private static readonly double[] Table = MakeTable();

    private static double[] MakeTable()
    {
        var table = new double[257];
        for (var n = 1; n < table.Length; n++)
            table[n] = table[n - 1] + Math.Log(n);
        return table;
    }
}
