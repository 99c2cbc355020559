// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Statistics;

namespace FwCorrelate.Core.Tests.Statistics;

[TestClass]
public sealed class BinomialIntervalTests
{
    /// <summary>By summing the binomial distribution.</summary>
    [TestMethod]
    [DataRow(0, 0, 0, 1)]
    [DataRow(0, 1, 0, 0.975)]
    [DataRow(1, 20, 0.00126509, 0.24873278)]
    [DataRow(0, 3_000, 0, 0.00122888)]
    [DataRow(3_000, 3_000, 0.99877112, 1)]
    [DataRow(0, 10, 0, 0.3084971)]
    [DataRow(5, 10, 0.1870860, 0.8129140)]
    [DataRow(10, 10, 0.6915029, 1)]
    [DataRow(1, 1000, 0.00002531748, 0.005558926)]
    [DataRow(81, 263, 0.2527367, 0.3676400)]
    public void Of_KnownSamples_IsTheExactInterval(int hits, int trials, double low, double high)
    {
        var interval = BinomialInterval.Of(hits, trials);
        Assert.AreEqual(low, interval.Low, 2e-5);
        Assert.AreEqual(high, interval.High, 2e-5);
    }

    [TestMethod]
    public void Of_ManyTrials_StaysAroundTheShare()
    {
        var interval = BinomialInterval.Of(700_000, 1_000_000);
        Assert.IsTrue(interval is { Low: > 0.699 and < 0.7, High: > 0.7 and < 0.701 }, interval.ToString());
    }

    [TestMethod]
    public void Beta_AnyShape_IsTheTailOfTheBinomial() => Gen.Select(Gen.Int[1, 60], Gen.Int[1, 60], Gen.Double[0.001, 0.999]).Sample((hits, misses, share) =>
    {
        var trials = hits + misses - 1;
        double term = Math.Pow(1 - share, trials), below = 0;
        for (var k = 0; k < hits; k++)
        {
            below += term;
            term *= (trials - k) * share / ((k + 1) * (1 - share));
        }

        Assert.AreEqual(1 - below, BinomialInterval.Beta(share, hits, misses), 1e-9);
    });

    [TestMethod]
    public void RateRatio_HalfWithinATenthOfTheTime_IsNine()
    {
        var rates = RateRatio.Of(5, 10, 0.1)!.Value;
        Assert.AreEqual(9, rates.Ratio, 1e-9);
        Assert.AreEqual(9 * 0.187086 / (1 - 0.187086), rates.Low, 1e-3);
        Assert.AreEqual(9 * 0.812914 / (1 - 0.812914), rates.High, 1e-3);
        Assert.AreEqual(8.0 / 9, rates.AttributableShare, 1e-9);
    }

    [TestMethod]
    public void RateRatio_AllWithin_HasOnlyALowerLimit()
    {
        var rates = RateRatio.Of(10, 10, 0.5)!.Value;
        Assert.IsTrue(double.IsPositiveInfinity(rates.Ratio) && double.IsPositiveInfinity(rates.High));
        Assert.AreEqual(0.6915029 / (1 - 0.6915029), rates.Low, 1e-3);
        Assert.AreEqual(1, rates.AttributableShare);
        Assert.IsNull(RateRatio.Of(10, 10, 1));
        Assert.IsNull(RateRatio.Of(0, 0, 0.5));
    }
}
