// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>Puts the views of one connection together.</summary>
internal sealed class ContactBook
{
    /// <summary>
    /// Windows of sensors begin apart: two views of one connection may be stamped this far from each other, beyond their clocks' doubt.
    /// </summary>
    private static readonly Duration ViewsApart = Duration.FromSeconds(2);

    /// <summary>Uses of the same ports that views are looked for in: sensors come in order, nearly.</summary>
    private const int ViewsKept = 8;

    private readonly PlaceNumbers _numbers;
    private readonly Dictionary<Endpoint, string> _domains = [];
    private readonly Dictionary<(Endpoint Acting, Endpoint Target), List<Contact>> _open = [];

    /// <summary>Contacts of sandboxes, by start.</summary>
    public List<Contact> Contacts { get; private set; } = [];

    /// <param name="sightings">In the attributor's order.</param>
    public ContactBook(IEnumerable<Sighting> sightings, PlaceNumbers numbers)
    {
        _numbers = numbers;
        foreach (var sighting in sightings)
        {
            NoteDomain(sighting);
            if (sighting.Holders.Sandboxes.Count == 0 || sighting.IsInbound)
                continue;
            sighting.Contact = Find(sighting) is { } known ? known : Open(sighting);
        }

        foreach (var contact in Contacts)
            contact.Domain = DomainOf(contact);

        // A better view may have moved a start.
        if (!IsInOrder())
            Contacts = [.. Contacts.OrderBy(c => c.Start)];

        NoteReturns();

        // What views were put together by is not asked for again.
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

    private Contact Open(Sighting sighting)
    {
        var contact = new Contact(sighting)
        {
            Sandboxes = _numbers.Of(sighting.Holders),
            SandboxCount = sighting.Holders.Sandboxes.Count,
            Endpoint = _numbers.Of(sighting.Target),
            Address = _numbers.Of(sighting.Target.Address),
            Family = _numbers.OfFamily(sighting.Target),
        };
        ref var open = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, (sighting.Acting, sighting.Target), out _);
        (open ??= new List<Contact>(1)).Add(contact);
        Contacts.Add(contact);
        return contact;
    }
}
