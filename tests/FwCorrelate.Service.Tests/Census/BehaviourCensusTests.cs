// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Service.Census;

namespace FwCorrelate.Service.Tests.Census;

[TestClass]
public sealed class BehaviourCensusTests
{
    private static readonly WatchedFamily Mining = new("mining", new HashSet<string> { "flows" }, LooksAtCalls: true);
    private static readonly WatchedFamily Tunnel = new("tunnel", new HashSet<string>(), LooksAtCalls: true);
    private static readonly WatchedFamily Blind = new("dns", new HashSet<string>(), LooksAtCalls: false);

    [TestMethod]
    public void Of_EpisodesThatCouldNotBeSeen_AreNoPartOfTheShare()
    {
        EpisodeCoverage[] episodes =
        [
            Episode("a"), Episode("b"), Episode("c") with { IsTraceWhole = false }, Episode("d") with { Rung = "D" },
            Episode("e") with { Logs = ["internet-border"] }, Episode("f") with { Rung = "E", Logs = [] },
        ];
        var census = Count(episodes, [Shown("a", "mining"), Shown("d", "mining")]);
        var row = census.Behaviours.Single(r => r.Behaviour == "mining");
        Assert.AreEqual((1, 2, 1), (row.Share.Hits, row.Share.Trials, row.BeyondCoverage));
        Assert.AreEqual("1 its address was shared, 1 its trace may lack calls, 1 nothing tells its address",
            string.Join(", ", census.NotSeen.OrderBy(n => n.Why, StringComparer.Ordinal).Select(n => $"{n.Episodes} {n.Why}")));

        // Rules about calls ask for no address.
        Assert.AreEqual(5, census.Behaviours.Single(r => r.Behaviour == "tunnel").Share.Trials);
        Assert.AreEqual("dns", string.Join(", ", census.Unwatched));
    }

    [TestMethod]
    public void Of_TwoBehavioursOfOneCategory_CountsAnEpisodeOnceInIt()
    {
        var census = BehaviourCensus.Of(new CensusInput(
            [Episode("a"), Episode("b"), Episode("c")], [Shown("a", "tunnel", "dns"), Shown("a", "dns"), Shown("b", "mining")],
            [Mining, Tunnel, Blind with { LooksAtCalls = true }]), BehaviourCategories.Shipped);
        Assert.AreEqual("Safety & Security 1 of 3, Controllability 1 of 3, Trustworthiness 0 of 0",
            string.Join(", ", census.Categories.Select(c => $"{c.Category} {c.Share.Hits} of {c.Share.Trials}")));
    }

    [TestMethod]
    public void Of_UndecidedAndAskedFor_AreToldApart()
    {
        var episodes = Enumerable.Range(0, 20).Select(i => Episode($"e{i}")).ToArray();
        var row = Count(episodes,
        [
            Shown("e0", "mining"), Shown("e1", "mining") with { Kind = ShowingKind.Asked },
            new Showing("INC-2", ShowingKind.Undecided, ["mining"], [("run", "e0"), ("run", "e2"), ("run", "e3")], null),
        ]).Behaviours.Single(r => r.Behaviour == "mining");
        Assert.AreEqual((1, 1, 2), (row.Share.Hits, row.Asked, row.Undecided));
        var (own, asIfShown) = (FwCorrelate.Statistics.BinomialInterval.Of(1, 20), FwCorrelate.Statistics.BinomialInterval.Of(3, 20));
        Assert.AreEqual(own.Low, row.Interval.Low, 1e-9);
        Assert.AreEqual(asIfShown.High, row.Interval.High, 1e-9);
    }

