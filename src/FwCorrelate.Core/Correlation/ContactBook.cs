// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Puts the views of one connection together, and numbers what contacts are looked up by.</summary>
internal sealed class ContactBook
{
    /// <summary>
    /// Windows of sensors begin apart: two views of one connection may be stamped this far from each other, beyond their clocks' doubt.
    /// </summary>
    private static readonly Duration ViewsApart = Duration.FromSeconds(2);

    /// <summary>Uses of the same ports that views are looked for in: sensors come in order, nearly.</summary>
    private const int ViewsKept = 8;

    /// <summary>Sandboxes without a call that one address may have and each still counts by itself; beyond, they are one crowd.</summary>
    private const int MostApart = 64;

    private readonly Dictionary<string, int> _sandboxes = new(StringComparer.Ordinal);
    private readonly Dictionary<Endpoint, int> _endpoints = [];
    private readonly Dictionary<HostAddress, int> _addresses = [];
    private readonly Dictionary<Endpoint, string> _domains = [];
    private readonly Dictionary<string, int> _families = new(StringComparer.Ordinal);
    private readonly Dictionary<(Endpoint Acting, Endpoint Target), List<Contact>> _open = [];
    private readonly Dictionary<AddressHolders, int[]> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Func<string, bool> _hasCalls;

    /// <summary>Contacts of sandboxes, by start.</summary>
    public List<Contact> Contacts { get; private set; } = [];

    /// <summary>First contacts of machines that run no agent: endpoint and family.</summary>
    public List<(int Endpoint, int Family)> Machines { get; } = [];

    public int Sandboxes => _sandboxes.Count;

    public int Families => _families.Count;

    public IReadOnlyDictionary<Endpoint, int> Endpoints => _endpoints;

    /// <param name="sightings">In the attributor's order.</param>
    /// <param name="familyOf">Family of the rules that an endpoint's connections matched.</param>
    /// <param name="hasCalls">Whether the traces hold a call of a sandbox.</param>
    public ContactBook(IEnumerable<Sighting> sightings, Func<Endpoint, string> familyOf, Func<string, bool> hasCalls)
    {
        _hasCalls = hasCalls;
        foreach (var sighting in sightings)
        {
            NoteDomain(sighting);
            if (sighting is { IsFirstContact: true, IsInbound: false, Holders: { Sandboxes.Count: 0, IsUnknown: false } })
                Machines.Add((Number(_endpoints, sighting.Target), Number(_families, familyOf(sighting.Target))));
            if (sighting.Holders.Sandboxes.Count == 0 || sighting.IsInbound)
                continue;
            sighting.Contact = Find(sighting) is { } known ? known : Open(sighting, familyOf);
        }

        foreach (var contact in Contacts)
            contact.Domain = DomainOf(contact);

        // A better view may have moved a start.
        if (!IsInOrder())
            Contacts = [.. Contacts.OrderBy(c => c.Start)];

        NoteReturns();

        // The numbers are asked for as long as the case is; what views were put together by is not.
        _open.Clear();
        _open.TrimExcess();
    }

    /// <summary>Which contacts others of their sandboxes come back to.</summary>
    private void NoteReturns()
    {
        var byEndpoint = new Dictionary<(int Sandbox, int Endpoint), int>();
        var byAddress = new Dictionary<(int Sandbox, int Address), (int Endpoint, bool HasOthers)>();
        foreach (var contact in Contacts)
        {
            foreach (var sandbox in contact.Sandboxes)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(byEndpoint, (sandbox, contact.Endpoint), out _)++;
                ref var ports = ref CollectionsMarshal.GetValueRefOrAddDefault(byAddress, (sandbox, contact.Address), out var isKnown);
                ports = (contact.Endpoint, isKnown && (ports.HasOthers || ports.Endpoint != contact.Endpoint));
            }
        }

        foreach (var contact in Contacts)
        {
            contact.IsRepeated = Array.Exists(contact.Sandboxes, s => byEndpoint[(s, contact.Endpoint)] > 1);
            contact.HasOtherPorts = Array.Exists(contact.Sandboxes, s => byAddress[(s, contact.Address)].HasOthers);
        }
    }

    private bool IsInOrder()
    {
        for (var i = 1; i < Contacts.Count; i++)
        {
            if (Contacts[i].Start < Contacts[i - 1].Start)
                return false;
        }

        return true;
    }

    private void NoteDomain(Sighting sighting)
    {
        var domain = sighting.Context.Domain;
        if (domain.Length > 0 && !_domains.TryAdd(sighting.Target, domain) && _domains[sighting.Target] != domain)
            _domains[sighting.Target] = "";
    }

    private string DomainOf(Contact contact)
    {
        var named = contact.Views.Select(v => v.Context.Domain).FirstOrDefault(d => d.Length > 0);
        return named ?? _domains.GetValueOrDefault(contact.Lead.Target, "");
    }

    public int NumberOf(string sandbox) => Number(_sandboxes, sandbox);

    private Contact? Find(Sighting sighting)
    {
        if (!_open.TryGetValue((sighting.Acting, sighting.Target), out var contacts))
            return null;
        for (var i = contacts.Count - 1; i >= Math.Max(0, contacts.Count - ViewsKept); i--)
        {
            var contact = contacts[i];
            if (!contact.Views.Exists(v => v.Connection.Key == sighting.Connection.Key) && AreAtOnce(contact.Lead, sighting))
            {
                contact.Add(sighting);
                return contact;
            }
        }

        return null;
    }

    private static bool AreAtOnce(Sighting one, Sighting other)
    {
        var apart = one.Clock.Slack + other.Clock.Slack + ViewsApart;
        var (first, second) = one.Start <= other.Start ? (one, other) : (other, one);
        return second.Start - first.Start <= apart && second.Start <= first.Connection.TrueEnd + apart;
    }

    private Contact Open(Sighting sighting, Func<Endpoint, string> familyOf)
    {
        var contact = new Contact(sighting)
        {
            Sandboxes = NumbersOf(sighting.Holders),
            SandboxCount = sighting.Holders.Sandboxes.Count,
            Endpoint = Number(_endpoints, sighting.Target),
            Address = Number(_addresses, sighting.Target.Address),
            Family = Number(_families, familyOf(sighting.Target)),
        };
        ref var open = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, (sighting.Acting, sighting.Target), out _);
        (open ??= new List<Contact>(1)).Add(contact);
        Contacts.Add(contact);
        return contact;
    }

    /// <summary>
    /// Numbers of those that may have held an address, one array for all contacts of the same holders. Of thousands that share one, those
    /// without a call differ in nothing: work and memory grow with the sandboxes that did something, not with a lease table's rows.
    /// </summary>
    private int[] NumbersOf(AddressHolders holders)
    {
        ref var numbers = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, holders, out _);
        if (numbers is not null)
            return numbers;
        var acting = holders.Sandboxes.Where(_hasCalls).ToList();
        return numbers = holders.Sandboxes.Count - acting.Count <= MostApart
            ? [.. holders.Sandboxes.Select(NumberOf)]
            : [.. acting.Select(NumberOf), NumberOf("crowd " + holders.Key)];
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
