// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;
using FwCorrelate.Simulation.Oracle;

namespace FwCorrelate.Simulation.Tests.Drawing;

[TestClass]
public sealed class StartLagTests
{
    private static readonly StartLag Lag = new(new Distribution.Exponential(1.5), 0.2, 0.1, new Distribution.LogNormal(20, 1));

    [TestMethod]
    [DataRow(0.4)]
    [DataRow(9.0)]
    [DataRow(60.0)]
    public void Draw_ManyTimes_FallsIntoWindowsAsOftenAsTheOracleSays(double length)
    {
        const int Draws = 20_000;
        var random = new SeededRandom(3);
        var odds = new StartOdds(Lag);

        var drawn = Enumerable.Range(0, Draws).Select(_ => Lag.Draw(random, length)).ToList();

        foreach (var (from, to) in ((double, double)[])[(0, 0.5), (0.5, 2), (2, 5), (5, 20), (20, 60), (60, 120)])
        {
            var expected = odds.Between(from, to, length);
            Assert.AreEqual(expected, drawn.Count(d => d > from && d <= to) / (double)Draws, 4 * Math.Sqrt((expected + 1e-4) / Draws), $"({from}, {to}]");
        }
    }

    [TestMethod]
    public void Between_AllTimes_IsCertain() => Assert.AreEqual(1, new StartOdds(Lag).Between(0, 3_600, 10), 2e-3);
}
