// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Accuracy;

/// <summary>Clopper and Pearson's exact 95 % interval of a share (Biometrika 26, 1934), by bisection on the binomial distribution.</summary>
internal readonly record struct ExactInterval(double Low, double High)
{
    private const double Tail = 0.025;

    public static ExactInterval Of(long hits, long of)
    {
        if (of == 0)
            return new ExactInterval(0, 1);
        var low = hits == 0 ? 0 : Solve(p => 1 - AtMost(hits - 1, of, p), Tail, rises: true);
        var high = hits == of ? 1 : Solve(p => AtMost(hits, of, p), Tail, rises: false);
        return new ExactInterval(low, high);
    }

    private static double Solve(Func<double, double> probability, double target, bool rises)
    {
        double low = 0, high = 1;
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (probability(middle) < target == rises)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }

    /// <summary>P(X ≤ k) of Bin(n, p): terms are summed from the largest down, in logarithms.</summary>
    private static double AtMost(long k, long n, double p)
    {
        if (p <= 0)
            return 1;
        if (p >= 1)
            return k >= n ? 1 : 0;
        var mode = (long)((n + 1) * p);
        return k < mode ? SumDown(k, n, p) : 1 - SumUp(k + 1, n, p);
    }

    private static double SumDown(long k, long n, double p)
    {
        var term = Math.Exp(LogTerm(k, n, p));
        var sum = 0.0;
        for (var i = k; i >= 0 && term > sum * 1e-17; i--)
        {
            sum += term;
            term *= i * (1 - p) / ((n - i + 1) * p);
        }

        return sum;
    }

    private static double SumUp(long k, long n, double p)
    {
        var term = k > n ? 0 : Math.Exp(LogTerm(k, n, p));
        var sum = 0.0;
        for (var i = k; i <= n && term > sum * 1e-17; i++)
        {
            sum += term;
            term *= (n - i) * p / ((i + 1) * (1 - p));
        }

        return sum;
    }

    private static double LogTerm(long k, long n, double p) =>
        LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k) + (k * Math.Log(p)) + ((n - k) * Math.Log(1 - p));

    /// <summary>Stirling's series, exact sums below 32.</summary>
    private static double LogFactorial(long n)
    {
        if (n < 32)
            return Enumerable.Range(2, (int)Math.Max(0, n - 1)).Sum(i => Math.Log(i));
        double x = n;
        return ((x + 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x));
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{100 * Low:0.00}-{100 * High:0.00}");
}
