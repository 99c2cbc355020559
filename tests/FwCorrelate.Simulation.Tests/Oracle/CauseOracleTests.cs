// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Oracle;
using FwCorrelate.Simulation.Tests.Fleet;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Tests.Oracle;

[TestClass]
public sealed class CauseOracleTests
{
    public static IEnumerable<object[]> Names => SmallWorlds.Names;

    /// <summary>
    /// Of weights that are probabilities, the truth gets on average the sum of their squares. A model that knew less than it claims would
    /// give the truth less, one that peeped at it more.
    /// </summary>
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Weights_OfTheTruth_AreOnAverageWhatTheOracleExpects(string name)
    {
        var surprises = Judged(name).Where(j => j.Happening.Run is not null || j.Happening.Connection.Cause.Kind == CauseKind.Background)
            .Select(j => (Process: (object?)j.Happening.Run ?? j.Happening.Connection, By: j.Judgement.Weight - j.Judgement.Concentration)).ToList();

        var mean = surprises.Average(s => s.By);

        // Connections of one process stand and fall together: it is processes that are independent.
        var error = Math.Sqrt(surprises.GroupBy(s => s.Process).Sum(g => Math.Pow(g.Sum(s => s.By - mean), 2))) / surprises.Count;
        Assert.AreEqual(0, mean, 0.012 + (3 * error), $"{surprises.Count} connections");
    }

    [TestMethod]
    public void Judge_AddressesOfTheirOwn_DecidesNearlyAllThatCommandsTell()
    {
        var start = SmallWorlds.Of("exclusive").World.Start;
        var told = Judged("exclusive")
            .Where(j => j.Happening is { By.Said: "literal", OpensRun: true } && j.Happening.Connection.Start >= start).ToList();

        Assert.IsNotEmpty(told);
        Assert.IsGreaterThan(0.97, told.Average(j => j.Judgement.IsDecidable ? 1 : 0));
    }

    [TestMethod]
    public void Judge_SixteenOnOneAddressAndHiddenActs_DecidesLittle()
    {
        var hidden = Judged("crowded").Where(j => j.Happening is { By.Said: "hidden", OpensRun: true }).ToList();

        Assert.IsNotEmpty(hidden);
        Assert.IsLessThan(0.3, hidden.Average(j => j.Judgement.IsDecidable ? 1 : 0));
    }

    [TestMethod]
    public void Judge_CallsWhoseSpanIsLost_CannotBeNamed()
    {
        var lost = Judged("lossy-traces").Where(j => j.Happening.By is { IsDropped: true }).ToList();

        Assert.IsNotEmpty(lost);
        Assert.IsFalse(lost.Exists(j => j.Judgement.IsDecidable));
    }

    [TestMethod]
    public void Judge_DaemonsWithARhythmOfTheirOwn_AreKnown()
    {
        foreach (var (happening, judgement) in Judged("exclusive").Where(j => j.Happening.Connection.Cause.Kind == CauseKind.Background))
            Assert.IsGreaterThan(Judgement.Certain, judgement.Background, happening.Connection.Cause.Act);
    }

    [TestMethod]
    public void Follow_TwoEndsOfAnyOwner_LeavesTheNextOneToBoth()
    {
        var history = SmallWorlds.Of("daemons");
        var calls = history.World.Sandboxes[0].Calls;
        var plan = history.World.Plan.Acts.Kinds[0];
        var start = calls[0].Call.Start;
        var end = new LooseEnd(start, 0, [new PossibleOwner(calls[0], plan, start, 0.6), new PossibleOwner(calls[1], plan, start, 0.4)]);
        var window = new StampWindow("", start + FleetWorld.Seconds(5), start + FleetWorld.Seconds(6));

        var before = end.OddsOf(window).ToList();
        end.Follow(0.75);
        var after = end.OddsOf(window).ToList();

        Assert.AreEqual(1.5, before[0].Odds / before[1].Odds, 1e-9);
        Assert.AreEqual(1.5, after[0].Odds / after[1].Odds, 1e-9);
        Assert.IsLessThan(0.3 * before[0].Odds, after[0].Odds);
    }

    private static List<(Happening Happening, Judgement Judgement)> Judged(string name)
    {
        var world = SmallWorlds.Of(name).World;
        var judged = new CauseOracle(world).JudgeAll();
        return [.. world.Happenings.Select(h => (h, judged[h.Connection]))];
    }
}
