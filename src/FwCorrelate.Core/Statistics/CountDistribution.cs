// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>How likely each count of bursts within windows is while nothing ties them to calls.</summary>
public sealed class CountDistribution
{
    private readonly double[] _chances;

    private CountDistribution(double[] chances) => _chances = chances;

    /// <summary>By count, from 0; they sum to 1.</summary>
    public IReadOnlyList<double> Chances => _chances;

    /// <summary>The count that is always 0.</summary>
    public static CountDistribution Nothing { get; } = new([1]);

    /// <summary>Each of the counts with the same chance.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static CountDistribution Uniform(IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        if (counts.Count == 0)
            throw new ArgumentException("A distribution needs a count.", nameof(counts));
        var chances = new double[counts.Max() + 1];
        foreach (var count in counts)
            chances[count] += 1.0 / counts.Count;
        return new CountDistribution(chances);
    }

    /// <summary>
    /// The sum of independent counts. Where each is 0 or 1 it is the Poisson binomial distribution: d'[k] = d[k] (1 - q) + d[k - 1] q for
    /// each q.
    /// </summary>
    public static CountDistribution Sum(IEnumerable<CountDistribution> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        double[] sum = [1];
        foreach (var count in counts)
        {
            var next = new double[sum.Length + count._chances.Length - 1];
            for (var j = 0; j < count._chances.Length; j++)
            {
                var chance = count._chances[j];
                for (var i = 0; chance > 0 && i < sum.Length; i++)
                    next[i + j] += sum[i] * chance;
            }

            sum = next;
        }

        return new CountDistribution(sum);
    }

    /// <summary>Probability of <paramref name="count"/> or more: the p-value of that count.</summary>
    public double AtLeast(int count)
    {
        // From the smallest terms up, so that they are not lost beside the large ones.
        var sum = 0.0;
        for (var k = _chances.Length - 1; k >= Math.Max(0, count); k--)
            sum += _chances[k];
        return Math.Min(1, sum);
    }
}
