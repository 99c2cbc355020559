// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Correlation;

namespace FwCorrelate.Core.Tests.Correlation;

[TestClass]
public sealed class ShareGridTests
{
    private static readonly Gen<(double Ratio, double Times)[]> Seen =
        Gen.Select(Gen.Double[0, 1e9], Gen.Double[0.01, 1]).Array[0, 30];

    [TestMethod]
    public void Mean_OfWhatIsBelievedBeforehand_IsWhatWasGiven() => Gen.Double[0, 0.18].Sample(mean =>
        Assert.AreEqual(mean, ShareGrid.Mean(ShareGrid.Believed(mean), ShareGrid.Idle(0)), 1e-12));

    [TestMethod]
    public void Posterior_WhateverWasSeen_SumsToOneAndKeepsItsMeanWithinTheGrid() => Gen.Select(Seen, Gen.Double[0, 1e6]).Sample(seen =>
    {
        var posterior = ShareGrid.Posterior(ShareGrid.Believed(0.02), LogOf(seen.Item1, seen.Item2));
        Assert.AreEqual(1, posterior.Sum(), 1e-9);
        var mean = ShareGrid.Mean(posterior, ShareGrid.Idle(0));
        Assert.IsTrue(mean is >= 0 and <= 0.9, $"{mean}");
    });

    [TestMethod]
    public void Add_TakenBack_LeavesWhatWasThere() => Gen.Select(Seen, Gen.Double[0, 1e6]).Sample(seen =>
    {
        var before = LogOf(seen.Item1, 5);
        var log = (double[])before.Clone();
        ShareGrid.Add(log, seen.Item2, 1);
        ShareGrid.Add(log, seen.Item2, -1);
        for (var i = 0; i < log.Length; i++)
            Assert.AreEqual(before[i], log[i], 1e-9 * (1 + Math.Abs(before[i])));
    });

    [TestMethod]
    public void Mean_MoreCallsThatDidNothing_IsLess()
    {
        var believed = ShareGrid.Believed(0.02);
        Gen.Select(Gen.Double[0, 1000], Gen.Double[0.1, 1000]).Sample(calls => Assert.IsLessThan(
            ShareGrid.Mean(believed, ShareGrid.Idle(calls.Item1)), ShareGrid.Mean(believed, ShareGrid.Idle(calls.Item1 + calls.Item2))));
    }

    private static double[] LogOf((double Ratio, double Times)[] seen, double idle)
    {
        var log = ShareGrid.Idle(idle);
        foreach (var (ratio, times) in seen)
            ShareGrid.Add(log, ratio, times);
        return log;
    }
}
