// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Commands;

namespace FwCorrelate.Correlation;

/// <summary>What earlier contacts of a sandbox hand on to a later one, per second.</summary>
/// <param name="Call">Null for causes that are no call.</param>
/// <param name="Rate">Weighed by how likely the cause made the earlier contact.</param>
/// <param name="RateIfSo">The same if it surely did.</param>
/// <param name="From">The earlier contact; null where it is a quiet one.</param>
internal readonly record struct Legacy(CallFacts? Call, double Rate, double RateIfSo, Contact? From, LegacyKind Kind)
{
    /// <summary>What it continues, where that is a process at the same endpoint; else null.</summary>
    public EndpointTrack? Track { get; init; }

    /// <summary>The cause's place among those of the track.</summary>
    public int Place { get; init; }
}

/// <summary>How a later contact may come of an earlier one.</summary>
internal enum LegacyKind
{
    /// <summary>Its process connects to the same endpoint again.</summary>
    SameEndpoint,

    /// <summary>Its process tries another port of the same host.</summary>
    SameHost,

    /// <summary>Its process goes on to the next endpoint of a burst.</summary>
    Burst,
}

/// <summary>
/// Who is behind a sandbox's contacts so far, by endpoint, address and family: a process that lives on connects again. One sandbox never
/// inherits from another, also where they share an address.
/// </summary>
internal sealed class CauseChains(ReconnectModel reconnects)
{
    /// <summary>Another port of the same host, against the same one.</summary>
    private const double OtherPort = 0.3;

    private const double BurstSeconds = 60;

    /// <summary>What outlives its call goes on as it did, or keeps to its endpoint.</summary>
    private const double BurstAfterCallSeconds = 5;
    private const double LongestBurstSeconds = 300;

    /// <summary>Causes that hold less of a contact, for each sandbox that it may be of, are not handed on.</summary>
    private const double LeastWeight = 0.0001;

    /// <summary>Causes that are kept of one chain: on a shared address every call that runs is one.</summary>
    private const int Longest = 24;

    private readonly Dictionary<(int Sandbox, int Endpoint), EndpointTracks> _byEndpoint = [];
    private readonly Dictionary<(int Sandbox, int Address), List<Entry>> _byAddress = [];
    private readonly Dictionary<(int Sandbox, int Family), List<Entry>> _byFamily = [];
    private readonly Dictionary<(CallFacts Call, int Family), double> _begun = [];
    private readonly List<(CallFacts? Call, double Weight)> _causes = [];

    /// <summary>Whether any of the contact's sandboxes was seen at the endpoint.</summary>
    public bool Knows(Contact contact)
    {
        if (!contact.IsRepeated)
            return false;
        foreach (var sandbox in contact.Sandboxes)
        {
            if (_byEndpoint.ContainsKey((sandbox, contact.Endpoint)))
                return true;
        }

        return false;
    }

    /// <summary>Probability that a call has been at the contact's endpoint since more than <paramref name="seconds"/> before it.</summary>
    public double WasThere(Contact contact, CallFacts call, double seconds) =>
        contact.IsRepeated && _byEndpoint.TryGetValue((call.Sandbox, contact.Endpoint), out var tracks)
            ? tracks.WasThere(call, contact.Start, seconds) : 0;

    /// <summary>
    /// Probability that a call has begun to make contacts of the contact's family elsewhere: what else it does then is the rest of that,
    /// not a beginning.
    /// </summary>
    public double HasBegun(Contact contact, CallFacts call) => _begun.GetValueOrDefault((call, contact.Family));

    /// <summary>Rates of the causes of earlier contacts for this one.</summary>
    /// <param name="burstRate">Rate at which a call in a burst of the family goes on to the endpoint.</param>
    public void Collect(Contact contact, double burstRate, List<Legacy> legacies)
    {
        legacies.Clear();
        for (var place = 0; place < contact.Sandboxes.Length; place++)
        {
            var sandbox = contact.Sandboxes[place];
            var same = contact.IsRepeated ? _byEndpoint.GetValueOrDefault((sandbox, contact.Endpoint)) : null;
            var isKnown = same is not null;
            same?.Collect(contact, reconnects, legacies);
            if (!isKnown && contact.HasOtherPorts && _byAddress.TryGetValue((sandbox, contact.Address), out var address))
            {
                foreach (var entry in address)
                {
                    var rate = OtherPort
                        * reconnects.Hazard(contact.Family, entry.Call is not null, contact.Start - entry.LastEnd, entry.Last.Persistence);
                    legacies.Add(entry.Inherit(rate * ProcessLife.Alive(entry.Call, entry.LastEnd, contact.Start), LegacyKind.SameHost));
                }
            }

            if (!isKnown && contact.QuietBefore?[place] is { Weight: > 0 } quiet)
            {
                var rate = burstRate * Entry.InNoCallBurst(Math.Max(0, contact.Start - quiet.Start), contact.HasVisitor);
                legacies.Add(new Legacy(null, quiet.Weight * rate, rate, null, LegacyKind.Burst));
            }
            else if (!isKnown && _byFamily.TryGetValue((sandbox, contact.Family), out var family))
            {
                foreach (var entry in family)
                    legacies.Add(entry.Inherit(burstRate * entry.InBurst(contact.Start, hasVisitor: contact.HasVisitor), LegacyKind.Burst));
            }
        }
    }

