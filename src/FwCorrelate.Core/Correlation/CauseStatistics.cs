// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Correlation;

/// <summary>
/// What a case tells of causes, by family of rules: how many first contacts calls made, how many came without a call, and to which endpoints.
/// Whoever asks for one sandbox is told of the others only: what is judged is no evidence for itself.
/// </summary>
/// <param name="tracedSeconds">Seconds in which a first contact could have come without a call, over all sandboxes that have traces.</param>
internal sealed class CauseStatistics(double tracedSeconds)
{
    /// <summary>First contacts without a call that a family is believed to have where none was seen.</summary>
    private const double Novelty = 0.5;

    private const double LargestDiscount = 0.95;

    private readonly Dictionary<int, FamilyCounts> _families = [];
    private readonly Dictionary<int, EndpointCounts> _endpoints = [];

    /// <summary>Counts a first contact. What an earlier contact of its burst hands on is one event with it, and counts for its endpoint only.</summary>
    public void Add(Contact contact)
    {
        var share = 1.0 / contact.Sandboxes.Length;
        var family = CountsOf(_families, contact.Family);
        var endpoint = CountsOf(_endpoints, contact.Endpoint);
        family.Note(contact.Endpoint, contact.NoneWeight < 0.5);
        foreach (var sandbox in contact.Sandboxes)
        {
            family.Add(sandbox, (1 - contact.NoneWeight) * share, contact.NoneWeight * share);
            family.AddEvents(sandbox, contact.OwnNoneWeight * share);
            endpoint.Add(sandbox, (1 - contact.NoneWeight) * share, contact.NoneWeight * share);
        }
    }

    /// <summary>Rate at which "none" makes first contacts of this family to this endpoint, per second, in all sandboxes that the contact may be of.</summary>
    public double NoneRate(Contact contact)
    {
        var events = _families.TryGetValue(contact.Family, out var family) ? family.EventsOfOthers(contact.Sandboxes) : 0;
        return contact.Sandboxes.Length * (Novelty + events) / tracedSeconds * Share(contact, byCalls: false);
    }

    /// <summary>Probability that a first contact of the family which a call makes goes to this endpoint.</summary>
    public double ShareOfCalls(Contact contact) => Share(contact, byCalls: true);

    /// <summary>
    /// As in a Pitman-Yor process: where nearly every contact of the family goes to a new endpoint, as in a sweep, the next one does so too;
    /// where all go to one pool, a new one is rare.
    /// </summary>
    private double Share(Contact contact, bool byCalls)
    {
        var family = Others(_families, contact.Family, contact.Sandboxes);
        var endpoint = Others(_endpoints, contact.Endpoint, contact.Sandboxes);
        var (here, all) = byCalls ? (endpoint.Calls, family.Calls) : (endpoint.None, family.None);
        if (!_families.TryGetValue(contact.Family, out var counts))
            return 1.0 / 2;
        var distinct = counts.Distinct(byCalls);
        var discount = all == 0 ? 0 : Math.Min(LargestDiscount, distinct / Math.Max(all, distinct));
        return ((here * (1 - discount)) + ((1 + (discount * all)) / (counts.Endpoints + 1))) / (1 + all);
    }

    private static (double Calls, double None) Others<TCounts>(Dictionary<int, TCounts> all, int key, int[] sandboxes)
        where TCounts : Counts
    {
        if (!all.TryGetValue(key, out var counts))
            return default;
        var (calls, none) = (counts.Calls, counts.None);
        foreach (var sandbox in sandboxes)
        {
            if (!counts.BySandbox.TryGetValue(sandbox, out var own))
                continue;
            calls -= own.Calls;
            none -= own.None;
        }

        return (Math.Max(0, calls), Math.Max(0, none));
    }

    private static TCounts CountsOf<TCounts>(Dictionary<int, TCounts> all, int key)
        where TCounts : Counts, new()
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _);
        return counts ??= new TCounts();
    }

    private class Counts
    {
        public double Calls { get; private set; }

        public double None { get; private set; }

        public Dictionary<int, (double Calls, double None)> BySandbox { get; } = [];

        public void Add(int sandbox, double byCalls, double byNone)
        {
            Calls += byCalls;
            None += byNone;
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(BySandbox, sandbox, out _);
            own = (own.Calls + byCalls, own.None + byNone);
        }
    }

    private sealed class EndpointCounts : Counts;

    private sealed class FamilyCounts : Counts
    {
        private readonly HashSet<int> _ofCalls = [];
        private readonly HashSet<int> _ofNone = [];
        private readonly Dictionary<int, double> _eventsBySandbox = [];
        private double _events;

        /// <summary>Endpoints that either went to.</summary>
        public int Endpoints => Math.Max(1, _ofCalls.Count + _ofNone.Count);

        public void Note(int endpoint, bool isOfCalls) => (isOfCalls ? _ofCalls : _ofNone).Add(endpoint);

        public double Distinct(bool byCalls) => byCalls ? _ofCalls.Count : _ofNone.Count;

        public void AddEvents(int sandbox, double events)
        {
            _events += events;
            _eventsBySandbox[sandbox] = _eventsBySandbox.GetValueOrDefault(sandbox) + events;
        }

        public double EventsOfOthers(int[] sandboxes)
        {
            var events = _events;
            foreach (var sandbox in sandboxes)
                events -= _eventsBySandbox.GetValueOrDefault(sandbox);
            return Math.Max(0, events);
        }
    }
}
