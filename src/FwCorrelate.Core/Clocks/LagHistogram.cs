// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Clocks;

/// <summary>
/// How often a connection is stamped so many seconds after a call of its sandbox began, over all pairs within reach. Pairs without
/// any tie fall everywhere; those of cause and effect fall together at the offset of the clock.
/// </summary>
internal sealed class LagHistogram
{
    /// <summary>Width of a bin, seconds.</summary>
    public const double Width = 0.02;

    /// <summary>Longest lag either way, seconds: a clock that is further off, and not by whole hours, keeps no time.</summary>
    public const double Reach = 900;

    private const int Bins = (int)(2 * Reach / Width);
    private readonly int[] _counts = new int[Bins];

    public long Total { get; private set; }

    public static int BinOf(double lag) => (int)Math.Floor((lag + Reach) / Width);

    /// <summary>Lower edge of a bin, seconds.</summary>
    public static double LagOf(int bin) => (bin * Width) - Reach;

    public int this[int bin] => (uint)bin < Bins ? _counts[bin] : 0;

    public void Add(double lag)
    {
        var bin = BinOf(lag);
        if ((uint)bin >= Bins)
            return;
        _counts[bin]++;
        Total++;
    }

    /// <summary>
    /// Where the lags pile up: the window of <paramref name="width"/> seconds that holds the most, if it stands out from what lies around
    /// it and from every other one; null where nothing does.
    /// </summary>
    public LagPeak? Peak(double width)
    {
        var window = Math.Max(1, (int)(width / Width));
        var sums = WindowSums(window);
        var best = Array.IndexOf(sums, sums.Max());
        var around = Around(sums, best, window);
        var deviation = (sums[best] - around) / Math.Sqrt(Math.Max(1, around));
        if (sums[best] < LeastConnections || deviation < LeastDeviation)
            return null;
        var second = SecondBest(sums, best, window);
        return sums[best] - around < DominanceOverSecond * (second - around) ? null
            : new LagPeak(LagOf(best), sums[best] - around, deviation);
    }

    private int[] WindowSums(int window)
    {
        var sums = new int[Bins - window];
        var sum = 0;
        for (var i = 0; i < window; i++)
            sum += _counts[i];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = sum;
            sum += _counts[i + window] - _counts[i];
        }

        return sums;
    }

    /// <summary>Median of what windows around the best one hold.</summary>
    private static double Around(int[] sums, int best, int window)
    {
        var around = new List<int>();
        for (var step = 3; step < 60; step++)
        {
            if (best - (step * window) >= 0)
                around.Add(sums[best - (step * window)]);
            if (best + (step * window) < sums.Length)
                around.Add(sums[best + (step * window)]);
        }

        around.Sort();
        return around.Count == 0 ? 0 : around[around.Count / 2];
    }

    private static int SecondBest(int[] sums, int best, int window)
    {
        var second = 0;
        var apart = Math.Max(3 * window, (int)(SecondPeakApart / Width));
        for (var i = 0; i < sums.Length; i++)
        {
            if (Math.Abs(i - best) > apart)
                second = Math.Max(second, sums[i]);
        }

        return second;
    }

    // As many standard deviations as hardly any of ten thousand windows of a flat histogram reaches.
    private const double LeastDeviation = 8;
    private const int LeastConnections = 12;
    private const double DominanceOverSecond = 1.5;

    /// <summary>Nearer peaks are one: a program that connects again some seconds later.</summary>
    private const double SecondPeakApart = 8;
}

/// <summary>A pile of lags.</summary>
/// <param name="Lag">Lower edge of the window, seconds.</param>
/// <param name="Excess">Lags beyond what lies around.</param>
/// <param name="Deviation">In standard deviations of what lies around.</param>
internal readonly record struct LagPeak(double Lag, double Excess, double Deviation);
