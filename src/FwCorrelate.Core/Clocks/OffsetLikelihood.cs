// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Clocks;

/// <summary>An offset with its 95 % interval, seconds.</summary>
/// <param name="Delay">Mean delay between a call's start and its connection, as fitted.</param>
/// <param name="LogLikelihood">Of the lags around the peak, at the best offset.</param>
/// <param name="CallOffset">Stamp minus call start of what connects at once: the offset with the start-up time that all programs
/// share.</param>
/// <param name="Spread">Standard deviation of <paramref name="CallOffset"/>, as far as the sample leaves it open.</param>
internal readonly record struct OffsetEstimate(
    double Offset, double Lowest, double Highest, double Delay, int Samples, double LogLikelihood, double CallOffset, double Spread)
{
    public double HalfWidth => (Highest - Lowest) / 2;
}

/// <summary>
/// Reads an offset from the lags around a peak: for each offset, the likelihood that the lags are a share of delays behind it and a flat
/// rest, over all shapes of delay. The interval is that of the posterior under a flat prior.
/// </summary>
internal static class OffsetLikelihood
{
    private const double Around = 8;
    private const double SearchAround = 2.5;
    private const int Rounds = 6;

    /// <summary>Below it stamps count as exact, seconds.</summary>
    private const double FinestGranularity = 0.04;

    /// <summary>
    /// Time that even the fastest program takes from the call's stamp to its first packet: at most this, seconds. No data tell it from an
    /// offset.
    /// </summary>
    private const double LongestStartUp = 0.4;

    /// <summary>What the clocks of a call's host and of a sensor wander against each other unseen, seconds.</summary>
    private const double Wander = 0.05;

    public static OffsetEstimate Read(LagHistogram lags, LagPeak peak, double granularity)
    {
        var grain = Math.Max(granularity, FinestGranularity);
        var first = LagHistogram.BinOf(peak.Lag - Around);
        var counts = new int[(int)(2 * Around / LagHistogram.Width)];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = lags[first + i];
        var low = LagHistogram.BinOf(peak.Lag - SearchAround) - first;
        var high = LagHistogram.BinOf(peak.Lag + SearchAround) - first;
        var (logs, delays) = Scan(counts, DelayShape.All(grain), low, high);
        return Summarise(logs, delays, low + first, (int)peak.Excess);
    }

    /// <summary>Log-likelihood by offset and shape, summed over shapes, with the mean delay that each offset goes with.</summary>
    private static (double[] Logs, double[] Delays) Scan(int[] counts, IReadOnlyList<DelayShape> shapes, int low, int high)
    {
        var seen = Enumerable.Range(0, counts.Length).Where(i => counts[i] > 0).ToArray();
        var (logs, delays) = (new double[high - low], new double[high - low]);
        var densities = new double[seen.Length];
        Parallel.For(0, logs.Length, () => new double[seen.Length], (place, _, buffer) =>
        {
            var byShape = new double[shapes.Count];
            for (var shape = 0; shape < shapes.Count; shape++)
            {
                for (var i = 0; i < seen.Length; i++)
                    buffer[i] = shapes[shape][seen[i] - (low + place)];
                byShape[shape] = LogLikelihood(counts, seen, buffer);
            }

            var best = byShape.Max();
            var sum = byShape.Sum(l => Math.Exp(l - best));
            logs[place] = best + Math.Log(sum);
            delays[place] = shapes.Select((s, i) => s.Mean * Math.Exp(byShape[i] - best)).Sum() / sum;
            return buffer;
        }, _ => { });
        return (logs, delays);
    }

    /// <summary>At the best share of lags that follow the shape, found by expectation and maximisation.</summary>
    private static double LogLikelihood(int[] counts, int[] seen, double[] densities)
    {
        const double Flat = 1 / (2 * Around);
        var share = 0.3;
        var total = seen.Sum(i => counts[i]);
        for (var round = 0; round < Rounds; round++)
        {
            var tied = 0.0;
            for (var i = 0; i < seen.Length; i++)
                tied += counts[seen[i]] * share * densities[i] / ((share * densities[i]) + ((1 - share) * Flat));
            share = Math.Clamp(tied / total, 0.01, 0.99);
        }

        var log = 0.0;
        for (var i = 0; i < seen.Length; i++)
            log += counts[seen[i]] * Math.Log((share * densities[i]) + ((1 - share) * Flat));
        return log;
    }

    private static OffsetEstimate Summarise(double[] logs, double[] delays, int firstBin, int samples)
    {
        var best = logs.Max();
        var weights = Array.ConvertAll(logs, l => Math.Exp(l - best));
        var total = weights.Sum();
        var (mean, delay) = (0.0, 0.0);
        for (var i = 0; i < weights.Length; i++)
        {
            mean += weights[i] / total * LagHistogram.LagOf(firstBin + i);
            delay += weights[i] / total * delays[i];
        }

        var variance = weights.Select((w, i) => w / total * Math.Pow(LagHistogram.LagOf(firstBin + i) - mean, 2)).Sum();
        return new OffsetEstimate(mean - (LongestStartUp / 2), At(0.025) - Wander - LongestStartUp, At(0.975) + LagHistogram.Width + Wander,
            delay, samples, best, mean + (LagHistogram.Width / 2), Math.Sqrt(variance + (Wander * Wander)));

        double At(double quantile)
        {
            var sum = 0.0;
            for (var i = 0; i < weights.Length; i++)
            {
                sum += weights[i] / total;
                if (sum >= quantile)
                    return LagHistogram.LagOf(firstBin + i);
            }

            return LagHistogram.LagOf(firstBin + weights.Length - 1);
        }
    }
}
