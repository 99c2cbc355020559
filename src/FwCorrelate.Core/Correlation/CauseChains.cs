// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Correlation;

/// <summary>What earlier contacts of a sandbox hand on to a later one, per second.</summary>
/// <param name="Call">Null for causes that are no call.</param>
/// <param name="Rate">Weighed by how likely the cause made the earlier contact.</param>
/// <param name="RateIfSo">The same if it surely did.</param>
/// <param name="From">The earlier contact.</param>
/// <param name="IsBurst">Whether this one may be of its burst; else its process connects again.</param>
internal readonly record struct Legacy(CallFacts? Call, double Rate, double RateIfSo, Contact From, bool IsBurst);

/// <summary>
/// Who is behind a sandbox's contacts so far, by endpoint, address and family: a process that lives on connects again. One sandbox never
/// inherits from another, also where they share an address.
/// </summary>
internal sealed class CauseChains
{
    /// <summary>Reconnections per second of a process that is alive: one in ten minutes until the case tells.</summary>
    private const double ReconnectRate = 1.0 / 600;

    /// <summary>Another port of the same host, against the same one.</summary>
    private const double OtherPort = 0.3;

    /// <summary>New endpoints per second of a call in a burst of them, spread over the endpoints.</summary>
    private const double BurstRate = 0.5;
    private const double BurstSeconds = 60;
    private const double LongestBurstSeconds = 300;

    /// <summary>Causes that hold less of a contact are not handed on.</summary>
    private const double LeastWeight = 0.001;

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
    /// <param name="endpointShare">Share of one endpoint among those that a call of the family goes to.</param>
    public void Collect(Contact contact, double endpointShare, List<Legacy> legacies)
    {
        legacies.Clear();
        foreach (var sandbox in contact.Sandboxes)
        {
            var isKnown = _byEndpoint.TryGetValue((sandbox, contact.Endpoint), out var same);
            foreach (var entry in same ?? [])
                legacies.Add(entry.Inherit(ReconnectRate * entry.Alive(contact.Start)));
            if (!isKnown && _byAddress.TryGetValue((sandbox, contact.Address), out var address))
            {
                foreach (var entry in address)
                    legacies.Add(entry.Inherit(OtherPort * ReconnectRate * entry.Alive(contact.Start)));
            }

            if (!isKnown && _byFamily.TryGetValue((sandbox, contact.Family), out var family))
            {
                foreach (var entry in family)
                    legacies.Add(entry.Inherit(BurstRate * endpointShare * entry.InBurst(contact.Start, hasVisitor: contact.HasVisitor), isBurst: true));
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
            if (call.Call.Sandbox == sandbox && call.Weight >= LeastWeight)
                Note(chain, call.Call, call.Weight, contact);
        }

        if (noneWeight / contact.Sandboxes.Length >= LeastWeight)
            Note(chain, null, noneWeight / contact.Sandboxes.Length, contact);
    }

    private static void Note(List<Entry> chain, CallFacts? call, double weight, Contact contact)
    {
        var index = chain.FindIndex(e => ReferenceEquals(e.Call, call));
        var entry = new Entry(call, weight, contact, contact.End);
        if (index < 0)
            chain.Add(entry);
        else
            chain[index] = chain[index].With(entry);
    }

    /// <summary>A cause at one place of one sandbox.</summary>
    /// <param name="Call">Null for causes that are no call.</param>
    /// <param name="Weight">Probability that it made a contact there.</param>
    /// <param name="Last">The last contact that it is likely to have made.</param>
    private readonly record struct Entry(CallFacts? Call, double Weight, Contact Last, double LastEnd)
    {
        private const double LostConnection = 0.3;
        private const double RetrySeconds = 300;
        private const double LivesOn = 0.02;
        private const double DaemonLivesOn = 0.1;
        private const double EndsWithItsConnection = 0.01;
        private const double LeavesNoProcess = 0.02;

        /// <summary>Daemons keep to their endpoint: what goes from one to the next is a call three times as often.</summary>
        private const double NoCallBursts = 0.3;

        public Legacy Inherit(double rate, bool isBurst = false) => new(Call, Weight * rate, rate, Last, isBurst);

        /// <summary>Probability that its process is there and without a connection, or with more than one.</summary>
        public double Alive(double time)
        {
            if (time <= LastEnd)
                return 1;
            var retries = LostConnection * Math.Exp(-(time - LastEnd) / RetrySeconds);
            if (Call is null)
                return retries + DaemonLivesOn;
            if (Call.RunsAt(time))
                return 1;
            if (Call.Reading.ConnectsOnce)
                return EndsWithItsConnection * (retries + LivesOn);
            return HasOutlivedItsCall ? retries + LivesOn : LeavesNoProcess * (retries + LivesOn);
        }

        /// <summary>How near a contact stands to the last one of a burst that the cause is in.</summary>
        /// <param name="hasVisitor">Whether somebody from outside was there, who makes bursts as a call does.</param>
        public double InBurst(double time, bool hasVisitor)
        {
            var gap = time - Last.Start;
            if (gap > LongestBurstSeconds)
                return 0;
            var near = Math.Exp(-Math.Max(0, gap) / BurstSeconds);
            if (Call is null)
                return hasVisitor ? near : NoCallBursts * near;
            return Call.RunsAt(time) ? near : HasOutlivedItsCall && !Call.Reading.ConnectsOnce ? 0.1 * near : 0.01 * near;
        }

        /// <summary>A later contact of the same cause: whichever lasts longer says whether it is alive, the stronger what it weighs.</summary>
        public Entry With(Entry later) => later.Weight < Weight / 2 ? this
            : new Entry(Call, Math.Max(Weight, later.Weight), later.Last, Math.Max(LastEnd, later.LastEnd));

        private bool HasOutlivedItsCall => Call!.Timing.LeavesProcess || LastEnd > Call.End + 1;
    }
}
