// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Tests;

[TestClass]
public sealed class SeededRandomTests
{
    [TestMethod]
    public void NextBits_SeedOfTheReferenceImplementation_GivesItsNumbers()
    {
        var random = new SeededRandom(1234567);

        ulong[] drawn = [random.NextBits(), random.NextBits(), random.NextBits()];

        CollectionAssert.AreEqual(new[] { 6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL }, drawn);
    }

    [TestMethod]
    public void Fork_AfterDraws_IsTheSameStream()
    {
        var (fresh, used) = (new SeededRandom(7), new SeededRandom(7));
        used.NextBits();

        Assert.AreEqual(fresh.Fork("ports").NextBits(), used.Fork("ports").NextBits());
        Assert.AreNotEqual(fresh.Fork("ports").NextBits(), fresh.Fork("pods").NextBits());
    }

    [TestMethod]
    public void Between_AnySeed_StaysInRangeAndReachesItsEnds()
    {
        var random = new SeededRandom(3);

        var drawn = Enumerable.Range(0, 2_000).Select(_ => random.Between(-2, 5)).ToHashSet();

        CollectionAssert.AreEquivalent(Enumerable.Range(-2, 7).ToList(), drawn.ToList());
    }

    [TestMethod]
    public void Hex_Length_IsExact()
    {
        foreach (var digits in new[] { 8, 12, 16, 32 })
            Assert.AreEqual(digits, new SeededRandom(1).Hex(digits).Length);
    }
}
