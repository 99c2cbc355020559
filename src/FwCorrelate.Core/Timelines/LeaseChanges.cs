// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>Begins and ends of the leases of one address, each in order.</summary>
internal sealed class LeaseChanges
{
    private readonly Instant[] _begins;
    private readonly Instant[] _ends;

    private LeaseChanges(IReadOnlyList<AddressLease> leases)
    {
        _begins = [.. leases.Select(l => l.From).Order()];
        _ends = [.. leases.Select(l => l.To).Order()];
    }

    /// <summary>Null where who holds the address depends on a port or a network too.</summary>
    public static LeaseChanges? Of(IReadOnlyList<AddressLease> leases) =>
        leases.All(l => l is { PortFrom: 0, PortTo: 65535, Network.Length: 0 }) ? new LeaseChanges(leases) : null;

    /// <summary>
    /// Leases that had begun by <paramref name="to"/> and those that had ended by <paramref name="from"/>. Each number says which leases
    /// those are, so that both together say which hold in between.
    /// </summary>
    public (int Begun, int Ended) At(Instant from, Instant to) => (CountUntil(_begins, to), CountUntil(_ends, from));

    private static int CountUntil(Instant[] times, Instant last)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] <= last)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
