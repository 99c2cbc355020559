// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Clocks;

/// <summary>
/// A shape that the delay between a call's start and its connection may have, seen through a stamp that is rounded down: Erlang
/// distributions, from one that peaks at once to one that hardly anything undercuts. Which one a case follows is not known; a
/// clock's offset is weighed over all of them, so that a start-up time that all programs share widens its interval.
/// </summary>
internal sealed class DelayShape
{
    private static readonly double[] Means = [0.05, 0.1, 0.2, 0.4, 0.8, 1.6];
    private static readonly int[] Stages = [1, 2, 4];
    private readonly double[] _densities;

    private DelayShape(int stages, double mean, double granularity)
    {
        Mean = mean;
        _densities = new double[2 * Reach];
        for (var i = 0; i < _densities.Length; i++)
        {
            var delay = (i - Reach + 0.5) * LagHistogram.Width;
            _densities[i] = (Distribution(stages, mean, delay + granularity) - Distribution(stages, mean, delay)) / granularity;
        }
    }

    /// <summary>Bins on either side of no delay.</summary>
    private const int Reach = 1024;

    /// <summary>Mean delay, seconds.</summary>
    public double Mean { get; }

    /// <summary>Density of a lag that lies <paramref name="bins"/> behind the offset, per second.</summary>
    public double this[int bins] => (uint)(bins + Reach) < (uint)_densities.Length ? _densities[bins + Reach] : 0;

    /// <param name="granularity">Of the stamps, seconds, above 0.</param>
    public static IReadOnlyList<DelayShape> All(double granularity) =>
        [.. Stages.SelectMany(stages => Means.Select(mean => new DelayShape(stages, mean, granularity)))];

    /// <summary>Erlang's distribution function: 1 − Σ exp(−x) x^i / i!, i below the number of stages.</summary>
    private static double Distribution(int stages, double mean, double delay)
    {
        if (delay <= 0)
            return 0;
        var x = delay * stages / mean;
        var (term, sum) = (1.0, 1.0);
        for (var i = 1; i < stages; i++)
            sum += term *= x / i;
        return 1 - (Math.Exp(-x) * sum);
    }
}
