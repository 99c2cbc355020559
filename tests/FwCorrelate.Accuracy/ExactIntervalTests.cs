// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Accuracy;

[TestClass]
public sealed class ExactIntervalTests
{
    /// <summary>Values of R's <c>binom.test</c>; with none of n, the upper end is 1 - 0.025^(1/n).</summary>
    [TestMethod]
    [DataRow(0, 3_000, 0.0, 0.00122888)]
    [DataRow(3_000, 3_000, 0.99877112, 1.0)]
    [DataRow(5, 10, 0.18708603, 0.81291397)]
    [DataRow(1, 20, 0.00126509, 0.24873278)]
    [DataRow(0, 1, 0.0, 0.975)]
    public void Of_KnownCounts_IsClopperAndPearsons(long hits, long of, double low, double high)
    {
        var interval = ExactInterval.Of(hits, of);

        Assert.AreEqual(low, interval.Low, 1e-7);
        Assert.AreEqual(high, interval.High, 1e-7);
    }

    [TestMethod]
    public void Of_Nothing_IsEverything() => Assert.AreEqual(new ExactInterval(0, 1), ExactInterval.Of(0, 0));

    [TestMethod]
    public void Of_ManyRecords_StaysAroundTheShare()
    {
        var interval = ExactInterval.Of(700_000, 1_000_000);

        Assert.IsTrue(interval.Low is > 0.699 and < 0.7 && interval.High is > 0.7 and < 0.701, interval.ToString());
    }
}
