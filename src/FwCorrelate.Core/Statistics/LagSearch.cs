// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>
/// Whether bursts would coincide better if the clocks were off: the count in windows at each lag of a fixed grid. Chance may choose its lag
/// on the same grid, so that looking at many finds nothing that is not there.
/// </summary>
internal static class LagSearch
{
    private const double Widest = 600;
    private const int WidestHours = 14;

    // Of many bursts a finer grid would tell no more, and cost minutes: shifts times bursts times lags.
    private const long MostCounted = 400_000_000;
    private const int MostBursts = 2_000;
    private const int Resamples = 400;
    private static readonly double[] Steps = [5, 10, 20, 30, 60];

    /// <summary>Null where there is no burst.</summary>
    public static LagProfile? Of(IReadOnlyList<PlacedBurst> bursts, WindowChoice choice, CoincidenceOptions options, string part)
    {
        var sample = Thinned(bursts, MostBursts);
        var lags = LagsFor(sample.Count, options.Shifts);
        var test = new BlockShiftTest(sample, choice, options);
        if (test.Count == 0)
            return null;
        var (counts, pValue) = test.Profile(lags, part + " lags");
        var best = BestOf(lags, counts);
        var profile = new LagProfile(lags, counts, test.Count, lags[best], pValue, null, null);
        return pValue <= options.Level && !profile.IsWholeHours ? WithInterval(profile, sample, choice, options, part) : profile;
    }

    /// <summary>At most so many, evenly spaced.</summary>
    public static IReadOnlyList<PlacedBurst> Thinned(IReadOnlyList<PlacedBurst> bursts, int most) =>
        bursts.Count <= most ? bursts : [.. Enumerable.Range(0, most).Select(i => bursts[(int)((long)i * bursts.Count / most)])];

    private static double[] LagsFor(int bursts, int shifts)
    {
        var step = Steps.FirstOrDefault(s => (2 * Widest / s) * bursts * shifts <= MostCounted, Steps[^1]);
        var near = Enumerable.Range(0, (int)(2 * Widest / step) + 1).Select(i => (i * step) - Widest);
        var hours = Enumerable.Range(1, WidestHours).Select(h => h * 3600.0).ToList();
        return [.. hours.Select(h => -h).Reverse(), .. near, .. hours];
    }

    private static int BestOf(double[] lags, int[] counts)
    {
        var best = 0;
        for (var i = 1; i < lags.Length; i++)
        {
            if (counts[i] > counts[best] || (counts[i] == counts[best] && Math.Abs(lags[i]) < Math.Abs(lags[best])))
                best = i;
        }

        return best;
    }

    /// <summary>Bursts are drawn again and again, with replacement: where 95 % of the draws have their best lag.</summary>
    private static LagProfile WithInterval(
        LagProfile profile, IReadOnlyList<PlacedBurst> bursts, WindowChoice choice, CoincidenceOptions options, string part)
    {
        double[] lags = [.. profile.Lags.Where(l => Math.Abs(l) <= Widest)];
        var hits = bursts.Select(b => choice.PlaceOf(b)).Index().Where(p => p.Item is not null)
            .Select(p => HitsOf(bursts[p.Index].Start, p.Item!.Value, lags)).ToList();
        var draws = SeededDraws.For(options.Seed, part + " interval");
        var bests = new double[Resamples];
        var counts = new int[lags.Length];
        for (var i = 0; i < Resamples; i++)
        {
            Array.Clear(counts);
            for (var j = 0; j < hits.Count; j++)
            {
                var drawn = hits[draws.Below(hits.Count)];
                for (var k = 0; k < counts.Length; k++)
                    counts[k] += drawn[k];
            }

            bests[i] = lags[BestOf(lags, counts)];
        }

        Array.Sort(bests);
        return profile with { Low = bests[Resamples / 40], High = bests[Resamples - 1 - (Resamples / 40)] };
    }

    private static int[] HitsOf(double time, in WindowChoice.Place place, double[] lags)
    {
        var hits = new int[lags.Length];
        place.Windows.CountCovered(time, lags, hits);
        return hits;
    }
}
