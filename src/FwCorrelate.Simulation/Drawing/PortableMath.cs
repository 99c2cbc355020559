// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Drawing;

/// <summary>
/// Exponential, logarithm and the normal distribution made of additions, multiplications, divisions and square roots alone: IEEE 754 fixes
/// these to the last bit, while C libraries differ in the others, and one seed must give the same bytes on every machine.
/// </summary>
internal static class PortableMath
{
    private const double Ln2 = 0.693147180559945309417;

    /// <summary>e to the power of x, good to about 1e-15.</summary>
    public static double Exp(double x)
    {
        if (x < -700)
            return 0;
        if (x > 700)
            return double.PositiveInfinity;
        var halvings = (int)Math.Floor((x / Ln2) + 0.5);
        var rest = x - (halvings * Ln2);
        double sum = 1, term = 1;
        for (var i = 1; i < 20; i++)
            sum += term *= rest / i;
        return Math.ScaleB(sum, halvings);
    }

    /// <summary>Natural logarithm of a positive number, by the series of atanh.</summary>
    public static double Log(double x)
    {
        var exponent = Math.ILogB(x);
        var mantissa = Math.ScaleB(x, -exponent);
        var ratio = (mantissa - 1) / (mantissa + 1);
        double square = ratio * ratio, power = ratio, sum = 0;
        for (var i = 1; i < 36; i += 2)
        {
            sum += power / i;
            power *= square;
        }

        return (2 * sum) + (exponent * Ln2);
    }

    /// <summary>
    /// Probability that a standard normal variable is at most <paramref name="z"/>, to 7.5e-8 (Abramowitz and Stegun, 26.2.17).
    /// </summary>
    public static double NormalCdf(double z)
    {
        var t = 1 / (1 + (0.2316419 * Math.Abs(z)));
        var polynomial = t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        var tail = Exp(-z * z / 2) / 2.5066282746310002 * polynomial;
        return z >= 0 ? 1 - tail : tail;
    }

    /// <summary>A standard normal variable (Marsaglia's polar method).</summary>
    public static double Normal(SeededRandom random)
    {
        while (true)
        {
            var (u, v) = ((2 * random.NextUnit()) - 1, (2 * random.NextUnit()) - 1);
            var s = (u * u) + (v * v);
            if (s is > 0 and < 1)
                return u * Math.Sqrt(-2 * Log(s) / s);
        }
    }
}
