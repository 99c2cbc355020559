// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Commands;

namespace FwCorrelate.Correlation;

/// <summary>
/// Weighs, for every contact, the calls that may have opened it against each other and against "none of them": each hypothesis has a rate
/// of making this contact at this moment, and weights are the rates over their sum (decision record 0002). What commands of a kind do, and
/// how often things happen without any call, is learnt from the other contacts of the case by expectation and maximisation.
/// </summary>
internal sealed class CauseInference
{
    private const int LeastRounds = 4;
    private const int MostRounds = 10;

    /// <summary>Where no weight changes by more in a round, the next would say the same.</summary>
    private const double Settled = 0.0002;

    /// <summary>
    /// Connections that a call opens within it are one act: several at once, or one that a translation shows with another port.
    /// </summary>
    public const double AtOnceSeconds = 5;

    /// <summary>
    /// Probability that something runs in a sandbox before the log begins that no call made and that a rule of the family sees.
    /// </summary>
    private const double RanBeforeProbability = 0.1;

    /// <summary>Share of the calls of a text that act, from which on each of them may have acted late.</summary>
    private const double TellingShare = 0.2;

    /// <summary>Endpoints that one call of a family goes to, from which on what continues a burst needs no other explanation.</summary>
    private const double Sweep = 3;

    /// <summary>Calls of less weight tell nothing of delays.</summary>
    private const double LeastTelling = 0.001;

    private readonly IReadOnlyList<Contact> _contacts;
    private readonly MachineContacts _machines;
    private readonly QuietContacts _quiet;
    private readonly CallBook _calls;
    private readonly CallOptions _options;
    private readonly double _tracedSeconds;
    private readonly ActShares _acts;
    private readonly Func<Contact, bool> _isEvidence;
    private readonly Func<Contact, bool> _isNamed;
    private readonly List<Legacy> _legacies = [];
    private readonly Dictionary<CallFacts, double> _own = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CallFacts, Hypothesis> _weighed = new(ReferenceEqualityComparer.Instance);
    private DelayShares _foreground = DelayShares.Foreground;
    private DelayShares _background = DelayShares.Background;
    private CauseStatistics _statistics;
    private ReconnectModel _reconnects = new();
    private bool _isFirstRound = true;

    /// <param name="contacts">By start, with their options.</param>
    /// <param name="tracedSeconds">See <see cref="CauseStatistics"/>.</param>
    /// <param name="isEvidence">Whether a contact may tell of what happens without calls: not where the traces of its sandboxes are
    /// missing.</param>
    /// <param name="isNamed">Whether the rules let the leading call of a weighed contact be named.</param>
    public CauseInference(
        IReadOnlyList<Contact> contacts, QuietContacts quiet, MachineContacts machines, CallBook calls, CallOptions options,
        double tracedSeconds, Func<Contact, bool> isEvidence, Func<Contact, bool> isNamed)
    {
        (_contacts, _quiet, _machines) = (contacts, quiet, machines);
        (_calls, _options, _tracedSeconds, _isEvidence, _isNamed) = (calls, options, tracedSeconds, isEvidence, isNamed);
        _acts = new ActShares(calls);
        _statistics = new CauseStatistics(tracedSeconds);
    }

    /// <summary>Sets the weights of every contact.</summary>
    public void Run()
    {
        var before = new (double Leading, double None)[_contacts.Count];
        for (var round = 1; round <= MostRounds; round++)
        {
            WeighAll();
            if (MostChange(before) < Settled && round >= LeastRounds)
                break;
            if (round < MostRounds)
                Learn();
            if (_isFirstRound)
                AddLateOptions();
            _isFirstRound = false;
        }

        foreach (var contact in _contacts)
            contact.IsNamed = _isNamed(contact);
    }

    /// <summary>The most that the weight of no call, or of a contact's leading call, has changed.</summary>
    /// <param name="before">Weights of the round before, by contact; then those of this one.</param>
    private double MostChange((double Leading, double None)[] before)
    {
        var most = 0.0;
        for (var i = 0; i < before.Length; i++)
        {
            var contact = _contacts[i];
            var (leading, none) = (contact.Calls is [var first, ..] ? first.Weight : 0, contact.NoneWeight);
            most = Math.Max(most, Math.Max(Math.Abs(leading - before[i].Leading), Math.Abs(none - before[i].None)));
            before[i] = (leading, none);
        }

        return most;
    }

    /// <summary>
    /// A first contact may be the late act of a call long past: asked for are those whose text is known to act. What a command names, and
    /// what goes on in a sweep, needs no such explanation.
    /// </summary>
    private void AddLateOptions()
    {
        foreach (var contact in _contacts)
        {
            var isExplained = contact.Calls is [{ Mention.Kind: not MentionKind.None }, ..]
                || (contact.Calls is [{ Continues: true }, ..] && _statistics.ContactsPerEventOfCalls(contact) >= Sweep);
            if (contact.IsFirst && !isExplained)
                contact.Options =
                    [.. contact.Options, .. _options.LateOf(contact, call => _acts.ByText(call, contact.Family, contact) >= TellingShare)];
        }
    }

