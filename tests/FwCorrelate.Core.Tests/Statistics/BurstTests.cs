// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Statistics;

namespace FwCorrelate.Core.Tests.Statistics;

[TestClass]
public sealed class BurstTests
{
    private static readonly Gen<BurstMatch[]> Matches = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 5000], Gen.Int[0, 400])
        .Select((actor, start, length) => new BurstMatch($"a{actor}", [$"s{actor}"], true, start, start + length)).Array[0, 40];

    [TestMethod]
    public void Of_AnyOrder_IsTheSame() => Gen.Select(Matches, Gen.Int[0, 1000]).Sample((matches, seed) =>
    {
        var draws = new SeededDraws(seed);
        var mixed = matches.Select(m => (m, draws.NextShare())).OrderBy(m => m.Item2).Select(m => m.m);
        CollectionAssert.AreEqual(Texts(Burst.Of(matches)), Texts(Burst.Of(mixed)));
    });

    [TestMethod]
    public void Of_AnyMatches_SeparatesThemWhereNothingHappensForLonger() => Matches.Sample(matches =>
    {
        var bursts = Burst.Of(matches);
        Assert.AreEqual(matches.Length, bursts.Sum(b => b.Matches));
        foreach (var actor in bursts.GroupBy(b => b.Actor))
        {
            foreach (var (earlier, later) in actor.Zip(actor.Skip(1)))
                Assert.IsGreaterThan(Burst.LongestGap, later.Start - earlier.End);
        }
    });

    [TestMethod]
    public void Of_MatchesFiveMinutesApart_IsOneBurst()
    {
        var bursts = Burst.Of([new("a", ["s"], true, 0, 10), new("a", ["s"], true, 310, 310), new("b", ["s"], true, 5, 5), new("a", ["s"], true, 611, 611)]);
        CollectionAssert.AreEqual(new[] { (0.0, 310.0, 2), (5, 5, 1), (611, 611, 1) }, bursts.Select(b => (b.Start, b.End, b.Matches)).ToArray());
    }

    [TestMethod]
    public void Of_AnAddressThatChangesHands_HasNoIdentity()
    {
        var burst = Burst.Of([new("a", ["s1"], true, 0, 1), new("a", ["s2"], true, 60, 61)]).Single();
        CollectionAssert.AreEqual(new[] { "s1", "s2" }, burst.Sandboxes.ToArray());
        Assert.IsFalse(burst.HasIdentity);
    }

    private static string[] Texts(IEnumerable<Burst> bursts) => [.. bursts.Select(b => $"{b.Actor} {b.Start} {b.End} {b.Matches} {string.Join(',', b.Sandboxes)}")];
}
