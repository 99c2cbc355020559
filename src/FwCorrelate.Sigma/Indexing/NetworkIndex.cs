// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// Which of many networks hold an address: a path-compressed radix tree laid flat. Networks nest or are disjoint, so the last
/// one that begins at or before the address, or one of those around it, is the innermost that holds it; all around that one do.
/// </summary>
internal sealed class NetworkIndex
{
    private readonly AddressPrefix[] _networks;
    private readonly int[] _around;
    private readonly int[][] _rules;

    public NetworkIndex(IEnumerable<(AddressPrefix Network, int Rule)> networks)
    {
        var grouped = networks.GroupBy(n => n.Network, n => n.Rule).OrderBy(g => g.Key.Network).ThenBy(Bits).ToList();
        _networks = [.. grouped.Select(g => g.Key)];
        _rules = [.. grouped.Select(g => g.Distinct().Order().ToArray())];
        _around = new int[_networks.Length];
        for (var i = 0; i < _networks.Length; i++)
        {
            var around = i - 1;
            while (around >= 0 && !_networks[around].Contains(_networks[i].Network))
                around = _around[around];
            _around[i] = around;
        }
    }

    /// <summary>Adds the rules of every network that holds the address.</summary>
    public void Find(HostAddress address, CandidateSet candidates)
    {
        var network = LastFrom(address);
        while (network >= 0 && !_networks[network].Contains(address))
            network = _around[network];
        for (; network >= 0; network = _around[network])
            candidates.Add(_rules[network]);
    }

    private int LastFrom(HostAddress address)
    {
        var (low, high) = (0, _networks.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_networks[middle].Network <= address)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    /// <summary>Length of the prefix among 128 bits, so that networks of both kinds at one address stand from wide to narrow.</summary>
    private static int Bits(IGrouping<AddressPrefix, int> network) =>
        network.Key.Network.IsIPv4 ? 96 + network.Key.Length : network.Key.Length;
}
