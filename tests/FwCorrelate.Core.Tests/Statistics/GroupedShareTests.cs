// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Statistics;

namespace FwCorrelate.Core.Tests.Statistics;

[TestClass]
public sealed class GroupedShareTests
{
    private const int Runs = 2_000;

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void Of_GroupsOfOne_IsClopperAndPearson()
    {
        var share = GroupedShare.Of([.. Enumerable.Range(0, 40).Select(i => (i < 3 ? 1 : 0, 1))]);
        Assert.AreEqual(BinomialInterval.Of(3, 40), share.Interval);
        Assert.AreEqual((3, 40, 40, 40.0), (share.Hits, share.Trials, share.Groups, share.EffectiveTrials));
    }

    [TestMethod]
    public void Of_NothingSeen_SaysNothing() => Assert.AreEqual(new BinomialInterval(0, 1), GroupedShare.Of([]).Interval);

    [TestMethod]
    public void Of_NoHitInGroups_BoundsAsIfEachGroupWereOneEpisode() =>
        Assert.AreEqual(
            BinomialInterval.Of(0, 10).High, GroupedShare.Of([.. Enumerable.Repeat((0, 8), 10)]).Interval.High, 1e-12);

    [TestMethod]
    public void Of_GroupsThatAreAllAlike_CountsGroups()
    {
        var share = GroupedShare.Of([.. Enumerable.Range(0, 60).Select(i => (i % 3 == 0 ? 8 : 0, 8))]);
        Assert.IsLessThan(66, share.EffectiveTrials);
    }

    [TestMethod]
    public void Of_MoreHitsThanTrials_IsRefused() => Assert.ThrowsExactly<ArgumentException>(() => GroupedShare.Of([(2, 1)]));

    /// <summary>2,000 runs with a known rate each: the 95 % interval holds the rate in at least 95 %, less what 2,000 runs can tell.</summary>
    [TestMethod]
    [DataRow(0.02, 0.0, 40, 8)]
    [DataRow(0.02, 0.3, 40, 8)]
    [DataRow(0.05, 1.0, 60, 4)]
    [DataRow(0.1, 0.1, 20, 8)]
    [DataRow(0.1, 0.5, 20, 8)]
    [DataRow(0.3, 0.0, 10, 16)]
    [DataRow(0.3, 0.5, 12, 8)]
    [DataRow(0.5, 0.3, 30, 8)]
    [DataRow(0.01, 0.5, 200, 8)]
    public void Interval_OfSimulatedGroups_HoldsItsLevel(double rate, double likeness, int groups, int size)
    {
        var draws = SeededDraws.For(7, FormattableString.Invariant($"{rate} {likeness} {groups} {size}"));
        var (held, width) = (0, 0.0);
        for (var run = 0; run < Runs; run++)
        {
            var interval = GroupedShare.Of([.. Enumerable.Range(0, groups).Select(_ => Group(rate, likeness, size, draws))]).Interval;
            held += interval.Low <= rate && rate <= interval.High ? 1 : 0;
            width += interval.High - interval.Low;
        }

        TestContext.WriteLine(FormattableString.Invariant(
            $"rate {rate}, likeness {likeness}, {groups} groups of {size}: held in {100.0 * held / Runs:0.0} %, mean width {width / Runs:0.000}"));
        Assert.IsGreaterThanOrEqualTo(0.95, BinomialInterval.Of(held, Runs, 0.999).High);
    }

    // With probability `likeness` the whole group does what one draw says, else each episode draws for itself: the correlation within
    // groups is then the square of it, and the rate is the rate.
    private static (int Hits, int Trials) Group(double rate, double likeness, int size, SeededDraws draws)
    {
        var (together, hits) = (draws.NextShare() < rate, 0);
        for (var i = 0; i < size; i++)
            hits += draws.NextShare() < likeness ? together ? 1 : 0 : draws.NextShare() < rate ? 1 : 0;
        return (hits, size);
    }
}
