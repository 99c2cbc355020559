// SPDX-License-Identifier: Apache-2.0
using CsCheck;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Core.Tests.Timelines;

/// <summary>A stretch says all that a lease table says of an address that is held whole.</summary>
[TestClass]
public sealed class LeaseChangesTests
{
    private static readonly HostAddress Address = HostAddress.Parse("10.0.0.1");

    private static readonly Gen<(int From, int Length)[]> GenLeases = Gen.Select(Gen.Int[0, 20], Gen.Int[0, 8]).Array[0, 12];

    [TestMethod]
    public void Stretch_TheSameForTwoTimes_MeansTheSameHolders() =>
        Gen.Select(GenLeases, Gen.Select(Gen.Int[0, 30], Gen.Int[0, 4]), Gen.Select(Gen.Int[0, 30], Gen.Int[0, 4])).Sample((leases, one, other) =>
        {
            var index = new LeaseIndex(leases.Select((l, i) => Lease(l.From, l.From + l.Length, $"sb{i}")), []);
            var (here, there) = (StretchOf(index, one), StretchOf(index, other));
            return here is not null && (here != there || Holding(index, one).SequenceEqual(Holding(index, other)));
        });

    [TestMethod]
    public void Stretch_WherePortsTellHoldersApart_IsNone()
    {
        var index = new LeaseIndex([Lease(0, 10, "sb1") with { PortFrom = 1024, PortTo = 2047 }], []);
        Assert.IsNull(index.StretchOf(Address, 1100, At(1), At(2)));
    }

    private static (int, int)? StretchOf(LeaseIndex index, (int From, int Length) time) =>
        index.StretchOf(Address, 443, At(time.From), At(time.From + time.Length));

    private static IEnumerable<string> Holding(LeaseIndex index, (int From, int Length) time) =>
        index.Holding(Address, 443, At(time.From), At(time.From + time.Length), _ => true).Select(l => l.OwnerId);

    private static Instant At(int seconds) => Instant.FromUnixTimeSeconds(seconds);

    private static AddressLease Lease(int from, int to, string sandbox) => new(
        AddressPrefix.Single(Address), OwnerKind.Sandbox, sandbox, "", "", At(from), At(to), 0, 65535, true, new RecordOrigin("leases.csv", 2, 0, 0, sandbox));
}
