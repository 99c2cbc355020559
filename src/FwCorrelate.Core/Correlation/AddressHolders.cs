// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>
/// Who held an address at a time, and how well that is known. One object for all connections of which the same leases tell.
/// </summary>
/// <param name="Sandboxes">Ids, in order; empty where no sandbox held it.</param>
/// <param name="Reason">In words.</param>
internal sealed record AddressHolders(
    Rung Rung, IReadOnlyList<string> Sandboxes, IReadOnlyList<AddressLease> Leases, IReadOnlyList<string> Hosts, bool IsNat, string Reason)
{
    private readonly Lazy<string> _key = new(() => string.Join('|', Sandboxes));

    /// <summary>Equal for equal <see cref="Sandboxes"/>; empty without.</summary>
    public string Key => _key.Value;

    /// <summary>Whether neither a lease nor the record itself tells of anybody.</summary>
    public bool IsNobodys => Leases.Count == 0 && Sandboxes.Count == 0;

    /// <summary>Whether a lease that could not be read may name somebody else: then nobody is named, whatever a command says.</summary>
    public bool MayLackHolders { get; private init; }

    /// <summary>
    /// Whether nothing tells who acted: no lease, a NAT, or an owner beside whom a lease that could not be read may name a sandbox.
    /// </summary>
    public bool IsUnknown => IsNobodys || IsNat || (Sandboxes.Count == 0 && MayLackHolders);

    /// <summary>Climbs down the ladder of design section 2 as far as leases go.</summary>
    /// <param name="lost">What a lease table may have said of the address besides; null where everything was read.</param>
    public static AddressHolders From(IReadOnlyList<AddressLease> leases, string address, bool everLeased, LostLease? lost = null)
    {
        var holders = From(leases, address, everLeased);
        if (lost is null)
            return holders;

        // Lost evidence proves nothing: what was held alone may have been shared, by the row that is gone.
        var doubt = $"{lost.Place} could not be read and may say who else held {address}";
        return holders with
        {
            Rung = holders.Sandboxes.Count > 0 ? Rung.D : Rung.E,
            Reason = holders.Rung is Rung.B or Rung.C ? doubt : $"{holders.Reason}; {doubt}",
            MayLackHolders = true,
        };
    }

    private static AddressHolders From(IReadOnlyList<AddressLease> leases, string address, bool everLeased)
    {
        if (leases.Count == 0)
        {
            var reason = everLeased ? $"{address} is in the lease table, but nobody held it then" : $"no lease tells who held {address}";
            return new AddressHolders(Rung.E, [], [], [], false, reason);
        }

        var sandboxes = leases.Where(l => l.OwnerKind == OwnerKind.Sandbox).Select(l => l.OwnerId).Distinct().Order(StringComparer.Ordinal)
            .ToList();
        var others = leases.Where(l => l.OwnerKind != OwnerKind.Sandbox).ToList();
        var hosts = leases.Select(l => l.Host).Where(h => h.Length > 0).Distinct().Order(StringComparer.Ordinal).ToList();
        if (sandboxes.Count == 0)
            return WithoutSandbox(address, others, leases, hosts);
        if (sandboxes.Count == 1 && others.Count == 0 && leases.All(l => l.IsInventory))
        {
            return leases.All(l => l is { PortFrom: 0, PortTo: 65535 })
                ? new AddressHolders(Rung.B, sandboxes, leases, hosts, false, "exclusive lease")
                : new AddressHolders(Rung.C, sandboxes, leases, hosts, false, "lease of the address's port range");
        }

        var shared = sandboxes.Count == 1
            ? others.Count > 0 ? $"{address} is shared with {others[0].OwnerKind.ToString().ToLowerInvariant()} {others[0].OwnerId}"
                : "the lease is derived from a trace: others may share the address"
            : $"{address} is shared by {sandboxes.Count} sandboxes";
        return new AddressHolders(Rung.D, sandboxes, leases, hosts, false, shared);
    }

    private static AddressHolders WithoutSandbox(
        string address, List<AddressLease> others, IReadOnlyList<AddressLease> leases, List<string> hosts)
    {
        var owner = others[0];
        return owner.OwnerKind == OwnerKind.Nat
            ? new AddressHolders(
                Rung.E, [], leases, hosts, true, $"{address} is the NAT {owner.OwnerId}: who stood behind it is not in the logs")
            : new AddressHolders(Rung.B, [], leases, hosts, false,
                $"{address} is {owner.OwnerKind.ToString().ToLowerInvariant()} {owner.OwnerId}, no agent's sandbox");
    }
}
