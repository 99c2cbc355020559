// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Clocks;
using FwCorrelate.Timelines;

namespace FwCorrelate.Correlation;

/// <summary>
/// First contacts of sandboxes that no trace tells of, each the only one of its sandboxes at its host: no call may have made them, nothing
/// continues them, and nothing is learnt of causes from them. They only tell how long connections of their family last, and stand before
/// other contacts of their sandboxes. A busy log has many times as many of them as of matched ones: they are counted, not weighed.
/// </summary>
internal sealed class QuietContacts
{
    private readonly TimelineIndex _timeline;
    private readonly PlaceNumbers _numbers;
    private readonly HashSet<Place> _places = [];
    private readonly HashSet<Place> _sharedPlaces = [];
    private readonly Dictionary<int, (int Count, double OpenSeconds)> _byFamily = [];
    private Sighting[] _quiet = [];

    public QuietContacts(TimelineIndex timeline, PlaceNumbers numbers) => (_timeline, _numbers) = (timeline, numbers);

    /// <summary>How many there are, and how many seconds they are open together, by family.</summary>
    public IReadOnlyDictionary<int, (int Count, double OpenSeconds)> ByFamily => _byFamily;

    /// <summary>Takes the quiet ones out of connections that only tell how often endpoints are contacted.</summary>
    /// <param name="asked">All other connections.</param>
    /// <param name="others">The first of each actor and endpoint.</param>
    /// <param name="machines">Told of those of machines that run no agent, which are not weighed either.</param>
    /// <returns>Those that have to be weighed.</returns>
    public IReadOnlyList<Sighting> TakeFrom(IReadOnlyList<Sighting> asked, IReadOnlyList<Sighting> others, MachineContacts machines)
    {
        var known = asked.Select(ActorTarget.Of).ToHashSet();
        foreach (var sighting in asked)
            NotePlaces(sighting);
        foreach (var sighting in others)
            NotePlaces(sighting);
        var (quiet, weighed) = (new List<Sighting>(), new List<Sighting>());
        foreach (var sighting in others)
        {
            if (known.Contains(ActorTarget.Of(sighting)))
                weighed.Add(sighting);
            else if (sighting.Holders.Sandboxes.Count == 0)
                AddMachine(sighting, machines);
            else if (IsQuiet(sighting))
                quiet.Add(sighting);
            else
                weighed.Add(sighting);
        }

        Forget(_places);
        Forget(_sharedPlaces);
        _quiet = [.. quiet];
        return weighed;
    }

    /// <summary>Tells the contacts that are weighed which quiet ones stand before them, and gives the quiet ones up.</summary>
    /// <param name="contacts">By start.</param>
    public void StandBefore(IReadOnlyList<Contact> contacts)
    {
        Sighting.Sort(_quiet);
        var last = new Dictionary<(int Sandbox, int Family), (double Start, double Weight)>();
        var seen = new HashSet<(int Sandbox, int Endpoint)>();
        var next = 0;
        foreach (var contact in contacts)
        {
            for (; next < _quiet.Length && IsBefore(_quiet[next], contact); next++)
                Count(_quiet[next], last);
            contact.QuietBefore = Before(contact, last);
            if (!contact.IsRepeated || !Array.Exists(contact.Sandboxes, s => seen.Contains((s, contact.Endpoint))))
                Array.ForEach(contact.Sandboxes, s => last.Remove((s, contact.Family)));
            if (contact.IsRepeated)
                seen.UnionWith(contact.Sandboxes.Select(s => (s, contact.Endpoint)));
        }

        for (; next < _quiet.Length; next++)
            Count(_quiet[next], last);
        _quiet = [];
    }

    private static (double Start, double Weight)[]? Before(
        Contact contact, Dictionary<(int Sandbox, int Family), (double Start, double Weight)> last)
    {
        (double Start, double Weight)[]? before = null;
        for (var i = 0; i < contact.Sandboxes.Length; i++)
        {
            if (last.TryGetValue((contact.Sandboxes[i], contact.Family), out var quiet))
                (before ??= new (double, double)[contact.Sandboxes.Length])[i] = quiet;
        }

        return before;
    }

    private void Count(Sighting sighting, Dictionary<(int Sandbox, int Family), (double Start, double Weight)> last)
    {
        var family = _numbers.OfFamily(sighting.Target);
        var start = LagReader.SecondsOf(sighting.Start);
        var sandboxes = _numbers.Of(sighting.Holders);
        foreach (var sandbox in sandboxes)
            last[(sandbox, family)] = (start, 1.0 / sandboxes.Length);
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(_byFamily, family, out _);
        counts = (counts.Count + 1, counts.OpenSeconds + LagReader.SecondsOf(sighting.Connection.TrueEnd) - start);
    }

    // A better view may have moved the contact's start; among equal ones it stands where its first view does.
    private static bool IsBefore(Sighting quiet, Contact contact)
    {
        var order = LagReader.SecondsOf(quiet.Start).CompareTo(contact.Start);
        return order != 0 ? order < 0 : Sighting.InOrder(quiet, contact.Views[0]) < 0;
    }

    private static void AddMachine(Sighting sighting, MachineContacts machines)
    {
        sighting.IsFirstContact = true;
        machines.Add(sighting);
    }

    /// <summary>Without calls, and without a trace that tells that there were none.</summary>
    private bool IsQuiet(Sighting sighting) => sighting.Actor.Calls.Calls.Count == 0
        && !sighting.Actor.Sandboxes.All(_timeline.IsTraceComplete) && !Places(sighting).Any(_sharedPlaces.Contains);

    private void NotePlaces(Sighting sighting)
    {
        if (sighting.IsInbound || sighting.Holders.Sandboxes.Count == 0)
            return;
        foreach (var place in Places(sighting))
        {
            if (!_places.Add(place))
                _sharedPlaces.Add(place);
        }
    }

    /// <summary>
    /// Its sandboxes at its host, and its own address there: another sensor's view of the same connection may be tied to other sandboxes.
    /// </summary>
    private IEnumerable<Place> Places(Sighting sighting)
    {
        var host = _numbers.Of(sighting.Target.Address);
        yield return new Place(host, ~_numbers.Of(sighting.Acting.Address));
        foreach (var sandbox in _numbers.Of(sighting.Holders))
            yield return new Place(host, sandbox);
    }

    private static void Forget(HashSet<Place> places)
    {
        places.Clear();
        places.TrimExcess();
    }

    /// <summary>A host and one that goes to it: a number, or the complement of one where it is an address.</summary>
    private readonly record struct Place(int Host, int Actor)
    {
        // Millions are asked for.
        public override int GetHashCode() => (int)((((ulong)(uint)Host << 32 | (uint)Actor) * 0x9E37_79B9_7F4A_7C15) >> 32);
    }
}
