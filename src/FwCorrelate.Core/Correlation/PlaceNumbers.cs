// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Network;

namespace FwCorrelate.Correlation;

/// <summary>Numbers of what contacts are looked up by: sandboxes, endpoints, addresses, families of rules.</summary>
/// <param name="familyOf">Family of the rules that an endpoint's connections matched.</param>
/// <param name="hasCalls">Whether the traces hold a call of a sandbox.</param>
internal sealed class PlaceNumbers(Func<Endpoint, string> familyOf, Func<string, bool> hasCalls)
{
    /// <summary>Sandboxes without a call that one address may have and each still counts by itself; beyond, they are one crowd.</summary>
    private const int MostApart = 64;

    private readonly Dictionary<string, int> _sandboxes = new(StringComparer.Ordinal);
    private readonly Dictionary<Endpoint, int> _endpoints = [];
    private readonly Dictionary<HostAddress, int> _addresses = [];
    private readonly Dictionary<string, int> _families = new(StringComparer.Ordinal);
    private readonly Dictionary<AddressHolders, int[]> _holders = new(ReferenceEqualityComparer.Instance);

    public int OfSandbox(string sandbox) => Number(_sandboxes, sandbox);

    public int Of(in Endpoint endpoint) => Number(_endpoints, endpoint);

    public int Of(HostAddress address) => Number(_addresses, address);

    public int OfFamily(in Endpoint endpoint) => Number(_families, familyOf(endpoint));

    /// <summary>
    /// Numbers of those that may have held an address, one array for all contacts of the same holders. Of thousands that share one, those
    /// without a call differ in nothing: work and memory grow with the sandboxes that did something, not with a lease table's rows.
    /// </summary>
    public int[] Of(AddressHolders holders)
    {
        ref var numbers = ref CollectionsMarshal.GetValueRefOrAddDefault(_holders, holders, out _);
        if (numbers is not null)
            return numbers;
        var acting = holders.Sandboxes.Where(hasCalls).ToList();
        return numbers = holders.Sandboxes.Count - acting.Count <= MostApart
            ? [.. holders.Sandboxes.Select(OfSandbox)]
            : [.. acting.Select(OfSandbox), OfSandbox("crowd " + holders.Key)];
    }

    private static int Number<TKey>(Dictionary<TKey, int> numbers, TKey key)
        where TKey : notnull
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, key, out var isKnown);
        if (!isKnown)
            number = numbers.Count - 1;
        return number;
    }
}
