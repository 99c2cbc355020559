// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Sigma.Events;

/// <summary>What rules may ask of a record's network: which addresses are internal, and whether it goes out past a proxy.</summary>
/// <param name="bypassesProxy">
/// Whether a record goes out by itself though its source has a proxy; null where no proxy is known, so that no record does.
/// </param>
public sealed class NetworkScope(IReadOnlyList<AddressPrefix> internalNetworks, Func<RecordReference, bool>? bypassesProxy = null)
{
    private readonly AddressPrefix[] _networks = [.. internalNetworks];

    public IReadOnlyList<AddressPrefix> Networks => _networks;

    /// <summary>Whether any proxy is known.</summary>
    public bool KnowsProxy => bypassesProxy is not null;

    public bool IsInternal(HostAddress address)
    {
        foreach (ref readonly var network in _networks.AsSpan())
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }

    /// <summary>Whether a record goes out by itself though its source has a proxy.</summary>
    public bool BypassesProxy(RecordReference record) => bypassesProxy is not null && bypassesProxy(record);
}
