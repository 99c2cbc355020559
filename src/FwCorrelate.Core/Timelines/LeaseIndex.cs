// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>Leases by address.</summary>
public sealed class LeaseIndex
{
    private readonly Dictionary<HostAddress, List<AddressLease>> _byAddress = [];
    private readonly List<AddressLease> _blocks = [];
    private readonly Dictionary<HostAddress, LostLease> _lost = [];
    private readonly List<LostLease> _lostBlocks = [];

    // A log of translations has one for each connection: they are looked up by their port.
    private readonly Dictionary<(HostAddress Address, int Port), List<AddressLease>> _byPort = [];

    private readonly HashSet<HostAddress> _withPorts = [];

    private readonly Dictionary<HostAddress, LeaseChanges?> _changes = [];

    /// <param name="lost">See <see cref="Timeline.LostLeases"/>; the first one of an address is told.</param>
    public LeaseIndex(IEnumerable<AddressLease> leases, IEnumerable<LostLease> lost)
    {
        ArgumentNullException.ThrowIfNull(leases);
        ArgumentNullException.ThrowIfNull(lost);
        foreach (var row in lost)
        {
            if (row.Address is { IsSingleAddress: true } one)
                _lost.TryAdd(one.Network, row);
            else
                _lostBlocks.Add(row);
        }

        foreach (var lease in leases)
        {
            if (IsOfOnePort(lease))
            {
                if (!_byPort.TryGetValue((lease.Address.Network, lease.PortFrom), out var ofPort))
                    _byPort.Add((lease.Address.Network, lease.PortFrom), ofPort = []);
                ofPort.Add(lease);
                _withPorts.Add(lease.Address.Network);
                continue;
            }

            if (!lease.Address.IsSingleAddress)
            {
                _blocks.Add(lease);
                continue;
            }

            if (!_byAddress.TryGetValue(lease.Address.Network, out var list))
                _byAddress.Add(lease.Address.Network, list = []);
            list.Add(lease);
        }
    }

    /// <summary>Addresses that have leases of their own, in order.</summary>
    public IEnumerable<HostAddress> Addresses => _byAddress.Keys.Order();

    /// <summary>Whether any lease tells of an address, at whatever time and of whatever port.</summary>
    public bool IsKnown(HostAddress address) =>
        _byAddress.ContainsKey(address) || _withPorts.Contains(address) || _blocks.Exists(b => b.Address.Contains(address));

    /// <summary>All leases of an address, those of single ports too, by start.</summary>
    public IReadOnlyList<AddressLease> OfAnyPort(HostAddress address) =>
        [.. Of(address).Concat(_withPorts.Contains(address) ? _byPort.Where(p => p.Key.Address == address).SelectMany(p => p.Value)
            : []).OrderBy(l => l.From)];

    /// <summary>All leases of an address, whenever they held, but those of a single port.</summary>
    public IEnumerable<AddressLease> Of(HostAddress address)
    {
        IEnumerable<AddressLease> own = _byAddress.TryGetValue(address, out var list) ? list : [];
        return own.Concat(_blocks.Where(b => b.Address.Contains(address)));
    }

    /// <summary>
    /// Numbers the stretch of time that [<paramref name="from"/>, <paramref name="to"/>] stands in, by the leases that had begun and those
    /// that had ended: within one stretch <see cref="Holding"/> answers the same for every port and network. Null where leases tell of
    /// ports or networks.
    /// </summary>
    public (int Begun, int Ended)? StretchOf(HostAddress address, int port, Instant from, Instant to)
    {
        if (_byPort.Count > 0 && _byPort.ContainsKey((address, port)))
            return null;
        if (!_changes.TryGetValue(address, out var changes))
            _changes.Add(address, changes = LeaseChanges.Of([.. Of(address)]));
        return changes?.At(from, to);
    }

    private static bool IsOfOnePort(AddressLease lease) =>
        lease.IsInventory && lease.Address.IsSingleAddress && lease.PortFrom == lease.PortTo;

    /// <summary>What a lease table may have said of an address besides; null where everything was read.</summary>
    public LostLease? LostOf(HostAddress address) =>
        _lost.GetValueOrDefault(address) ?? _lostBlocks.Find(b => b.Address is not { } block || block.Contains(address));

    /// <summary>
    /// Leases of an address and port that hold at any time within [<paramref name="from"/>, <paramref name="to"/>], in the networks that
    /// <paramref name="isNetwork"/> accepts; a lease without a network is in all of them.
    /// </summary>
    public IReadOnlyList<AddressLease> Holding(HostAddress address, int port, Instant from, Instant to, Func<string, bool> isNetwork)
    {
        // Who used a port by a log of translations is told better than by whoever shares the whole address.
        if (_byPort.Count > 0 && _byPort.TryGetValue((address, port), out var users) && users.FindAll(Holds) is { Count: > 0 } held)
            return held;

        // Asked once per connection: what holds of most addresses (no lease, or one for good) allocates nothing.
        if (_blocks.Count == 0)
        {
            if (!_byAddress.TryGetValue(address, out var own))
                return [];
            if (own.Count == 1)
                return Holds(own[0]) ? own : [];
        }

        return [.. Of(address).Where(Holds)];

        bool Holds(AddressLease lease) =>
            lease.From <= to && from < lease.To && lease.HoldsPort(port) && (lease.Network.Length == 0 || isNetwork(lease.Network));
    }
}
