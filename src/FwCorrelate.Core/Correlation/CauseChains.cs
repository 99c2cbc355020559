// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Commands;

namespace FwCorrelate.Correlation;

/// <summary>What earlier contacts of a sandbox hand on to a later one, per second.</summary>
/// <param name="Call">Null for causes that are no call.</param>
/// <param name="Rate">Weighed by how likely the cause made the earlier contact.</param>
/// <param name="RateIfSo">The same if it surely did.</param>
/// <param name="From">The earlier contact.</param>
internal readonly record struct Legacy(CallFacts? Call, double Rate, double RateIfSo, Contact From, LegacyKind Kind)
{
    /// <summary>Probability that the cause made the earlier contact.</summary>
    public double Weight { get; init; }

    /// <summary>The same, and that its process is still there and has a connection to make.</summary>
    public double Presence { get; init; }
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
    private const double LeastWeight = 0.001;

    /// <summary>Causes that are kept of one chain: on a shared address every call that runs is one.</summary>
    private const int Longest = 24;

    private readonly Dictionary<(int Sandbox, int Endpoint), List<Entry>> _byEndpoint = [];
    private readonly Dictionary<(int Sandbox, int Address), List<Entry>> _byAddress = [];
    private readonly Dictionary<(int Sandbox, int Family), List<Entry>> _byFamily = [];

    /// <summary>Whether any of the contact's sandboxes was seen at the endpoint.</summary>
    public bool Knows(Contact contact)
    {
        foreach (var sandbox in contact.Sandboxes)
        {
            if (_byEndpoint.ContainsKey((sandbox, contact.Endpoint)))
                return true;
        }

        return false;
    }

    /// <summary>Rates of the causes of earlier contacts for this one.</summary>
    /// <param name="burstRate">Rate at which a call in a burst of the family goes on to the endpoint.</param>
    public void Collect(Contact contact, double burstRate, List<Legacy> legacies)
    {
        legacies.Clear();
        foreach (var sandbox in contact.Sandboxes)
        {
            var isKnown = _byEndpoint.TryGetValue((sandbox, contact.Endpoint), out var same);
            foreach (var entry in same ?? [])
                legacies.Add(entry.Inherit(reconnects.Rate(contact.Family, contact.Start - entry.LastEnd), LegacyKind.SameEndpoint, entry.Alive(contact.Start), reconnects.StillToCome(contact.Family, contact.Start - entry.LastEnd)));
            if (!isKnown && _byAddress.TryGetValue((sandbox, contact.Address), out var address))
            {
                foreach (var entry in address)
                    legacies.Add(entry.Inherit(OtherPort * reconnects.Rate(contact.Family, contact.Start - entry.LastEnd) * entry.Alive(contact.Start), LegacyKind.SameHost));
            }

            if (!isKnown && _byFamily.TryGetValue((sandbox, contact.Family), out var family))
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
        foreach (var sandbox in contact.Sandboxes)
        {
            Note(_byEndpoint, (sandbox, contact.Endpoint), contact, calls, sandbox, noneWeight, isKept: true);
            Note(_byAddress, (sandbox, contact.Address), contact, calls, sandbox, noneWeight, isKept: true);
            Note(_byFamily, (sandbox, contact.Family), contact, calls, sandbox, noneWeight, isKept: false);
        }
    }

    /// <param name="isKept">Whether causes of earlier contacts stay beside those of the last.</param>
    private static void Note(
        Dictionary<(int, int), List<Entry>> chains, (int, int) key, Contact contact, ReadOnlySpan<WeighedCall> calls, int sandbox, double noneWeight,
        bool isKept)
    {
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(chains, key, out _);
        chain ??= [];
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
            if (chain[i].Weight * chain[i].Alive(entry.Last.Start) is var presence && presence < least)
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
        private const double EndsWithItsConnection = 0.01;
        private const double LeavesNoProcess = 0.02;

        // A call whose processes were not seen to outlive it, and one whose text makes them.
        private const double MayOutlive = 0.3;

        /// <summary>A process that has outlived its call or its connection's loss dies in the end: hours.</summary>
        private const double LifeSeconds = 7200;

        /// <summary>Daemons keep to their endpoint: what goes from one to the next is a call ten times as often.</summary>
        private const double NoCallBursts = 0.1;

        public Legacy Inherit(double rate, LegacyKind kind, double alive = 1, double stillToCome = 1) => new(Call, Weight * rate * alive, rate * alive, Last, kind)
        {
            Weight = Weight,
            Presence = Weight * alive * stillToCome,
        };

        /// <summary>Probability that its process is still there.</summary>
        public double Alive(double time)
        {
            if (time <= LastEnd)
                return 1;
            var lives = Math.Exp(-(time - LastEnd) / LifeSeconds);
            if (Call is null)
                return lives;
            if (Call.RunsAt(time))
                return 1;
            if (Call.Reading.ConnectsOnce)
                return EndsWithItsConnection * lives;
            return HasOutlivedItsCall ? lives : LeavesNoProcess * lives;
        }

        /// <summary>How near a contact stands to the last one of a burst that the cause is in.</summary>
        /// <param name="hasVisitor">Whether somebody from outside was there, who makes bursts as a call does.</param>
        public double InBurst(double time, bool hasVisitor)
        {
            var gap = Math.Max(0, time - Last.Start);
            if (gap > LongestBurstSeconds)
                return 0;
            if (Call is null)
                return hasVisitor ? Math.Exp(-gap / BurstSeconds) : NoCallBursts * Math.Exp(-gap / BurstAfterCallSeconds);
            if (Call.RunsAt(time))
                return Math.Exp(-gap / BurstSeconds);
            var outlives = Last.Start > Call.End || Call.Timing.LeavesProcess ? 1
                : Call.Reading.Ability == NetworkAbility.Inert ? LeavesNoProcess : MayOutlive;
            return outlives * Math.Exp(-gap / BurstAfterCallSeconds);
        }

        /// <summary>A later contact of the same cause: whichever lasts longer says whether it is alive, the stronger what it weighs.</summary>
        public Entry With(Entry later) => later.Weight < Weight / 2 ? this
            : new Entry(Call, Math.Max(Weight, later.Weight), later.Last, Math.Max(LastEnd, later.LastEnd));

        private bool HasOutlivedItsCall => Call!.Timing.LeavesProcess || LastEnd > Call.End + 1;
    }
}
