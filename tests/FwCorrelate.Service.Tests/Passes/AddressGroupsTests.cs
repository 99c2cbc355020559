// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Service.Passes;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service.Tests.Passes;

[TestClass]
public sealed class AddressGroupsTests
{
    [TestMethod]
    public void Of_AddressesOfOneSandbox_IsOneGroup()
    {
        var groups = new AddressGroups([Lease("10.0.0.1", "a"), Lease("10.0.0.2", "a"), Lease("10.0.0.3", "b"), Lease("10.0.0.9", "h", OwnerKind.Host)]);
        Assert.AreEqual(Of(groups, "10.0.0.1"), Of(groups, "10.0.0.2"));
        Assert.AreNotEqual(Of(groups, "10.0.0.1"), Of(groups, "10.0.0.3"));
        Assert.AreNotEqual(Of(groups, "10.0.0.9"), Of(groups, "10.0.0.10"));
    }

    [TestMethod]
    public void Of_SandboxesThatShareAnAddressOrABlock_IsOneGroup()
    {
        var groups = new AddressGroups(
        [
            Lease("10.0.0.1", "a"), Lease("10.0.0.1", "b"), Lease("10.0.0.2", "b"), Lease("10.0.0.3", "c"), Lease("10.1.0.0/24", "c"), Lease("10.1.0.0/28", "d"),
            Lease("10.2.0.1", "d"),
        ]);
        Assert.AreEqual(Of(groups, "10.0.0.1"), Of(groups, "10.0.0.2"));
        foreach (var address in (string[])["10.1.0.5", "10.1.0.200", "10.2.0.1"])
            Assert.AreEqual(Of(groups, "10.0.0.3"), Of(groups, address), address);
        Assert.AreNotEqual(Of(groups, "10.0.0.3"), Of(groups, "10.0.0.1"));
    }

    private static ulong Of(AddressGroups groups, string address) => groups.Of(HostAddress.Parse(address));

    private static AddressLease Lease(string address, string owner, OwnerKind kind = OwnerKind.Sandbox) => new(
        AddressPrefix.Parse(address.Contains('/', StringComparison.Ordinal) ? address : address + "/32"), kind, owner, "", "", Instant.MinValue, Instant.MaxValue,
        0, ushort.MaxValue, true, new RecordOrigin("leases.csv", 1, 0, 0, ""));
}
