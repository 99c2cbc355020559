// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>
/// Shares of its calls that a text may make act: a grid on which beliefs of them are masses that sum to 1. What was seen multiplies them, so
/// that any text's belief is exact up to the grid.
/// </summary>
internal static class ShareGrid
{
    /// <summary>None, then about three for a factor of ten; no text acts surely.</summary>
    private static readonly double[] Nodes = [0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 0.6, 0.9];

    public static int Length => Nodes.Length;

    /// <summary>As much on each share that is not 0: what few texts do may be rare or usual with them.</summary>
    /// <param name="mean">The share that it gives a call of which nothing else is known; at most 0.18.</param>
    public static double[] Believed(double mean)
    {
        var each = mean / Nodes.Sum();
        return [1 - (each * (Nodes.Length - 1)), .. Enumerable.Repeat(each, Nodes.Length - 1)];
    }

    /// <summary>Log-likelihood of so many calls that were not seen to act.</summary>
    public static double[] Idle(double calls) => Array.ConvertAll(Nodes, share => -share * calls);

    /// <summary>Adds to a log-likelihood that something happened which calls of the text may have done.</summary>
    /// <param name="ratio">Its likelihood if each call of the text did it, over that if none did.</param>
    /// <param name="times">How many times it counts; negative takes it back.</param>
    public static void Add(Span<double> logLikelihood, double ratio, double times)
    {
        for (var i = 0; i < Nodes.Length; i++)
            logLikelihood[i] += times * Math.Log(1 + (Nodes[i] * ratio));
    }

    /// <summary>Adds that one call more, or less, was not seen to act.</summary>
    public static void AddIdle(Span<double> logLikelihood, double calls)
    {
        for (var i = 0; i < Nodes.Length; i++)
            logLikelihood[i] -= calls * Nodes[i];
    }

    /// <summary>Masses after what was seen.</summary>
    public static double[] Posterior(ReadOnlySpan<double> masses, ReadOnlySpan<double> logLikelihood)
    {
        var posterior = new double[Nodes.Length];
        var most = MostOf(logLikelihood);
        var total = 0.0;
        for (var i = 0; i < posterior.Length; i++)
            total += posterior[i] = masses[i] * Math.Exp(logLikelihood[i] - most);
        for (var i = 0; i < posterior.Length; i++)
            posterior[i] = total > 0 ? posterior[i] / total : masses[i];
        return posterior;
    }

    /// <summary>Logarithm of the likelihood under the masses.</summary>
    public static double LogMean(ReadOnlySpan<double> masses, ReadOnlySpan<double> logLikelihood)
    {
        var most = MostOf(logLikelihood);
        var total = 0.0;
        for (var i = 0; i < masses.Length; i++)
            total += masses[i] * Math.Exp(logLikelihood[i] - most);
        return most + Math.Log(total);
    }

    /// <summary>Expected share after what was seen.</summary>
    public static double Mean(ReadOnlySpan<double> masses, ReadOnlySpan<double> logLikelihood)
    {
        var most = MostOf(logLikelihood);
        var (total, sum) = (0.0, 0.0);
        for (var i = 0; i < Nodes.Length; i++)
        {
            var mass = masses[i] * Math.Exp(logLikelihood[i] - most);
            total += mass;
            sum += mass * Nodes[i];
        }

        return total > 0 ? sum / total : 0;
    }

    private static double MostOf(ReadOnlySpan<double> logLikelihood)
    {
        var most = double.NegativeInfinity;
        foreach (var value in logLikelihood)
            most = Math.Max(most, value);
        return most;
    }
}
