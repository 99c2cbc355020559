// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Correlation;

/// <summary>What machines that run no agent contact: hosts, services. Only counted.</summary>
internal sealed class MachineContacts(PlaceNumbers numbers)
{
    private readonly Dictionary<Endpoint, HashSet<string>> _machines = [];
    private readonly Dictionary<(int Endpoint, int Family), int> _first = [];

    /// <summary>How many first contacts there were, by endpoint and family.</summary>
    public IReadOnlyDictionary<(int Endpoint, int Family), int> First => _first;

    /// <summary>Notes a connection if a machine that runs no agent opened it.</summary>
    public void Add(Sighting sighting)
    {
        if (sighting is not { IsInbound: false, Holders: { Sandboxes.Count: 0, IsUnknown: false } })
            return;
        ref var machines = ref CollectionsMarshal.GetValueRefOrAddDefault(_machines, sighting.Target, out _);
        (machines ??= new HashSet<string>(1, StringComparer.Ordinal)).Add(sighting.Holders.Leases[0].OwnerId);
        if (sighting.IsFirstContact)
            CollectionsMarshal.GetValueRefOrAddDefault(_first, (numbers.Of(sighting.Target), numbers.OfFamily(sighting.Target)), out _)++;
    }

    /// <summary>Names of those that contacted an endpoint.</summary>
    public IReadOnlyCollection<string> At(in Endpoint endpoint) => _machines.TryGetValue(endpoint, out var machines) ? machines : [];
}
