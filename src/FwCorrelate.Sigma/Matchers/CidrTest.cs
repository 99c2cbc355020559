// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Matchers;

/// <summary>An address inside a network; what is no address is in none. IPv4 addresses are in no IPv6 network.</summary>
internal sealed class CidrTest(AddressPrefix network, bool isIPv4) : ValueTest
{
    public AddressPrefix Network => network;

    internal override int Cost => 0;

    protected override bool Test(in FieldValue value) => value.Kind switch
    {
        FieldValueKind.Address => Contains(value.Address),
        FieldValueKind.Text => HostAddress.TryParse(value.Text, out var address) && Contains(address),
        _ => false,
    };

    private bool Contains(HostAddress address) => address.IsIPv4 == isIPv4 && network.Contains(address);
}
