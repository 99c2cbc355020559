// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Census;

/// <summary>Under which addresses a sandbox could have been seen in a time, and how surely they would have been its.</summary>
/// <param name="Rung">The best of its addresses; <see cref="Rung.E"/> where no lease tells of one.</param>
/// <param name="Addresses">In order.</param>
public sealed record SandboxIdentity(Rung Rung, IReadOnlyList<HostAddress> Addresses)
{
    /// <summary>Whether what one of its addresses did, it did.</summary>
    public bool IsExclusive => Rung is Rung.B or Rung.C;

    /// <param name="own">The sandbox's own leases.</param>
    /// <param name="timeline">Who else held the addresses.</param>
    public static SandboxIdentity Of(IEnumerable<AddressLease> own, TimelineIndex timeline, Instant from, Instant to)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(timeline);
        var (rung, addresses) = (Rung.E, new SortedSet<HostAddress>());
        foreach (var lease in own.Where(l => l.Address.IsSingleAddress && l.From <= to && l.To > from))
        {
            var address = lease.Address.Network;
            addresses.Add(address);
            var holders = AddressHolders.From(
                timeline.Leases.Holding(address, lease.PortFrom, from, to, n => lease.Network.Length == 0 || n == lease.Network),
                "", everLeased: true, timeline.Leases.LostOf(address));
            if (holders.Rung < rung)
                rung = holders.Rung;
        }

        return new SandboxIdentity(rung, [.. addresses]);
    }
}
