// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>
/// Whether bursts come at regular times, as a daemon's do: whether the gaps of each actor are closer to multiples of their middle than gaps
/// of the same total that chance divides. That they do not is a finding too.
/// </summary>
internal static class TimePatternTest
{
    private const int FewestGaps = 4;
    private const int MostGaps = 500;
    private const int MostMissed = 3;

    // A pattern is said of a few bursts already: one wrong in a hundred.
    private const double Level = 0.01;

    /// <param name="bursts">By start.</param>
    /// <param name="part">What the draws are for.</param>
    public static (TimePattern Pattern, double? Period) Of(IEnumerable<Burst> bursts, CoincidenceOptions options, string part)
    {
        var actors = bursts.GroupBy(b => b.Actor, StringComparer.Ordinal).Select(g => GapsOf([.. g.Take(MostGaps + 1)]))
            .Where(g => g.Length >= FewestGaps - 1).ToList();
        if (actors.Sum(a => a.Length) < FewestGaps)
            return (TimePattern.Unknown, null);
        var draws = SeededDraws.For(options.Seed, part + " pattern");
        var observed = actors.Sum(a => Irregularity([.. a.Select(g => g.Busy + g.Free)]));
        var asRegular = 0;
        for (var i = 0; i < options.Shifts; i++)
        {
            if (actors.Sum(a => Irregularity(Divided(a, draws))) <= observed)
                asRegular++;
        }

        if ((1.0 + asRegular) / (1 + options.Shifts) > Level)
            return (TimePattern.None, null);
        var periods = actors.Select(a => Middle([.. a.Select(g => g.Busy + g.Free)])).Order().ToList();
        return (TimePattern.Periodic, periods[periods.Count / 2]);
    }

    /// <summary>From start to start: what the burst and the gap that ends one take, and what chance could divide otherwise.</summary>
    private static (double Busy, double Free)[] GapsOf(List<Burst> bursts) =>
        [.. bursts.Zip(bursts.Skip(1), (a, b) => (a.End - a.Start + Burst.LongestGap, Math.Max(0, b.Start - a.End - Burst.LongestGap)))];

    private static double[] Divided((double Busy, double Free)[] gaps, SeededDraws draws)
    {
        // For each of very many draws.
        var (free, all) = (0.0, 0.0);
        var divided = new double[gaps.Length];
        for (var i = 0; i < gaps.Length; i++)
        {
            free += gaps[i].Free;
            divided[i] = draws.NextWait();
            all += divided[i];
        }

        for (var i = 0; i < gaps.Length; i++)
            divided[i] = gaps[i].Busy + (free * divided[i] / all);
        return divided;
    }

    /// <summary>Sum of the relative distances of gaps from one, two or three times their middle; a beat may have been missed.</summary>
    private static double Irregularity(double[] gaps)
    {
        var middle = Middle(gaps);
        var irregularity = 0.0;
        foreach (var gap in gaps)
        {
            var beats = Math.Clamp(Math.Round(gap / middle), 1, MostMissed);
            irregularity += Math.Abs((gap / beats) - middle) / middle;
        }

        return irregularity;
    }

    private static double Middle(double[] gaps)
    {
        double[] sorted = [.. gaps];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
