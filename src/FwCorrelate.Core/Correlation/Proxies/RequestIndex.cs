// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Requests in the logs of proxies, by where they go to.</summary>
internal sealed class RequestIndex
{
    /// <summary>Requests of one destination that are gone through for one connection: at one that busy nothing can be told apart.</summary>
    private const int MostGoneThrough = 512;

    private readonly Dictionary<HostAddress, Entry[]> _byDestination;

    /// <param name="requests">Those that the proxy let through.</param>
    /// <param name="destinationsOf">Address, name, or both, of each.</param>
    public RequestIndex(IEnumerable<StitchedConnection> requests, Func<StitchedConnection, IEnumerable<HostAddress>> destinationsOf)
    {
        _byDestination = requests.SelectMany(r => destinationsOf(r).Select(d => (Destination: d, Request: r)))
            .GroupBy(r => r.Destination)
            .ToDictionary(g => g.Key, g => InOrder(g.Select(r => r.Request)));
    }

    /// <summary>Requests to any of the destinations that were there at any time within [<paramref name="from"/>, <paramref name="to"/>].</summary>
    public HashSet<StitchedConnection> Within(IEnumerable<HostAddress> destinations, Instant from, Instant to)
    {
        var found = new HashSet<StitchedConnection>(ReferenceEqualityComparer.Instance);
        foreach (var destination in destinations)
        {
            if (!_byDestination.TryGetValue(destination, out var entries))
                continue;
            var last = LastBefore(entries, to);
            for (var i = last; i >= 0 && last - i < MostGoneThrough && entries[i].LatestEnd >= from; i--)
            {
                if (entries[i].Request.TrueEnd >= from)
                    found.Add(entries[i].Request);
            }
        }

        return found;
    }

    private static Entry[] InOrder(IEnumerable<StitchedConnection> requests)
    {
        var latest = Instant.MinValue;
        return [.. requests.OrderBy(r => r.TrueStart).ThenBy(r => r.Id, StringComparer.Ordinal)
            .Select(r => new Entry(r, latest = Instant.Max(latest, r.TrueEnd)))];
    }

    private static int LastBefore(Entry[] entries, Instant time)
    {
        int low = 0, high = entries.Length;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (entries[middle].Request.TrueStart <= time)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    /// <param name="LatestEnd">Of it and all before it.</param>
    private readonly record struct Entry(StitchedConnection Request, Instant LatestEnd);
}
