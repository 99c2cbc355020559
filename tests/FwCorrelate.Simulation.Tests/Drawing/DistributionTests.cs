// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;

namespace FwCorrelate.Simulation.Tests.Drawing;

[TestClass]
public sealed class DistributionTests
{
    private const int Draws = 8_000;

    /// <summary>Kolmogorov's bound of the greatest difference at the level 0.001; one seed, so it holds or not for good.</summary>
    private static readonly double Bound = 1.95 / Math.Sqrt(Draws);

    [TestMethod]
    [DataRow("exponential(3s)")]
    [DataRow("uniform(2s, 5s)")]
    [DataRow("lognormal(8s, 0.9)")]
    [DataRow("normal(300s, 4s)")]
    [DataRow("pareto(2s, 1.4)")]
    [DataRow("pareto(40s, 0.8)")]
    [DataRow("mix(0.7 lognormal(6s, 0.7), 0.3 pareto(40s, 1.6))")]
    [DataRow("lognormal(180ms, 0.6) + mix(0.85 lognormal(60ms, 0.9), 0.15 pareto(1.2s, 2.2))")]
    public void Draw_ManyTimes_FollowsTheDistributionFunction(string text)
    {
        var distribution = DistributionText.Parse(text)!;
        var random = new SeededRandom(17);

        var drawn = Enumerable.Range(0, Draws).Select(_ => distribution.Draw(random)).Order().ToList();

        // A sum's function is an average over 24 quantiles: good to about a hundredth.
        var allowed = Bound + (distribution is Distribution.Sum ? 0.015 : 1e-6);
        for (var i = 0; i < Draws; i += 40)
            Assert.AreEqual((i + 0.5) / Draws, distribution.Cdf(drawn[i]), allowed, $"{text} at {drawn[i]}");
    }

    [TestMethod]
    public void Quantiles_OfADistribution_AreWhereItsFunctionSays()
    {
        var distribution = new Distribution.LogNormal(8, 0.9);

        Assert.AreEqual(8, distribution.Quantile(0.5), 1e-4);
        for (var i = 0; i < distribution.Quantiles.Count; i++)
            Assert.AreEqual((i + 0.5) / distribution.Quantiles.Count, distribution.Cdf(distribution.Quantiles[i]), 1e-6);
    }

    [TestMethod]
    public void Between_BeforeZero_IsImpossible()
    {
        var distribution = new Distribution.Exponential(2);

        Assert.AreEqual(0, distribution.Between(-5, 0));
        Assert.AreEqual(distribution.Cdf(1), distribution.Between(-5, 1), 1e-12);
    }
}
