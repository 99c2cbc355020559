// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Correlation;

namespace FwCorrelate.Core.Tests.Correlation;

/// <summary>What a gateway's address does is of the session that a sensor before the translation saw.</summary>
[TestClass]
public sealed class TranslationTests
{
    private const string First = "10.1.0.1";
    private const string Second = "10.1.0.2";
    private const string Gateway = "198.51.100.250";
    private const string Pool = "203.0.113.9";

    [TestMethod]
    public void Session_OfOneSequenceNumber_HasTheCauseOfTheInnerView()
    {
        var causes = TwoSandboxes()
            .Flow(First, Pool, 3333, 10.4, 30, sourcePort: 51000, sequence: 4711)
            .Flow(Gateway, Pool, 3333, 10.5, 30, sourcePort: 1024, sequence: 4711).Attribute();

        Assert.AreEqual((AttributionKind.ToolCall, Rung.B, "mine"), (causes[0].Kind, causes[0].Rung, causes[0].Call?.CallId));
        Assert.AreEqual((AttributionKind.ToolCall, Rung.C, "mine"), (causes[1].Kind, causes[1].Rung, causes[1].Call?.CallId));
        Assert.AreEqual(
            $"{Gateway} stands for {First}: the session in logs/vpc.log:1 began with the same TCP sequence number and goes to the same end",
            causes[1].JoinedBy);
        Assert.IsEmpty(causes[1].Reasons);
    }

    [TestMethod]
    public void Session_OfSequenceNumbersOfTwoSandboxes_IsNobodys()
    {
        var causes = TwoSandboxes()
            .Flow(First, Pool, 3333, 10.4, 30, sourcePort: 51000, sequence: 4711).Flow(Second, Pool, 3333, 10.4, 30, sourcePort: 51001, sequence: 4711)
            .Flow(Gateway, Pool, 3333, 10.5, 30, sourcePort: 1024, sequence: 4711).Attribute();

        Assert.AreEqual(AttributionKind.UnknownAddress, causes[2].Kind);
    }

    [TestMethod]
    public void Session_OfOtherSequenceNumberButTheSamePort_IsNobodys()
    {
        var causes = TwoSandboxes()
            .Flow(First, Pool, 3333, 10.4, 30, sourcePort: 51000, sequence: 4711)
            .Flow(Gateway, Pool, 3333, 10.5, 30, sourcePort: 51000, sequence: 4712).Attribute();

        Assert.AreEqual(AttributionKind.UnknownAddress, causes[1].Kind);
    }

    [TestMethod]
    public void Session_ThatAGatewayKeepsThePortOf_HasTheCauseOfTheInnerView()
    {
        var causes = TwoSandboxes()
            .Flow(First, Pool, 3333, 10.4, 30, sourcePort: 51000).Flow(Gateway, Pool, 3333, 10.5, 30, sourcePort: 51000).Attribute();

        Assert.AreEqual(("mine", Rung.C), (causes[1].Call?.CallId, causes[1].Rung));
        Assert.Contains("was opened from the same port", causes[1].JoinedBy!);
    }

    [TestMethod]
    public void Session_OfTheSamePortByChance_IsNobodys()
    {
        // The gateway takes ports of its own: one of three falls on another session's.
        var causes = TwoSandboxes()
            .Flow(First, Pool, 3333, 10.4, 30, sourcePort: 51000).Flow(Gateway, Pool, 3333, 10.5, 30, sourcePort: 51000)
            .Flow(Gateway, Pool, 3333, 10.6, 30, sourcePort: 1025).Flow(Gateway, Pool, 3333, 10.7, 30, sourcePort: 1026).Attribute();

        Assert.IsTrue(causes.Skip(1).All(c => c.Kind == AttributionKind.UnknownAddress));
    }