    /// <summary>
    /// How a call makes a contact by itself, by what was learnt: <paramref name="probability"/> that it does at all, and how densely at
    /// this moment, per second.
    /// </summary>
    /// <param name="reach">See <see cref="ReachOf"/>.</param>
    public void Explain(Contact contact, in CallOption option, double reach, out double probability, out double density)
    {
        probability = _acts.Probability(option, contact, reach);
        density = DensityOf(option) + UnseenRate(option, contact);
    }

    /// <summary>How far calls that do not name the contact's endpoint reach it; the same for all of them.</summary>
    public double ReachOf(Contact contact) => _statistics.ReachOfCalls(contact);

    private void WeighAll()
    {
        var chains = new CauseChains(_reconnects);
        foreach (var contact in _contacts)
        {
            contact.IsFirst = !chains.Knows(contact);
            Weigh(contact, chains);
            chains.Note(contact, contact.Calls, contact.NoneWeight);
        }

        BurstSmoothing.Run(_contacts);
        TrackOutlook.Run(_contacts);
    }

    private void Weigh(Contact contact, CauseChains chains)
    {
        var share = _statistics.ReachOfCalls(contact);
        chains.Collect(contact, _statistics.BurstRate(contact), _legacies);
        _weighed.Clear();
        var none = _statistics.NoneRate(contact);
        var rates = new NoneRates(none, 0, IntruderRate(contact, share), RanBeforeRate(contact), _statistics.LackingRate(contact));
        var total = rates.Sum;
        var single = 1 / _statistics.ContactsPerEventOfCalls(contact);
        foreach (var option in contact.Options)
        {
            var rate = (DensityOf(option) + UnseenRate(option, contact)) * _acts.Probability(option, contact, share)
                * Begins(option, contact, chains, single);
            _weighed[option.Call] = new Hypothesis(option, rate, 0, default);
            total += rate;
        }

        foreach (var legacy in _legacies)
        {
            total += legacy.Rate;
            if (legacy.Call is not { } call)
            {
                rates = rates with { Continued = rates.Continued + legacy.Rate };
                continue;
            }

            _weighed[call] = (_weighed.TryGetValue(call, out var known) ? known : Heir(contact, call)).With(legacy);
        }

        WeighedCall[] calls = _weighed.Count == 0 ? [] : [.. _weighed.Values.Select(h => h.Weigh(total))];
        Array.Sort(calls, Heaviest);
        contact.Calls = calls;
        contact.NoneWeight = calls.Length == 0 ? 1 : Math.Max(0, 1 - calls.Sum(c => c.Weight));
        contact.OwnNoneWeight = none / total;
        contact.NoneRates = rates;
        contact.Scale = 1 / total;
        GoOn(contact, total);
        contact.Burst = calls.Length == 0 ? BurstStep.None : BurstSmoothing.StepOf(calls[0].Call, _legacies, total);
    }

    /// <summary>Notes what the contact continues: its part of an earlier track is gone on with.</summary>
    private void GoOn(Contact contact, double total)
    {
        contact.Continuations = _legacies.TrueForAll(l => l.Kind == LegacyKind.Burst) ? []
            : [.. _legacies.Where(l => l.Kind != LegacyKind.Burst)
            .Select(l => (contact.GapAfter(l.From!), l.From!.Persistence, l.Call is not null, l.Rate / total))];
        TrackOutlook.Note(contact, _legacies, _reconnects, total);
        var (goesOn, strongest) = (0.0, default(Legacy));
        foreach (var legacy in _legacies)
        {
            // A process that holds a connection may open another beside it, and still goes on from the first.
            if (legacy.Track is not { } track || contact.GapAfter(track.Last) < 0)
                continue;
            track.Take(legacy.Place, legacy.Rate / total);
            goesOn += legacy.Rate;
            strongest = legacy.Rate > strongest.Rate ? legacy : strongest;
        }

        contact.Persistence = goesOn < total / 2 ? 0 : Math.Min(Contact.MostPersistence, strongest.From!.Persistence + 1);
    }

    /// <summary>
    /// Probability that the call had not begun before: not at this endpoint, where its process goes on by itself; and not with the family
    /// elsewhere, unless its calls go to many endpoints.
    /// </summary>
    /// <param name="single">Share of the contacts of a call of the family that are its only one.</param>
    private static double Begins(in CallOption option, Contact contact, CauseChains chains, double single)
    {
        var elsewhere = option.Mention.Kind == MentionKind.None ? single * chains.HasBegun(contact, option.Call) : 0;
        return (1 - Math.Min(1, chains.WasThere(contact, option.Call, AtOnceSeconds))) * (1 - elsewhere);
    }

