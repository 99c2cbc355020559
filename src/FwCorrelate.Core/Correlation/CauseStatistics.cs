// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Correlation;

/// <summary>
/// What a case tells of causes, by family of rules: how many first contacts calls made, how many came without a call, and to which
/// endpoints. Whoever asks for one sandbox is told of the others only: what is judged is no evidence for itself.
/// </summary>
/// <param name="tracedSeconds">Seconds in which a first contact could have come without a call, over all sandboxes that have
/// traces.</param>
internal sealed class CauseStatistics(double tracedSeconds)
{
    /// <summary>First contacts without a call that a family is believed to have where none was seen.</summary>
    private const double Novelty = 0.5;

    /// <summary>The same for an endpoint that the sandbox is known to go to: that something new goes there too is rarer.</summary>
    private const double NoveltyAgain = Novelty * AgainShare;

    /// <summary>How much rarer something new comes to an endpoint where the sandbox has a process already.</summary>
    public const double AgainShare = 0.1;

    /// <summary>Endpoints that a contact could have gone to beside those seen.</summary>
    private const int EndpointsAnywhere = 50;
    private const int NoSandbox = -1;
    private const double MostLacking = 0.9;
    private const double LargestDiscount = 0.95;
    private const double LargestShare = 0.9;

    // Of a burst: endpoints beside the first before the case tells, usual length in seconds, endpoints per second at least and at most.
    private const double UsualContacts = 10;
    private const double UsualMore = 0.2;
    private const double BurstLength = 20;
    private const double SlowestBurst = 0.005;
    private const double FastestBurst = 2;

    private readonly Dictionary<int, FamilyCounts> _families = [];
    private readonly Dictionary<int, Counts> _endpoints = [];

    /// <summary>
    /// Counts a first contact. What an earlier contact of its burst hands on is one event with it, and counts for its endpoint only.
    /// </summary>
    public void Add(Contact contact)
    {
        var share = 1.0 / contact.Sandboxes.Length;
        var family = CountsOf(_families, contact.Family);
        var endpoint = CountsOf(_endpoints, contact.Endpoint);
        family.Note(contact.Endpoint, contact.NoneWeight < 0.5);
        foreach (var sandbox in contact.Sandboxes)
        {
            family.Add(sandbox, (1 - contact.NoneWeight) * share, contact.NoneWeight * share);
            family.Events.Add(sandbox, contact.Calls!.Sum(c => c.OwnWeight) * share, contact.OwnNoneWeight * share);
            endpoint.Add(sandbox, (1 - contact.NoneWeight) * share, contact.NoneWeight * share);
        }
    }

    /// <summary>Counts first contacts of machines that run no agent.</summary>
    public void AddMachines(int endpoint, int family, int count)
    {
        var counts = CountsOf(_families, family);
        counts.Note(endpoint, isOfCalls: false);
        counts.Add(NoSandbox, 0, count);
        counts.Events.Add(NoSandbox, 0, count);
        CountsOf(_endpoints, endpoint).Add(NoSandbox, 0, count);
    }

    /// <summary>
    /// Rate at which "none" makes first contacts of this family to this endpoint, per second, in all sandboxes that the contact may be of.
    /// </summary>
    public double NoneRate(Contact contact)
    {
        var events = _families.TryGetValue(contact.Family, out var family) ? family.Events.Others(contact.Sandboxes).None : 0;
        return contact.SandboxCount * ((contact.IsFirst ? Novelty : NoveltyAgain) + events) / tracedSeconds
            * Math.Min(LargestShare, Share(contact, byCalls: false) * ContactsPerEvent(contact, byCalls: false));
    }

    /// <summary>Rate at which calls that the traces lack make such contacts, as those do that they hold.</summary>
    public double LackingRate(Contact contact)
    {
        if (contact.LackingShare == 0)
            return 0;
        var events = _families.TryGetValue(contact.Family, out var family) ? family.Events.Others(contact.Sandboxes).Calls : 0;
        var lacking = contact.LackingShare / (1 - Math.Min(MostLacking, contact.LackingShare)) * (contact.IsFirst ? 1 : AgainShare);
        return contact.SandboxCount * lacking * (Novelty + events) / tracedSeconds * ReachOfCalls(contact);
    }