    /// <summary>Notes what was found of a contact.</summary>
    /// <param name="calls">With their weights.</param>
    public void Note(Contact contact, ReadOnlySpan<WeighedCall> calls, double noneWeight)
    {
        NoteBeginnings(contact, calls);
        foreach (var sandbox in contact.Sandboxes)
        {
            // What nobody comes back to is not kept: most contacts are the only one of their sandbox and host.
            if (contact.IsRepeated)
                NoteTrack(contact, calls, sandbox, noneWeight / contact.Sandboxes.Length);
            if (contact.HasOtherPorts)
                Note(_byAddress, (sandbox, contact.Address), contact, calls, sandbox, noneWeight, isKept: true);
            // A burst goes from new place to new place: what connects again where it was is in none.
            if (contact.IsFirst)
                Note(_byFamily, (sandbox, contact.Family), contact, calls, sandbox, noneWeight, isKept: false);
        }
    }

    private void NoteBeginnings(Contact contact, ReadOnlySpan<WeighedCall> calls)
    {
        foreach (var call in calls)
        {
            if (call.OwnWeight < LeastWeight)
                continue;
            ref var begun = ref CollectionsMarshal.GetValueRefOrAddDefault(_begun, (call.Call, contact.Family), out _);
            begun = 1 - ((1 - begun) * (1 - Math.Min(1, call.OwnWeight)));
        }
    }

    private void NoteTrack(Contact contact, ReadOnlySpan<WeighedCall> calls, int sandbox, double noneWeight)
    {
        ref var tracks = ref CollectionsMarshal.GetValueRefOrAddDefault(_byEndpoint, (sandbox, contact.Endpoint), out _);
        (tracks ??= new EndpointTracks()).Note(contact, sandbox, calls, noneWeight, LeastWeight, _causes);
    }

    /// <param name="isKept">Whether causes of earlier contacts stay beside those of the last.</param>
    private static void Note(
        Dictionary<(int, int), List<Entry>> chains, (int, int) key, Contact contact, ReadOnlySpan<WeighedCall> calls, int sandbox,
        double noneWeight,
        bool isKept)
    {
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(chains, key, out _);
        chain ??= new List<Entry>(1);
        if (!isKept)
            chain.Clear();
        foreach (var call in calls)
        {
            if (call.Call.Sandbox == sandbox && call.Weight >= LeastWeight * contact.Sandboxes.Length)
                Note(chain, call.Call, call.Weight, contact);
        }

        if (noneWeight / contact.Sandboxes.Length >= LeastWeight)
            Note(chain, null, noneWeight / contact.Sandboxes.Length, contact);
    }

    private static void Note(List<Entry> chain, CallFacts? call, double weight, Contact contact)
    {
        var index = chain.FindIndex(e => ReferenceEquals(e.Call, call));
        var entry = new Entry(call, weight, contact, contact.End);
        if (index >= 0)
            chain[index] = chain[index].With(entry);
        else if (chain.Count < Longest)
            chain.Add(entry);
        else
            Replace(chain, entry);
    }

    /// <summary>In place of the one that is least likely to be there still, if it is less likely than the new one.</summary>
    private static void Replace(List<Entry> chain, Entry entry)
    {
        var (least, place) = (entry.Weight, -1);
        for (var i = 0; i < chain.Count; i++)
        {
            if (chain[i].Weight * ProcessLife.Alive(chain[i].Call, chain[i].LastEnd, entry.Last.Start) is var presence && presence < least)
                (least, place) = (presence, i);
        }

        if (place >= 0)
            chain[place] = entry;
    }

    /// <summary>A cause at one place of one sandbox.</summary>
    /// <param name="Call">Null for causes that are no call.</param>
    /// <param name="Weight">Probability that it made a contact there.</param>
    /// <param name="Last">The last contact that it is likely to have made.</param>
    private readonly record struct Entry(CallFacts? Call, double Weight, Contact Last, double LastEnd)
    {
        /// <summary>Daemons keep to their endpoint: what goes from one to the next is a call ten times as often.</summary>
        private const double NoCallBursts = 0.1;

        public Legacy Inherit(double rate, LegacyKind kind) => new(Call, Weight * rate, rate, Last, kind);

        /// <summary>How near a contact stands to the last one of a burst that the cause is in.</summary>
        /// <param name="hasVisitor">Whether somebody from outside was there, who makes bursts as a call does.</param>
        public double InBurst(double time, bool hasVisitor)
        {
            var gap = Math.Max(0, time - Last.Start);
            if (Call is null)
                return InNoCallBurst(gap, hasVisitor);
            if (gap > LongestBurstSeconds)
                return 0;
            if (Call.RunsAt(time))
                return Math.Exp(-gap / BurstSeconds);
            var outlives = Last.Start > Call.End || Call.Timing.LeavesProcess ? 1
                : Call.Reading.Ability == NetworkAbility.Inert ? ProcessLife.LeavesNoProcess : ProcessLife.MayOutlive;
            return outlives * Math.Exp(-gap / BurstAfterCallSeconds);
        }

        /// <param name="gap">Seconds since what no call made.</param>
        /// <param name="hasVisitor">See <see cref="InBurst"/>.</param>
        public static double InNoCallBurst(double gap, bool hasVisitor) => gap > LongestBurstSeconds ? 0
            : hasVisitor ? Math.Exp(-gap / BurstSeconds) : NoCallBursts * Math.Exp(-gap / BurstAfterCallSeconds);

        /// <summary>
        /// A later contact of the same cause: whichever lasts longer says whether it is alive, the stronger what it weighs.
        /// </summary>
        public Entry With(Entry later) => later.Weight < Weight / 2 ? this
            : new Entry(Call, Math.Max(Weight, later.Weight), later.Last, Math.Max(LastEnd, later.LastEnd));
    }
}
