// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Tests.Fleet;

/// <summary>What holds in every simulated world.</summary>
[TestClass]
public sealed class FleetHistoryTests
{
    public static IEnumerable<object[]> Names => SmallWorlds.Names;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Causes_OfConnections_PrecedeThemAndShareTheirSandbox(string name)
    {
        foreach (var happening in SmallWorlds.Of(name).World.Happenings)
        {
            var (connection, place) = (happening.Connection, happening.Sandbox.Place);
            Assert.AreEqual(place.Address, connection.Source.Address);
            Assert.IsTrue(connection.Start >= place.From && connection.Start < place.To, $"{place.Id} is not alive at {connection.Start}");
            if (happening.By is not { } call)
                continue;
            Assert.IsGreaterThanOrEqualTo(call.Call.Start, connection.Start);
            Assert.AreSame(happening.Sandbox, call.Sandbox);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Calls_OfASandbox_AreInOrderAndWithinItsLife(string name)
    {
        foreach (var sandbox in SmallWorlds.Of(name).World.Sandboxes)
        {
            Assert.IsTrue(sandbox.Calls.TrueForAll(c => c.Call.Start >= sandbox.Place.From && c.Call.End <= sandbox.Place.To));
            for (var i = 1; i < sandbox.Calls.Count; i++)
                Assert.IsGreaterThanOrEqualTo(sandbox.Calls[i - 1].Call.Start, sandbox.Calls[i].Call.Start);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Addresses_AtOneTime_HaveAsManyHoldersAsTheScenarioSays(string name)
    {
        var world = SmallWorlds.Of(name).World;
        foreach (var holders in world.Sandboxes.GroupBy(s => s.Place.Address))
        {
            foreach (var moment in holders.Select(h => h.Place.From + Duration.FromSeconds(1)))
                Assert.IsLessThanOrEqualTo(world.Plan.Fleet.PerAddress, holders.Count(h => h.Place.From <= moment && h.Place.To > moment));
        }
    }

    [TestMethod]
    public void Literals_OfActs_StandInTheirCommands()
    {
        foreach (var run in Runs("exclusive").Where(r => r.By.Said == "literal" && r.Kind.Shape != ActShape.Sweep))
            Assert.Contains(run.To.Address, run.By.Call.Command);
    }

    [TestMethod]
    public void Scripts_OfActs_WereWrittenEarlierInTheEpisode()
    {
        var scripts = Runs("exclusive").Where(r => r.By.Said == "script").ToList();

        Assert.IsNotEmpty(scripts);
        foreach (var run in scripts)
        {
            Assert.DoesNotContain(run.To.Address, run.By.Call.Command);
            Assert.IsTrue(run.By.Sandbox.Calls.Exists(c =>
                c.Call.TraceId == run.By.Call.TraceId && c.Call.End < run.By.Call.Start && c.Call.Command.Contains(run.To.Address, StringComparison.Ordinal)));
        }
    }

    [TestMethod]
    public void Injections_BeforeActs_AreInTheResultBefore()
    {
        var injected = Runs("injected").Where(r => r.By is { Said: "literal", Promise.Origin: "by_tool_result" }).ToList();

        Assert.IsNotEmpty(injected);
        foreach (var run in injected)
        {
            var before = run.By.Sandbox.Calls.Where(c => c.Call.End < run.By.Call.Start);
            Assert.IsTrue(before.Any(c => c.Result?.Contains(run.By.Call.Command, StringComparison.Ordinal) == true));
        }
    }

    [TestMethod]
    public void Ports_OfBlocks_AreTheSandboxesOwn()
    {
        foreach (var happening in SmallWorlds.Of("port-blocks").World.Happenings)
            Assert.IsTrue(happening.Sandbox.MayUse(happening.Connection.Source.Port));
    }

    [TestMethod]
    public void Rollouts_InPhases_LieInTheFirstPartOfTheirStep()
    {
        var world = SmallWorlds.Of("framework").World;
        var phases = world.Plan.Work.Phases!;
        foreach (var call in world.Sandboxes.SelectMany(s => s.Calls))
        {
            var into = (call.Call.Start - world.Start).TotalSeconds - (world.StepAt(call.Call.Start) * phases.Every);
            Assert.IsLessThan(phases.Rollout, into);
        }
    }

    [TestMethod]
    public void Retries_Unanswered_ComeAboutTwiceAsLateEachTime()
    {
        var waits = SmallWorlds.Of("retries").World.Happenings.Where(h => h is { Run.IsRefused: true })
            .GroupBy(h => h.Run!).Select(g => g.OrderBy(h => h.Connection.Start).ToList()).Where(g => g.Count == Backoff.MostAttempts)
            .Select(g => (First: Wait(g, 0), Last: Wait(g, Backoff.MostAttempts - 2))).ToList();

        Assert.IsNotEmpty(waits);
        Assert.IsTrue(waits.TrueForAll(w => w.Last > 4 * w.First));

        static double Wait(List<Happening> attempts, int index) =>
            (attempts[index + 1].Connection.Start - attempts[index].Connection.Start).TotalSeconds;
    }

    [TestMethod]
    public void NoActs_Calls_CauseNothingUnasked() =>
        Assert.IsFalse(SmallWorlds.Of("no-acts").World.Happenings.Exists(
            h => h.Connection.Cause is { Kind: CauseKind.Call, Act: not Cause.Benign }));

    private static List<ActRun> Runs(string name) => [.. SmallWorlds.Of(name).World.Happenings.Select(h => h.Run).OfType<ActRun>().Distinct()];
}
