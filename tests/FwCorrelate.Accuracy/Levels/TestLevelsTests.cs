// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation;

namespace FwCorrelate.Accuracy.Levels;

/// <summary>
/// Tests of coincidence keep their level where calls and traffic only share a cause, and find what calls do. The wrong one shows that both
/// are there to be found.
/// </summary>
[TestClass]
public sealed class TestLevelsTests
{
    private const int Runs = 300;
    private const double Level = 0.05;

    [TestMethod]
    public void Tests_WhereCallsAndTrafficShareACause_RejectNoMoreThanTheirLevel()
    {
        foreach (var (test, rejected, tested) in Measure("common-cause"))
        {
            Assert.IsGreaterThan(Runs / 2, tested);
            if (test == new BinomialTest().Name)
                Assert.IsGreaterThan(0.3, (double)rejected / tested, test);
            else
                Assert.IsLessThanOrEqualTo(Level + (1.96 * Math.Sqrt(Level * (1 - Level) / tested)), (double)rejected / tested, test);
        }
    }

    [TestMethod]
    public void Tests_WhereCallsCauseHalf_MostlyReject()
    {
        foreach (var (test, rejected, tested) in Measure("half-caused"))
            Assert.IsGreaterThan(0.6, (double)rejected / tested, test);
    }

    [TestMethod]
    public void AtLeast_EqualChances_IsTheBinomialTail()
    {
        Assert.AreEqual(1, PoissonBinomial.AtLeast([0.3, 0.3, 0.3], 0), 1e-12);
        Assert.AreEqual((3 * 0.09 * 0.7) + 0.027, PoissonBinomial.AtLeast([0.3, 0.3, 0.3], 2), 1e-12);
        Assert.AreEqual(0.2 * 0.9, PoissonBinomial.AtLeast([0.2, 0.9], 2), 1e-12);
    }

    private static IReadOnlyList<(string Test, long Rejected, long Tested)> Measure(string scenario) =>
        TestLevels.Measure(FileScenario.Shipped.First(s => s.Name == scenario), Runs);
}
