// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Truth;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Tests.Truth;

[TestClass]
public sealed class EvidenceJudgeTests
{
    private static readonly Instant LogStart = Instant.FromUtc(2026, 1, 1, 0, 0);
    private static readonly Instant CallStart = LogStart + Duration.FromMinutes(30);
    private static readonly SimulatedHost Exact = new("h", "", Duration.Zero);
    private static readonly Endpoint Destination = new("203.0.113.7", 22);

    [TestMethod]
    public void Judge_OneCommandNamesTheDestination_IsDecidable()
    {
        var (world, judge) = World();
        var call = Call(world, Sandbox(world, "a"), "nc 203.0.113.7 22");

        var decision = judge.Judge(Open(world, call), Visibility.BeforeTranslation);

        Assert.AreEqual(new Decision(true, "exclusive address, destination literal in one command"), decision);
    }

    [TestMethod]
    public void Judge_NeighbourOnTheAddressNamesItToo_IsNotDecidable()
    {
        var (world, judge) = World();
        var call = Call(world, Sandbox(world, "a"), "nc 203.0.113.7 22");
        Call(world, Sandbox(world, "b"), "ping 203.0.113.7");

        Assert.AreEqual(new Decision(false, "2 calls in reach name the destination"), judge.Judge(Open(world, call), Visibility.BeforeTranslation));
    }

    [TestMethod]
    [DataRow("for i in 7; do nc 203.0.113.$i 22; done", "shared address, the command names the destination only by a pattern or a script")]
    [DataRow("sh x.sh", "shared address, destination not in the command")]
    public void Judge_SharedAddressWithoutTheLiteral_IsNotDecidable(string command, string why)
    {
        var (world, judge) = World();
        var call = Call(world, Sandbox(world, "a"), command);
        Sandbox(world, "b");

        Assert.AreEqual(new Decision(false, why), judge.Judge(Open(world, call), Visibility.BeforeTranslation));
    }

    [TestMethod]
    public void Judge_AfterNat_IsNotDecidable()
    {
        var (world, judge) = World();
        var call = Call(world, Sandbox(world, "a"), "nc 203.0.113.7 22");

        Assert.IsFalse(judge.Judge(Open(world, call), Visibility.AfterTranslation).IsDecidable);
    }

    [TestMethod]
    public void Judge_RunningWhenTheLogBegins_IsNotDecidable()
    {
        var (world, judge) = World();
        var call = Call(world, Sandbox(world, "a"), "nohup nc 203.0.113.7 22 &", LogStart - Duration.FromMinutes(1));

        Assert.AreEqual(new Decision(false, "running when the log begins"), judge.Judge(Open(world, call), Visibility.BeforeTranslation));
    }

    [TestMethod]
    [DataRow("nc 203.0.113.7 22", false)]
    [DataRow("nohup nc 203.0.113.7 22 &", true)]
    public void Judge_LongAfterTheCall_IsDecidableOnlyIfAProcessStayed(string command, bool expected)
    {
        var (world, judge) = World();
        var call = Call(world, Sandbox(world, "a"), command);

        Assert.AreEqual(expected, judge.Judge(Open(world, call, Duration.FromMinutes(20)), Visibility.BeforeTranslation).IsDecidable);
    }

    [TestMethod]
    public void Judge_SlowClock_IsSaid()
    {
        var (world, judge) = World();
        var sandbox = new SimulatedSandbox("a", new SimulatedHost("h", "", Duration.FromSeconds(-38)), "10.0.0.1", LogStart, Instant.MaxValue);
        world.Sandboxes.Add(sandbox);

        var decision = judge.Judge(Open(world, Call(world, sandbox, "nc 203.0.113.7 22")), Visibility.BeforeTranslation);

        Assert.AreEqual(new Decision(true, "exclusive address, destination literal in one command; the host's clock is 38 s slow"), decision);
    }

    private static (SimulatedWorld World, EvidenceJudge Judge) World()
    {
        var world = new SimulatedWorld(new SeededRandom(1), LogStart, LogStart + Duration.FromHours(1));
        return (world, new EvidenceJudge(world, Duration.FromSeconds(60)));
    }

    private static SimulatedSandbox Sandbox(SimulatedWorld world, string id)
    {
        var sandbox = new SimulatedSandbox(id, Exact, "10.0.0.1", LogStart - Duration.FromHours(1), LogStart + Duration.FromHours(2));
        world.Sandboxes.Add(sandbox);
        return sandbox;
    }

    private static SimulatedCall Call(SimulatedWorld world, SimulatedSandbox sandbox, string command, Instant? start = null)
    {
        var at = start ?? CallStart;
        var call = new SimulatedCall("t", sandbox.Id, "call_1", command, at, at + Duration.FromSeconds(5), sandbox);
        world.Episodes.Add(new SimulatedEpisode(
            sandbox.Id, new EpisodePlace("r", 1, 0, 0), new SimulatedTask("t", ""), sandbox, "t", "root", at, call.End,
            [new SimulatedTurn("chat", at, at, [call])]));
        return call;
    }

    private static SimulatedConnection Open(SimulatedWorld world, SimulatedCall call, Duration? after = null)
    {
        var start = call.Start + (after ?? Duration.FromSeconds(1));
        world.OpenBy(call, "X", Destination, Traffic.Exchange(start, Duration.FromSeconds(1), 1, 1));
        return world.Connections[^1];
    }
}
