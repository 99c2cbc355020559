// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Network;
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>
/// The addresses that proxies connect from: those that their logs tell, services of the lease table, and such as most requests are found
/// again at. An address that a sandbox held is none.
/// </summary>
internal sealed class ProxyAddresses
{
    /// <summary>Requests that have to be found again at an address before it passes for a proxy's.</summary>
    private const int LeastFoundAgain = 3;

    private readonly LeaseIndex _leases;
    private readonly CaseSettings _settings;
    private readonly HashSet<HostAddress> _clients;
    private readonly HashSet<HostAddress> _known;
    private readonly Dictionary<HostAddress, bool> _possible = [];
    private readonly int _requests;

    public ProxyAddresses(
        IReadOnlyList<StitchedConnection> requests, Func<StitchedConnection, ConnectionContext> contextOf, LeaseIndex leases,
        CaseSettings settings)
    {
        (_leases, _settings) = (leases, settings);
        _clients = [.. requests.Select(r => r.Initiating.Address)];
        _known = [.. requests.Select(r => contextOf(r).Request?.Outgoing?.Address).OfType<HostAddress>()];
        _requests = requests.Count(r => !r.IsDenied);
    }

    /// <summary>Whether it is known to be a proxy's.</summary>
    public bool Contains(HostAddress address) => _known.Contains(address);

    /// <summary>Whether it may be a proxy's, as far as leases tell.</summary>
    public bool MayBe(HostAddress address)
    {
        if (!_possible.TryGetValue(address, out var may))
            _possible.Add(address, may = Judge(address));
        return may;
    }

    /// <summary>Takes those that requests are found again at.</summary>
    /// <param name="options">Requests that may be behind each connection of the addresses that may be a proxy's.</param>
    public void Learn(Dictionary<StitchedConnection, List<StitchedConnection>> options)
    {
        var found = options.GroupBy(o => o.Key.Initiating.Address)
            .Select(g => (Address: g.Key, Count: g.SelectMany(o => o.Value).Distinct().Count())).ToList();
        foreach (var (address, count) in found)
        {
            if (IsService(address) || (!_clients.Contains(address) && count >= LeastFoundAgain && count * 2 > _requests))
                _known.Add(address);
        }
    }

    private bool Judge(HostAddress address)
    {
        if (_known.Contains(address))
            return true;
        var leases = _leases.Of(address).ToList();
        return !address.IsNone && !address.IsName && leases.TrueForAll(l => l.OwnerKind != OwnerKind.Sandbox)
            && (leases.Count > 0 || _settings.IsInternal(address));
    }

    private bool IsService(HostAddress address) => _leases.Of(address).Any(l => l.OwnerKind == OwnerKind.Service);
}
