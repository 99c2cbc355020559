// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;

namespace FwCorrelate.Sigma.Events;

/// <summary>Which addresses are internal; for <c>src_is_internal</c> and <c>dst_is_internal</c>.</summary>
public sealed class NetworkScope(IReadOnlyList<AddressPrefix> internalNetworks)
{
    private readonly AddressPrefix[] _networks = [.. internalNetworks];

    public IReadOnlyList<AddressPrefix> Networks => _networks;

    public bool IsInternal(HostAddress address)
    {
        foreach (ref readonly var network in _networks.AsSpan())
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}