    /// <summary>A burst goes to many endpoints at once: each of them is so much likelier.</summary>
    private double ContactsPerEvent(Contact contact, bool byCalls)
    {
        if (!_families.TryGetValue(contact.Family, out var counts))
            return UsualContacts;
        var (family, events) = (counts.Others(contact.Sandboxes), counts.Events.Others(contact.Sandboxes));
        return Math.Max(1, byCalls ? (UsualContacts + family.Calls) / (1 + events.Calls) : (1 + family.None) / (1 + events.None));
    }

    /// <summary>Endpoints that a call goes to which begins to make contacts of the family.</summary>
    public double ContactsPerEventOfCalls(Contact contact) => ContactsPerEvent(contact, byCalls: true);

    /// <summary>Probability that what is no call's and makes a contact of the family makes one to this endpoint.</summary>
    public double ShareOfNone(Contact contact) => Math.Min(LargestShare, Share(contact, byCalls: false));

    /// <summary>Probability that a call which begins to make contacts of the family makes one to this endpoint.</summary>
    public double ReachOfCalls(Contact contact) =>
        Math.Min(LargestShare, Share(contact, byCalls: true) * ContactsPerEvent(contact, byCalls: true));

    /// <summary>Rate, per second, at which a call in a burst of the family goes on to this endpoint.</summary>
    public double BurstRate(Contact contact) =>
        Share(contact, byCalls: true)
            * Math.Clamp((ContactsPerEvent(contact, byCalls: true) - 1 + UsualMore) / BurstLength, SlowestBurst, FastestBurst);

    /// <summary>
    /// As in a Pitman-Yor process: where nearly every contact of the family goes to a new endpoint, as in a sweep, the next one does so
    /// too; where all go to one pool, a new one is rare.
    /// </summary>
    private double Share(Contact contact, bool byCalls)
    {
        var endpoint = _endpoints.TryGetValue(contact.Endpoint, out var seen) ? seen.Others(contact.Sandboxes) : default;
        if (!_families.TryGetValue(contact.Family, out var counts))
            return 1.0 / EndpointsAnywhere;
        var family = counts.Others(contact.Sandboxes);
        var (here, all) = byCalls ? (endpoint.Calls, family.Calls) : (endpoint.None, family.None);
        var distinct = counts.Distinct(byCalls);
        var discount = all == 0 ? 0 : Math.Min(LargestDiscount, distinct / Math.Max(all, distinct));
        return ((here * (1 - discount)) + ((1 + (discount * all)) / (counts.Endpoints + EndpointsAnywhere))) / (1 + all);
    }

    private static TCounts CountsOf<TCounts>(Dictionary<int, TCounts> all, int key)
        where TCounts : new()
    {
        ref var counts = ref CollectionsMarshal.GetValueRefOrAddDefault(all, key, out _);
        return counts ??= new TCounts();
    }

    /// <summary>What calls and "none" hold, together and by sandbox.</summary>
    private sealed class Counts
    {
        private readonly Dictionary<int, (double Calls, double None)> _bySandbox = [];
        private double _calls;
        private double _none;

        public void Add(int sandbox, double byCalls, double byNone)
        {
            _calls += byCalls;
            _none += byNone;
            ref var own = ref CollectionsMarshal.GetValueRefOrAddDefault(_bySandbox, sandbox, out _);
            own = (own.Calls + byCalls, own.None + byNone);
        }

        /// <summary>Without some sandboxes.</summary>
        public (double Calls, double None) Others(int[] sandboxes)
        {
            var (calls, none) = (_calls, _none);
            foreach (var sandbox in sandboxes)
            {
                var own = _bySandbox.GetValueOrDefault(sandbox);
                calls -= own.Calls;
                none -= own.None;
            }

            return (Math.Max(0, calls), Math.Max(0, none));
        }
    }

    private sealed class FamilyCounts
    {
        private readonly Counts _contacts = new();
        private readonly HashSet<int> _ofCalls = [];
        private readonly HashSet<int> _ofNone = [];

        /// <summary>Contacts that begin something: what continues a burst is one event with its beginning.</summary>
        public Counts Events { get; } = new();

        /// <summary>Endpoints that either went to.</summary>
        public int Endpoints => Math.Max(1, _ofCalls.Count + _ofNone.Count);

        public void Add(int sandbox, double byCalls, double byNone) => _contacts.Add(sandbox, byCalls, byNone);

        public (double Calls, double None) Others(int[] sandboxes) => _contacts.Others(sandboxes);

        public void Note(int endpoint, bool isOfCalls) => (isOfCalls ? _ofCalls : _ofNone).Add(endpoint);

        public double Distinct(bool byCalls) => byCalls ? _ofCalls.Count : _ofNone.Count;
    }
}
