// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>The gamma function; of a whole number n, Γ(n + 1) is n!.</summary>
internal static class GammaFunction
{
    // Lanczos's coefficients for g = 7 and n = 9 (Godfrey, "A note on the computation of the convergent Lanczos complex gamma
    // approximation", 2001).
    private const double G = 7;

    private static readonly double[] Coefficients =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>Natural logarithm of Γ(x).</summary>
    /// <param name="x">At least 0.5.</param>
    public static double Log(double x)
    {
        var shifted = x - 1;
        var sum = Coefficients[0];
        for (var i = 1; i < Coefficients.Length; i++)
            sum += Coefficients[i] / (shifted + i);
        var t = shifted + G + 0.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((shifted + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
