// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>
/// Who held addresses. Connections of one address mostly fall under the same leases: they share one <see cref="AddressHolders"/>, so that
/// memory grows with the sets of leases, not with connections times leases. Not thread-safe.
/// </summary>
internal sealed class HolderIndex(LeaseIndex leases)
{
    private readonly Dictionary<HostAddress, Dictionary<int, List<AddressHolders>>> _known = [];

    private readonly Dictionary<(HostAddress Address, int Begun, int Ended), AddressHolders> _byStretch = [];

    /// <summary>Holders of an end at any time within [<paramref name="from"/>, <paramref name="to"/>].</summary>
    /// <param name="context">Tells the networks that the connection was seen in.</param>
    public AddressHolders Of(in Endpoint end, Instant from, Instant to, ConnectionContext context)
    {
        if (leases.StretchOf(end.Address, end.Port, from, to) is not { } stretch)
            return Look(end, from, to, context);
        var key = (end.Address, stretch.Begun, stretch.Ended);
        if (!_byStretch.TryGetValue(key, out var holders))
            _byStretch.Add(key, holders = Look(end, from, to, context));
        return holders;
    }

    private AddressHolders Look(in Endpoint end, Instant from, Instant to, ConnectionContext context)
    {
        var holding = leases.Holding(end.Address, end.Port, from, to, context.IsIn);
        if (!_known.TryGetValue(end.Address, out var ofAddress))
            _known.Add(end.Address, ofAddress = []);
        var hash = HashOf(holding);
        if (!ofAddress.TryGetValue(hash, out var sets))
            ofAddress.Add(hash, sets = []);
        var known = sets.Find(s => IsSame(s.Leases, holding));
        if (known is null)
        {
            var everLeased = holding.Count > 0 || leases.Of(end.Address).Any();
            sets.Add(known = AddressHolders.From(holding, end.Address.ToString(), everLeased, leases.LostOf(end.Address)));
        }

        return known;
    }

    private static int HashOf(IReadOnlyList<AddressLease> holding)
    {
        var hash = default(HashCode);
        for (var i = 0; i < holding.Count; i++)
            hash.Add(RuntimeHelpers.GetHashCode(holding[i]));
        return hash.ToHashCode();
    }

    private static bool IsSame(IReadOnlyList<AddressLease> left, IReadOnlyList<AddressLease> right)
    {
        if (left.Count != right.Count)
            return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (!ReferenceEquals(left[i], right[i]))
                return false;
        }

        return true;
    }
}