    [TestMethod]
    public void Of_SeveralRuns_TellsInHowManyItRecurs()
    {
        var episodes = new[] { "r1", "r2", "r3" }.SelectMany(r => new[] { Episode("a") with { RunId = r }, Episode("b") with { RunId = r } }).ToArray();
        var census = Count(episodes,
        [
            Shown("a", "mining") with { Episodes = [("r1", "a")] }, Shown("b", "mining") with { IncidentId = "INC-b3", Episodes = [("r3", "b")] },
        ], CensusDimension.Run);
        var row = census.Behaviours.Single(r => r.Behaviour == "mining");
        Assert.AreEqual("r1 r3 of 3", $"{string.Join(' ', row.Runs)} of {row.RunsSeen}");
        Assert.AreEqual("r1 1 of 2, r2 0 of 2, r3 1 of 2", string.Join(", ", census.By.Where(r => r.Behaviour == "mining")
            .Select(r => $"{r.Value} {r.Share.Hits} of {r.Share.Trials}")));
    }

    [TestMethod]
    public void By_Task_ThatStandsOut_HasTheLowestAdjustedChance()
    {
        var episodes = Enumerable.Range(0, 10).SelectMany(t => Enumerable.Range(0, 8).Select(s => Episode($"e-{t}-{s}")
            with
        { TaskId = $"task-{t}", Step = $"{s}" })).ToArray();
        var rows = Count(episodes, [.. Enumerable.Range(0, 8).Select(s => Shown($"e-3-{s}", "mining"))], CensusDimension.Task).By
            .Where(r => r.Behaviour == "mining").ToList();
        Assert.AreEqual("task-3", rows.MinBy(r => r.PAdjusted)!.Value);
        Assert.IsLessThan(0.001, rows.Min(r => r.PAdjusted)!.Value);
        Assert.IsTrue(rows.Where(r => r.Value != "task-3").All(r => r.PAdjusted > 0.5));
    }

    [TestMethod]
    public void By_Tool_CountsEpisodesThatCalledIt()
    {
        var census = Count(
            [Episode("a") with { Tools = ["bash", "python"] }, Episode("b") with { Tools = ["bash"] }], [Shown("a", "mining") with { Tool = "python" }],
            CensusDimension.Tool);
        Assert.AreEqual("bash 0 of 2, python 1 of 1", string.Join(", ", census.By.Where(r => r.Behaviour == "mining")
            .Select(r => $"{r.Value} {r.Share.Hits} of {r.Share.Trials}")));
    }

    [TestMethod]
    public void By_Reward_OfManyValues_IsToldInQuarters()
    {
        var episodes = Enumerable.Range(0, 100).Select(i => Episode($"e{i}") with { Reward = i / 100m }).ToArray();
        Assert.AreEqual("up to 0.24, up to 0.49, up to 0.74, up to 0.99", string.Join(", ", Count(episodes, [], CensusDimension.Reward).By
            .Where(r => r.Behaviour == "mining").Select(r => r.Value)));
    }

    [TestMethod]
    [DataRow("family;category\nmining,X", "c.csv:1: found 'family;category'")]
    [DataRow("family,category\nmining", "c.csv:2: found 'mining'")]
    [DataRow("family,category\nmining,X\nmining,Y", "c.csv:3: 'mining' stands above already")]
    public void Categories_ThatCannotBeRead_AreRefusedWithTheirPlace(string text, string message)
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch["c.csv"], text);
        Assert.Contains(message, Assert.ThrowsExactly<ConfigurationException>(() => BehaviourCategories.OfFile(scratch["c.csv"])).Message);
    }

    private static BehaviourCensus Count(EpisodeCoverage[] episodes, Showing[] showings, CensusDimension? by = null) =>
        BehaviourCensus.Of(new CensusInput(episodes, showings, [Blind, Mining, Tunnel]), BehaviourCategories.Shipped, by);

    private static EpisodeCoverage Episode(string id) => new()
    {
        Id = id,
        RunId = "run",
        IsTraceWhole = true,
        Rung = "B",
        Logs = ["flows"],
        Tools = ["bash"],
    };

    private static Showing Shown(string episode, params string[] families) =>
        new($"INC-{episode}{families[0]}", ShowingKind.Shown, families, [("run", episode)], "bash");
}
