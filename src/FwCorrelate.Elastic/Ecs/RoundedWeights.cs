// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// Weights with 4 decimals that sum to exactly 1.0000 with the weight of "none" (design, section 6), by the method of the largest
/// remainder: every weight is cut to 4 decimals, and the ten-thousandths left over go to those that lost most, earlier ones first.
/// </summary>
public sealed class RoundedWeights
{
    private const int Whole = 10_000;

    private static readonly RoundedWeights WithoutCandidates = new([], 1.0000m);

    private RoundedWeights(decimal[] candidates, decimal none) => (Candidates, None) = (candidates, none);

    /// <summary>In the order given.</summary>
    public IReadOnlyList<decimal> Candidates { get; }

    public decimal None { get; }

    /// <summary>Weights that are negative or no numbers count as 0; if nothing is left, "none" takes all.</summary>
    public static RoundedWeights Of(IReadOnlyList<double> candidates, double none)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        if (candidates.Count == 0)
            return WithoutCandidates;
        double[] weights = [.. candidates.Select(Proper), Proper(none)];
        var sum = weights.Sum();
        if (sum <= 0)
            return new RoundedWeights([.. candidates.Select(_ => 0.0000m)], 1.0000m);
        var exact = Array.ConvertAll(weights, w => w / sum * Whole);
        var units = Array.ConvertAll(exact, e => (int)e);
        var left = Whole - units.Sum();
        foreach (var i in Enumerable.Range(0, exact.Length).OrderByDescending(i => exact[i] - units[i]).Take(left))
            units[i]++;
        var rounded = Array.ConvertAll(units, Decimals);
        return new RoundedWeights(rounded[..^1], rounded[^1]);
    }

    private static double Proper(double weight) => weight > 0 && double.IsFinite(weight) ? weight : 0;

    private static decimal Decimals(int units) => new(units, 0, 0, false, 4);
}
