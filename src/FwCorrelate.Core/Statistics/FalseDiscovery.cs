// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>What several tests of one case amount to together.</summary>
public static class FalseDiscovery
{
    /// <summary>
    /// Benjamini and Hochberg's adjusted values (J. R. Stat. Soc. B 57, 1995), in the order given: calling all up to a level significant
    /// leaves on average at most that share of them wrong.
    /// </summary>
    public static IReadOnlyList<double> Adjust(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var adjusted = new double[values.Count];
        var lowest = 1.0;
        foreach (var (rank, index) in Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ThenBy(i => i).Index().Reverse())
            adjusted[index] = lowest = Math.Min(lowest, values[index] * values.Count / (rank + 1));
        return adjusted;
    }

    /// <summary>
    /// Fisher's combination of independent tests: -2 sum ln p is chi-squared with 2 m degrees of freedom, whose tail has a closed form.
    /// </summary>
    /// <exception cref="ArgumentException">There is no value, or one is not in (0, 1].</exception>
    public static double Combine(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0 || values.Any(v => v is not (> 0 and <= 1)))
            throw new ArgumentException("Each p-value lies in (0, 1], and there is at least one.", nameof(values));
        var half = -values.Sum(Math.Log);
        double term = Math.Exp(-half), sum = term;
        for (var k = 1; k < values.Count; k++)
            sum += term *= half / k;
        return Math.Min(1, sum);
    }
}
