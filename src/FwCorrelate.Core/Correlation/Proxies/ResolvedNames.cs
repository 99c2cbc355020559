// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;

namespace FwCorrelate.Correlation;

/// <summary>
/// Which addresses the logs of a case tell for a name: those that a proxy connected to, and the answers of DNS. Nothing is looked up.
/// </summary>
public sealed class ResolvedNames
{
    /// <summary>Addresses kept of one name, and of all: more would be of an agent that fills the table.</summary>
    private const int MostOfName = 256;
    private const int Most = 1 << 20;

    private readonly Dictionary<HostAddress, HashSet<HostAddress>> _addresses = [];
    private readonly Dictionary<HostAddress, HashSet<HostAddress>> _names = [];
    private int _count;

    public bool IsEmpty => _count == 0;

    /// <param name="name">Without a port; an address or nothing in its place is passed over.</param>
    public void Add(string name, HostAddress address)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (address.IsNone || address.IsName || name.Length == 0 || HostAddress.TryParse(name, out _))
            return;
        Add(NamedHosts.Of(name), address);
    }

    public void Add(ResolvedNames other)
    {
        ArgumentNullException.ThrowIfNull(other);
        foreach (var (name, addresses) in other._addresses)
        {
            foreach (var address in addresses)
                Add(name, address);
        }
    }

    /// <summary>Addresses of a host of which a name is known; others have none.</summary>
    public IReadOnlyCollection<HostAddress> AddressesOf(HostAddress name) => _addresses.TryGetValue(name, out var known) ? known : [];

    /// <summary>Hosts whose names were answered with an address.</summary>
    public IReadOnlyCollection<HostAddress> NamesOf(HostAddress address) => _names.TryGetValue(address, out var known) ? known : [];

    private void Add(HostAddress name, HostAddress address)
    {
        if (_count >= Most)
            return;
        if (!_addresses.TryGetValue(name, out var addresses))
            _addresses.Add(name, addresses = []);
        if (addresses.Count >= MostOfName || !addresses.Add(address))
            return;
        _count++;
        if (!_names.TryGetValue(address, out var names))
            _names.Add(address, names = []);
        names.Add(name);
    }
}
