// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Core.Tests.Statistics;

/// <summary>A short version of <c>FwCorrelate.Benchmarks coincidence</c>.</summary>
[TestClass]
public sealed class CoincidenceLevelsTests
{
    private const int Bursts = 12;
    private const int Runs = 60;

    [TestMethod]
    [DataRow(BurstOrigin.Independent, true)]
    [DataRow(BurstOrigin.Independent, false)]
    [DataRow(BurstOrigin.SharedPhases, true)]
    [DataRow(BurstOrigin.SharedPhases, false)]
    [DataRow(BurstOrigin.InStep, true)]
    [DataRow(BurstOrigin.InStep, false)]
    [DataRow(BurstOrigin.OneSandbox, true)]
    [DataRow(BurstOrigin.OneSandbox, false)]
    public void Test_WhereNoCallCausesAnything_RejectsNoMoreThanItsLevel(BurstOrigin origin, bool isExact)
    {
        var levels = CoincidenceLevels.Measure(origin, isExact, Bursts, Runs);
        Assert.IsGreaterThan(Runs / 2, levels.Tested);
        Assert.IsLessThanOrEqualTo(levels.MostByLevel, levels.Rejected);
        Assert.IsLessThanOrEqualTo(levels.MostByLevel, levels.LagsRejected);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Test_WhereCallsCauseHalf_MostlyFindsIt(bool isExact)
    {
        var levels = CoincidenceLevels.Measure(BurstOrigin.HalfCaused, isExact, 20, 60);
        Assert.IsGreaterThan(levels.Tested * 6 / 10, levels.Rejected);
        Assert.IsGreaterThan(levels.Tested / 2, levels.Concluded);
    }
}