    /// <summary>A call that is no option by itself: too long ago. What its command names still stands in it.</summary>
    private static Hypothesis Heir(Contact contact, CallFacts call) => new(
        new CallOption(call, default, 0, 0, contact.Lead.Actor.Mentions.MentionOf(call.Call, contact.Lead.Target, contact.Domain), true), 0,
        0, default);

    /// <summary>Rate at which a process of the call that was there before the log began shows itself now.</summary>
    private double UnseenRate(in CallOption option, Contact contact) => option.UnseenPresence > 0 && contact.SinceLogBegan is { } seconds
        ? option.UnseenPresence * _reconnects.RateUnseen(contact.Family, true, seconds) : 0;

    /// <summary>Rate at which what no call made and was there before the log shows itself now.</summary>
    private double RanBeforeRate(Contact contact)
    {
        var rate = contact.SinceLogBegan is { } seconds ? _reconnects.RateUnseen(contact.Family, false, seconds)
            : CallOptions.MayHaveStood(contact.Lead) ? 1 / CallOptions.AggregationSeconds : 0;
        return rate * RanBeforeProbability * _statistics.ShareOfNone(contact);
    }

    /// <summary>
    /// Rate at which somebody from outside makes the contact. He too comes to an endpoint where a process already is more rarely.
    /// </summary>
    private static double IntruderRate(Contact contact, double share) => !contact.HasVisitor ? 0
        : InboundSessions.IntruderRate * share * (contact.IsFirst ? 1 : CauseStatistics.AgainShare);

    private double DensityOf(in CallOption option) =>
        Math.Max(option.StandingDensity, (option.Call.Timing.LeavesProcess ? _background : _foreground).Density(option.Densities));

    private static int Heaviest(WeighedCall left, WeighedCall right)
    {
        var order = right.Weight.CompareTo(left.Weight);
        if (order == 0)
            order = string.CompareOrdinal(left.Call.Call.TraceId, right.Call.Call.TraceId);
        if (order == 0)
            order = string.CompareOrdinal(left.Call.Call.SpanId, right.Call.Call.SpanId);
        return order != 0 ? order : string.CompareOrdinal(left.Call.Call.Origin.Sha256, right.Call.Call.Origin.Sha256);
    }

    private void Learn()
    {
        var told = _acts.ToldBy(_contacts);
        _statistics = new CauseStatistics(_tracedSeconds);
        foreach (var ((endpoint, family), count) in _machines.First)
            _statistics.AddMachines(endpoint, family, count);
        foreach (var facts in _calls.Facts)
            facts.Made.Clear();
        _reconnects = ReconnectModel.Of(_contacts, _quiet, _reconnects);
        foreach (var contact in _contacts)
        {
            if (!contact.IsFirst)
                continue;
            foreach (var call in contact.Calls!)
            {
                if (call.OwnWeight > 0 && call.Mention.Kind == MentionKind.None)
                    call.Call.Made[contact.Family] = call.Call.Made.GetValueOrDefault(contact.Family) + call.OwnWeight;
            }

            if (_isEvidence(contact))
                _statistics.Add(contact);
        }

        _acts.Learn(told);
        LearnDelays();
    }

    /// <summary>From every call that a first contact may be of, by its weight.</summary>
    private void LearnDelays()
    {
        var (foreground, background) = (default(DelayDensities), default(DelayDensities));
        foreach (var contact in _contacts)
        {
            if (!contact.IsFirst)
                continue;
            _own.Clear();
            foreach (var call in contact.Calls!)
                _own[call.Call] = call.OwnWeight;
            foreach (var option in contact.Options)
            {
                if (option.IsLate || !_own.TryGetValue(option.Call, out var weight) || weight < LeastTelling
                    || option.StandingDensity + option.UnseenPresence > 0)
                    continue;
                ref var seen = ref (option.Call.Timing.LeavesProcess ? ref background : ref foreground);
                var parts = (option.Call.Timing.LeavesProcess ? _background : _foreground).Parts(option.Densities);
                seen += weight / parts.Sum * parts;
            }
        }

        (_foreground, _background) = (DelayShares.Foreground.Learn(foreground), DelayShares.Background.Learn(background));
    }

    /// <summary>That a call opened a contact: by itself, or through earlier ones.</summary>
    private readonly record struct Hypothesis(CallOption Option, double Own, double Inherited, Legacy Strongest)
    {
        public Hypothesis With(Legacy legacy) => this with
        {
            Inherited = Inherited + legacy.Rate,
            Strongest = legacy.Rate > Strongest.Rate ? legacy : Strongest,
        };

        public WeighedCall Weigh(double total) =>
            new(Option.Call, (Own + Inherited) / total, Own / total, Option.Mention, Option.MayPrecede, Strongest.From);
    }
}
