// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;

namespace FwCorrelate.Core.Tests.Correlation;

/// <summary>Processes that outlive their calls and connect again: whose each connection is, and when nobody can tell.</summary>
[TestClass]
public sealed class ProcessTests
{
    private const string Address = "10.0.0.1";
    private const string Pool = "198.51.100.33";
    private const string Miner = "nohup ./m 198.51.100.33:3333 >/dev/null 2>&1 & echo ok";

    private int _port = 40000;

    [TestMethod]
    public void Attribute_ReconnectionsOfOneProcess_AreItsCallsToTheEnd()
    {
        var world = new World().Sandbox("s1", Address).Call("c1", "s1", 100, 101, Miner);
        for (var i = 0; i < 12; i++)
            Hold(world, 100.3 + (300 * i), 290);
        Assert.IsTrue(world.Attribute().All(a => a.Call?.CallId == "c1"));
    }

    [TestMethod]
    public void Attribute_ReconnectionLongAfterItsCall_SaysThatTheCommandNamesTheDestination()
    {
        // The call is no option by itself any more, and it was told then that its command does not name the destination.
        var world = new World().Sandbox("s1", Address).Call("c1", "s1", 100, 101, "for p in 3333 4444; do timeout 3 bash -c \"exec 3<>/dev/tcp/198.51.100.33/$p\"; done");
        Hold(world, 100.3, 290);
        Hold(world, 400, 290);
        Assert.Contains("destination named in the command (198.51.100.33)", world.Attribute()[1].Candidates[0].Reasons);
    }

    [TestMethod]
    public void Attribute_TwoProcessesThatCannotBeToldApart_StayOpenHoweverOftenTheyComeBack()
    {
        // Both lose their connection at one moment and connect again within seconds: from then on nothing says which is which.
        var world = new World().Sandbox("s1", Address).Call("c1", "s1", 100, 101, Miner).Call("c2", "s1", 200, 201, Miner)
            .Call("c3", "s1", 5000, 5001, "ls");
        Hold(world, 100.3, 400);
        Hold(world, 200.3, 300);
        for (var i = 0; i < 8; i++)
        {
            Hold(world, 504 + (200 * i), 197);
            Hold(world, 506 + (300 * i), 290);
        }

        var after = world.Attribute().Skip(2).ToList();
        Assert.HasCount(16, after);
        Assert.IsTrue(after.All(a => a.Kind == AttributionKind.Candidates), string.Join(", ", after.Select(a => a.Confidence)));
        Assert.IsTrue(after.All(a => a.Candidates.Count == 2 && a.Candidates[1].Weight > 0.01));
    }

    [TestMethod]
    public void Attribute_DaemonThatComesBackWhileAnotherCallBegins_HandsNothingToTheNextPlace()
    {
        // The daemon reconnects where it was; a new call goes to another place seconds later. That is no burst of the daemon.
        var world = new World().Sandbox("s1", Address).Call("c1", "s1", 100, 101, Miner).Call("c2", "s1", 1000, 1010, "./run.sh");
        Hold(world, 100.3, 890);
        Hold(world, 995, 890);
        world.Flow(Address, "198.51.100.77", 3333, 1001, sourcePort: ++_port);
        var candidates = world.Attribute()[^1].Candidates;
        Assert.AreEqual("c2", candidates[0].Call.CallId);
        Assert.IsTrue(candidates.Skip(1).All(c => c.Weight < 0.05));
    }

    [TestMethod]
    public void Attribute_ProcessThatComesBackAfterTwoMonths_LeavesTheOthersNamed()
    {
        // The density of such a wait is 0 as far as numbers go: divided by, it left every weight of the case without a value.
        var world = new World().Sandbox("s1", Address).Sandbox("s2", "10.0.0.2").Call("c1", "s1", 100, 101, Miner).Call("c2", "s2", 100, 101, Miner);
        Hold(world, 100.3, 300);
        Hold(world, 100.3 + (60 * 86_400), 300);
        world.Flow("10.0.0.2", Pool, 3333, 100.3, sourcePort: ++_port);
        var attributions = world.Attribute();
        Assert.IsTrue(attributions.All(a => double.IsFinite(a.Confidence)));
        Assert.AreEqual(2, attributions.Count(a => a.Kind == AttributionKind.ToolCall && a.Call!.CallId is "c1" or "c2"));
    }

    /// <summary>A connection to the pool of so many seconds.</summary>
    private void Hold(World world, double start, double seconds) => world.Flow(Address, Pool, 3333, start, start + seconds, ++_port);
}