    [TestMethod]
    public void Session_OfAnotherTimeOrEnd_IsNobodys()
    {
        var causes = TwoSandboxes()
            .Flow(First, Pool, 3333, 10.4, 30, sourcePort: 51000, sequence: 4711)
            .Flow(Gateway, Pool, 3333, 600, 620, sourcePort: 1024, sequence: 4711)
            .Flow(Gateway, "203.0.113.10", 3333, 601, 620, sourcePort: 1024, sequence: 4711).Attribute();

        Assert.AreEqual((AttributionKind.UnknownAddress, AttributionKind.UnknownAddress), (causes[1].Kind, causes[2].Kind));
    }

    [TestMethod]
    public void Session_OfAMachineWithoutAgent_IsTheMachines()
    {
        var causes = TwoSandboxes().Host("trainer", "10.1.0.9")
            .Flow("10.1.0.9", Pool, 3333, 10.4, 30, sourcePort: 51000, sequence: 4711)
            .Flow(Gateway, Pool, 3333, 10.5, 30, sourcePort: 1024, sequence: 4711).Attribute();

        Assert.AreEqual((AttributionKind.None, "10.1.0.9 is host trainer, no agent's sandbox"), (causes[1].Kind, causes[1].Reasons.Single()));
    }

    [TestMethod]
    public void InnerAddressWithoutLease_IsNoGateway()
    {
        var causes = TwoSandboxes()
            .Flow(First, Pool, 3333, 10.4, 30, sourcePort: 51000).Flow("10.1.0.77", Pool, 3333, 10.5, 30, sourcePort: 51000).Attribute();

        Assert.AreEqual(AttributionKind.UnknownAddress, causes[1].Kind);
    }

    [TestMethod]
    public void BorderAddressWithoutLease_StandsForWhoeverBeganTheSession()
    {
        var causes = TwoSandboxes()
            .Flow(First, Pool, 3333, 10.4, 30, sourcePort: 51000, sequence: 4711)
            .Flow("198.51.100.9", Pool, 3333, 10.5, 30, sourcePort: 1024, sequence: 4711).Attribute();

        Assert.AreEqual("mine", causes[1].Call?.CallId);
    }

    /// <summary>Whatever a gateway's log shows beside, what is said of the inner sessions is the same.</summary>
    [TestMethod]
    public void InnerSessions_WithOrWithoutTheGatewaysLog_HaveTheSameCauses() =>
        Gen.Select(Gen.Bool, Gen.Double[5, 40], Gen.Int[1, 3], Gen.Int[1, 3]).Array[1, 6].Sample(sessions =>
        {
            var (alone, both) = (TwoSandboxes(), TwoSandboxes());
            var starts = sessions.Select((s, i) => (s.Item1, Start: s.Item2 + (i * 0.001), Inner: s.Item3, Outer: s.Item4, Port: 50000 + i)).ToList();
            foreach (var (isFirst, start, inner, outer, port) in starts)
            {
                alone.Flow(isFirst ? First : Second, Pool, 3333, start, sourcePort: port, sequence: inner);
                both.Flow(isFirst ? First : Second, Pool, 3333, start, sourcePort: port, sequence: inner);
                both.Flow(Gateway, Pool, 3333, start, sourcePort: port + 100, sequence: outer);
            }

            var ofBoth = both.Connections().Zip(both.Attribute()).Where(c => c.First.Initiating.Address.ToString() != Gateway);
            var ofAlone = alone.Connections().Zip(alone.Attribute());
            Assert.AreSequenceEqual(ofAlone.Select(c => (c.First.Id, c.Second.Kind, c.Second.Confidence)).Order(),
                ofBoth.Select(c => (c.First.Id, c.Second.Kind, c.Second.Confidence)).Order());
        }, iter: 200);

    private static World TwoSandboxes() => new World().Sandbox("sb1", First).Sandbox("sb2", Second).Nat("gateway", Gateway)
        .Call("mine", "sb1", 10, 40, $"./xmrig -o {Pool}:3333").Call("other", "sb2", 10, 40, "make");
}
