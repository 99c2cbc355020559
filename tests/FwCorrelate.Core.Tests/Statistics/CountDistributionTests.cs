// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Statistics;

namespace FwCorrelate.Core.Tests.Statistics;

[TestClass]
public sealed class CountDistributionTests
{
    [TestMethod]
    public void Sum_ZeroOrOneEach_IsThePoissonBinomialDistribution() => Gen.Int[0, 7].Array[1, 9].Sample(hitsOfEight =>
    {
        var sum = CountDistribution.Sum(hitsOfEight.Select(h => CountDistribution.Uniform([.. Enumerable.Range(0, 8).Select(i => i < h ? 1 : 0)])));
        for (var count = 0; count <= hitsOfEight.Length; count++)
        {
            var expected = 0.0;
            for (var subset = 0; subset < 1 << hitsOfEight.Length; subset++)
            {
                if (System.Numerics.BitOperations.PopCount((uint)subset) >= count)
                    expected += hitsOfEight.Index().Aggregate(1.0, (p, h) => p * (((subset >> h.Index) & 1) == 1 ? h.Item / 8.0 : 1 - (h.Item / 8.0)));
            }

            Assert.AreEqual(expected, sum.AtLeast(count), 1e-12);
        }
    });

    [TestMethod]
    public void Sum_CountsTogether_KeepWhatGoesTogether()
    {
        // Both or none: twice a coin is not two coins.
        var together = CountDistribution.Uniform([2, 0]);
        Assert.AreEqual(0.5, CountDistribution.Sum([together]).AtLeast(2), 1e-15);
        Assert.AreEqual(0.25, CountDistribution.Sum([CountDistribution.Uniform([1, 0]), CountDistribution.Uniform([1, 0])]).AtLeast(2), 1e-15);
        Assert.AreEqual(1, CountDistribution.Nothing.AtLeast(0));
    }

    /// <summary>The example of Benjamini and Hochberg's paper, adjusted by R's <c>p.adjust</c>.</summary>
    [TestMethod]
    public void Adjust_ThePapersExample_IsRs()
    {
        double[] values = [0.0278, 0.0001, 0.0095, 0.0004, 0.0019, 0.0201, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000];
        double[] expected = [0.06386, 0.0015, 0.035625, 0.003, 0.0095, 0.0603, 0.06386, 0.0645, 0.0765, 0.486, 0.58118, 0.714875, 0.75323, 0.813214, 1];
        foreach (var (adjusted, value) in FalseDiscovery.Adjust(values).Zip(expected))
            Assert.AreEqual(value, adjusted, 5e-5);
    }

    [TestMethod]
    public void Combine_TwoAtTheLevel_IsFishersTail()
    {
        var product = 0.05 * 0.05;
        Assert.AreEqual(product * (1 - Math.Log(product)), FalseDiscovery.Combine([0.05, 0.05]), 1e-12);
        Assert.AreEqual(0.3, FalseDiscovery.Combine([0.3]), 1e-12);
        Assert.ThrowsExactly<ArgumentException>(() => FalseDiscovery.Combine([0.5, 0]));
    }
}
