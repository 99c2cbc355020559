// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using FwCorrelate.Statistics;

namespace FwCorrelate.Core.Tests.Statistics;

[TestClass]
public sealed class FisherTestTests
{
    /// <summary>The lady who tastes tea (Fisher 1935): all four cups right has the probability 1/70.</summary>
    [TestMethod]
    public void AtLeast_TheTastersTea_IsFishersOwnNumber()
    {
        Assert.AreEqual(1 / 70.0, FisherTest.AtLeast(4, 4, 4, 8), 1e-12);
        Assert.AreEqual(17 / 70.0, FisherTest.AtLeast(3, 4, 4, 8), 1e-12);
        Assert.AreEqual(1, FisherTest.AtLeast(0, 4, 4, 8));
    }

    [TestMethod]
    public void AtLeast_BeyondTheTableOfFactorials_AgreesWithWholeNumbers()
    {
        var exact = Enumerable.Range(12, 29).Aggregate(BigInteger.Zero, (sum, k) => sum + (Choose(300, k) * Choose(700, 40 - k)));
        Assert.AreEqual(Math.Exp(BigInteger.Log(exact) - BigInteger.Log(Choose(1_000, 40))), FisherTest.AtLeast(12, 40, 300, 1_000), 1e-9);
    }

    [TestMethod]
    public void AtLeast_MoreHitsThanThereAre_IsRefused() =>
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => FisherTest.AtLeast(5, 4, 4, 8));

    private static BigInteger Choose(int n, int k) =>
        Enumerable.Range(1, k).Aggregate(BigInteger.One, (product, i) => product * (n - k + i) / i);
}
