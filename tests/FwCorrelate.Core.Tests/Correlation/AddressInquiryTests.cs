// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Correlation;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Core.Tests.Correlation;

[TestClass]
public sealed class AddressInquiryTests
{
    private const string Tunnel = "ssh -fN -R 2222:localhost:22 u@203.0.113.7";

    [TestMethod]
    public void Ask_ExclusiveLease_TellsSandboxEpisodeAndRunningCalls()
    {
        var answer = Ask(new World().Sandbox("s1", "10.0.0.5").Call("c1", "s1", 100, 130, Tunnel).Call("c2", "s1", 500, 510, "ls"), "10.0.0.5", at: 101);

        Assert.AreEqual(Rung.B, answer.Attribution.Rung);
        Assert.AreSequenceEqual(["s1"], answer.Attribution.Sandboxes);
        Assert.AreSequenceEqual(["c1"], answer.Running.Select(c => c.CallId));
        Assert.AreSequenceEqual(["host"], answer.Hosts);
    }

    [TestMethod]
    public void Ask_WithoutADestination_NamesNobody()
    {
        var world = new World().Sandbox("s1", "10.0.0.5").Call("c1", "s1", 100, 130, Tunnel);

        Assert.IsNull(Ask(world, "10.0.0.5", at: 101).Attribution.Call);
        Assert.AreEqual("c1", Ask(world, "10.0.0.5", at: 101, destination: "203.0.113.7").Attribution.Call?.CallId);
    }

    [TestMethod]
    public void Ask_SharedAddress_ListsAllHoldersAndNamesNone()
    {
        var world = new World().Sandbox("s1", "10.0.0.5").Sandbox("s2", "10.0.0.5").Call("c1", "s1", 100, 130, "ls").Call("c2", "s2", 100, 130, "ls");
        var answer = Ask(world, "10.0.0.5", at: 101);

        Assert.AreEqual(Rung.D, answer.Attribution.Rung);
        Assert.AreSequenceEqual(["s1", "s2"], answer.Attribution.Sandboxes);
        Assert.IsNull(answer.Attribution.Call);
        Assert.HasCount(2, answer.Running);
    }

    [TestMethod]
    public void Ask_BetweenTwoLeases_TellsWhoHeldItBeforeAndAfter()
    {
        var answer = Ask(new World().Sandbox("s1", "10.0.0.5", 0, 100).Sandbox("s2", "10.0.0.5", 300, 400), "10.0.0.5", at: 200);

        Assert.IsFalse(answer.IsHeld);
        Assert.AreEqual(AttributionKind.UnknownAddress, answer.Attribution.Kind);
        Assert.AreEqual("s1", answer.Before?.OwnerId);
        Assert.AreEqual("s2", answer.After?.OwnerId);
    }

    [TestMethod]
    public void Ask_HandoverWithinTheDoubt_ListsBoth()
    {
        var answer = Ask(new World().Sandbox("s1", "10.0.0.5", 0, 100).Sandbox("s2", "10.0.0.5", 101, 400), "10.0.0.5", at: 100.5);

        Assert.AreSequenceEqual(["s1", "s2"], answer.Attribution.Sandboxes);
        Assert.AreEqual(Rung.D, answer.Attribution.Rung);
    }

    [TestMethod]
    public void Ask_RangesOfPortsAndNoPort_SaysThatThePortDecides()
    {
        var timeline = new TimelineIndex(new Timeline([], [], [Ports("s1", 1024, 2047), Ports("s2", 2048, 4095)]));
        var inquiry = new AddressInquiry(timeline, CaseSettings.Default);
        var without = inquiry.Ask(HostAddress.Parse("10.0.0.9"), null, null, World.Zero, Duration.FromSeconds(1));
        var with = inquiry.Ask(HostAddress.Parse("10.0.0.9"), 3000, null, World.Zero, Duration.FromSeconds(1));

        Assert.IsTrue(without.DependsOnPort);
        Assert.AreEqual(Rung.D, without.Attribution.Rung);
        Assert.AreSequenceEqual(["s1", "s2"], without.Attribution.Sandboxes);
        Assert.AreEqual(Rung.C, with.Attribution.Rung);
        Assert.AreSequenceEqual(["s2"], with.Attribution.Sandboxes);
    }

    [TestMethod]
    public void Ask_LostLeaseRow_IsNeverExclusive()
    {
        var answer = Ask(new World().Sandbox("s1", "10.0.0.5").LostLease("10.0.0.5").Call("c1", "s1", 100, 130, Tunnel), "10.0.0.5", at: 101, destination: "203.0.113.7");

        Assert.AreEqual(Rung.D, answer.Attribution.Rung);
        Assert.IsNull(answer.Attribution.Call);
    }

    private static AddressLease Ports(string owner, int from, int to) => new(
        AddressPrefix.Parse("10.0.0.9"), OwnerKind.Sandbox, owner, "host", "", Instant.MinValue, Instant.MaxValue, from, to, true,
        new Flows.RecordOrigin("leases.csv", from, 0, 0, owner));

    private static AddressAnswer Ask(World world, string address, double at, string? destination = null) => new AddressInquiry(world.Timeline(), CaseSettings.Default).Ask(
        HostAddress.Parse(address), 40000, destination is null ? null : new Endpoint(HostAddress.Parse(destination), 22, TransportProtocol.Tcp),
        World.Zero + Duration.FromSeconds(at), Duration.FromSeconds(1));
}
