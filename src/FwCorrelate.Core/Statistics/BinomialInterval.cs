// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Statistics;

/// <summary>Clopper and Pearson's exact interval of a share (Biometrika 26, 1934), from quantiles of the beta distribution.</summary>
public readonly record struct BinomialInterval(double Low, double High)
{
    private const int Bisections = 60;

    // Relative error at which the continued fraction stops; and what stands for zero in it.
    private const double Accuracy = 1e-14;
    private const double Tiny = 1e-300;
    private const int MostTerms = 10_000;

    /// <summary>
    /// The interval that holds the true share in at least <paramref name="confidence"/> of all samples; all of 0 to 1 without trials.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="hits"/> is negative or more than
    /// <paramref name="trials"/>.</exception>
    public static BinomialInterval Of(long hits, long trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(hits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hits, trials);
        var tail = (1 - confidence) / 2;
        return new BinomialInterval(
            hits == 0 ? 0 : BetaQuantile(tail, hits, trials - hits + 1),
            hits == trials ? 1 : BetaQuantile(1 - tail, hits + 1, trials - hits));
    }

    /// <summary>
    /// The same of a share whose trials count for fewer than they are, since they are not independent: neither need be whole numbers.
    /// </summary>
    /// <param name="share">Hits over trials, 0 to 1.</param>
    /// <param name="trials">How many independent trials tell as much.</param>
    public static BinomialInterval OfEffective(double share, double trials, double confidence = 0.95)
    {
        var (tail, hits) = ((1 - confidence) / 2, share * trials);
        return new BinomialInterval(
            share <= 0 ? 0 : BetaQuantile(tail, hits, trials - hits + 1),
            share >= 1 ? 1 : BetaQuantile(1 - tail, hits + 1, trials - hits));
    }

    /// <summary>In percent, with two decimals.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{100 * Low:0.00}-{100 * High:0.00}");

    /// <summary>
    /// P(X &lt;= <paramref name="x"/>) of Beta(<paramref name="a"/>, <paramref name="b"/>): the regularised incomplete beta function.
    /// </summary>
    public static double Beta(double x, double a, double b)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        var front = Math.Exp(GammaFunction.Log(a + b) - GammaFunction.Log(a) - GammaFunction.Log(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));

        // The fraction converges fast on this side of the mean only.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(1 - x, b, a) / b);
    }

    internal static double BetaQuantile(double probability, double a, double b)
    {
        double low = 0, high = 1;
        for (var i = 0; i < Bisections; i++)
        {
            var middle = (low + high) / 2;
            if (Beta(middle, a, b) < probability)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>By Lentz's method (Press et al., "Numerical Recipes", 6.4).</summary>
    private static double Fraction(double x, double a, double b)
    {
        double c = 1, d = Inverse(1 - ((a + b) * x / (a + 1))), result = d;
        for (var m = 1; m <= MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = Inverse(1 + (even * d));
            c = NotZero(1 + (even / c));
            result *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = Inverse(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            result *= d * c;
            if (Math.Abs((d * c) - 1) < Accuracy)
                break;
        }

        return result;
    }

    private static double Inverse(double value) => 1 / NotZero(value);

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
