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
    private const int Rounds = 4;

    /// <summary>Probability that a call whose text names no destination makes a first contact that a rule of the family sees, before the case tells.</summary>
    private const double UsualProbability = 0.02;

    /// <summary>The same for programs that open no connections: what is read of a command may be wrong.</summary>
    private const double InertShare = 0.025;
    /// <summary>Connections that a call opens within it are one act: several at once, or one that a translation shows with another port.</summary>
    public const double AtOnceSeconds = 5;

    /// <summary>The same for commands that name all their destinations, of which this is none.</summary>
    private const double ElsewhereShare = 0.1;
    private const double ExactProbability = 0.9;
    private const double PatternProbability = 0.6;
    private const double LineageProbability = 0.6;
    private const double AddressProbability = 0.4;

    /// <summary>Share of acts without a word of their destination that hide under an ordinary command, before the case tells.</summary>
    private const double UsualHidden = 0.03;

    /// <summary>
    /// How much rarer an act hides under a program that opens no connections by itself: it must have been replaced, or the command read wrongly.
    /// </summary>
    private const double HiddenByInert = 0.1;

    /// <summary>Acts that it counts for.</summary>
    private const double HiddenBelieved = 20;

    /// <summary>Probability that something runs in a sandbox before the log begins that no call made and that a rule of the family sees.</summary>
    private const double RanBeforeProbability = 0.1;

    /// <summary>Calls of less weight tell nothing of delays.</summary>
    private const double LeastTelling = 0.001;

    /// <summary>Templates that what is usual before the case tells counts for.</summary>
    private const double UsualTemplates = 20;

    /// <summary>Calls of the program that the usual probability counts for, where the program is not known.</summary>
    private const double UsualCalls = 5;

    private readonly IReadOnlyList<Contact> _contacts;
    private readonly IReadOnlyList<(int Endpoint, int Family)> _machines;
    private readonly CallBook _calls;
    private readonly double _tracedSeconds;
    private readonly Func<Contact, bool> _isEvidence;
    private readonly Func<Contact, bool> _isNamed;
    private readonly List<Legacy> _legacies = [];
    private readonly Dictionary<CallFacts, double> _own = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CallFacts, Hypothesis> _weighed = new(ReferenceEqualityComparer.Instance);
    private DelayShares _foreground = DelayShares.Foreground;
    private DelayShares _background = DelayShares.Background;
    private Dictionary<int, double> _base = [];
    private Dictionary<int, double> _made = [];
    private double _hiddenShare = UsualHidden;
    private CauseStatistics _statistics;
    private ReconnectModel _reconnects = new();
    private bool _isFirstRound = true;

    /// <param name="contacts">By start, with their options.</param>
    /// <param name="machines">First contacts of machines that run no agent.</param>
    /// <param name="isEvidence">Whether a contact may tell of what happens without calls: not where the traces of its sandboxes are missing.</param>
    /// <param name="isNamed">Whether the rules let the leading call of a weighed contact be named.</param>
    public CauseInference(
        IReadOnlyList<Contact> contacts, IReadOnlyList<(int Endpoint, int Family)> machines, CallBook calls, double tracedSeconds, Func<Contact, bool> isEvidence, Func<Contact, bool> isNamed)
    {
        _machines = machines;
        (_contacts, _calls, _tracedSeconds, _isEvidence, _isNamed) = (contacts, calls, tracedSeconds, isEvidence, isNamed);
        _statistics = new CauseStatistics(tracedSeconds);
    }

    /// <summary>Sets the weights of every contact.</summary>
    public void Run()
    {
        for (var round = 0; round < Rounds; round++)
        {
            WeighAll();
            if (round < Rounds - 1)
                Learn();
            _isFirstRound = false;
        }

        foreach (var contact in _contacts)
            contact.IsNamed = _isNamed(contact);
    }

    /// <summary>How a call makes a contact by itself, by what was learnt: <paramref name="probability"/> that it does at all, and how densely at this moment, per second.</summary>
    /// <param name="reach">See <see cref="ReachOf"/>.</param>
    public void Explain(Contact contact, in CallOption option, double reach, out double probability, out double density)
    {
        probability = Probability(option, contact, reach);
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
    }

    private void Weigh(Contact contact, CauseChains chains)
    {
        var share = _statistics.ReachOfCalls(contact);
        chains.Collect(contact, _statistics.BurstRate(contact), _legacies);
        _weighed.Clear();
        var none = _statistics.NoneRate(contact);
        var rates = new NoneRates(none, 0, IntruderRate(contact, share), RanBeforeRate(contact), _statistics.LackingRate(contact));
        var total = rates.Sum;
        foreach (var option in contact.Options)
        {
            var rate = (DensityOf(option) + UnseenRate(option, contact)) * Probability(option, contact, share)
                * (1 - Math.Min(1, chains.WasThere(contact, option.Call, AtOnceSeconds)));
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

        var calls = _weighed.Values.Select(h => h.Weigh(total)).ToArray();
        Array.Sort(calls, Heaviest);
        contact.Calls = calls;
        contact.NoneWeight = Math.Max(0, 1 - calls.Sum(c => c.Weight));
        contact.OwnNoneWeight = none / total;
        contact.NoneRates = rates;
        contact.Scale = 1 / total;
        contact.Continuations = [.. _legacies.Where(l => l.Kind != LegacyKind.Burst).Select(l => (contact.GapAfter(l.From), l.Call is not null, l.Rate / total))];
        foreach (var legacy in _legacies)
        {
            // A process that holds a connection may open another beside it, and still goes on from the first.
            if (legacy.Track is { } track && contact.GapAfter(track.Last) >= 0)
                track.Take(legacy.Place, legacy.Rate / total);
        }

        contact.Burst = calls.Length == 0 ? BurstStep.None : BurstSmoothing.StepOf(calls[0].Call, _legacies, total);
    }

    /// <summary>A call that is no option by itself: too long ago. What its command names still stands in it.</summary>
    private static Hypothesis Heir(Contact contact, CallFacts call) => new(
        new CallOption(call, default, 0, 0, contact.Lead.Actor.Mentions.MentionOf(call.Call, contact.Lead.Target, contact.Domain), true), 0, 0, default);

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

    /// <summary>Rate at which somebody from outside makes the contact. He too comes to an endpoint where a process already is more rarely.</summary>
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

    /// <summary>Probability that the call makes a first contact of the family to this very endpoint.</summary>
    private double Probability(in CallOption option, Contact contact, double endpointShare) => option.Mention.Kind switch
    {
        MentionKind.Exact => ExactProbability,
        MentionKind.Pattern => PatternProbability,
        MentionKind.Lineage or MentionKind.Decoded => LineageProbability,
        MentionKind.AddressOnly => AddressProbability,
        _ => endpointShare * (ByText(option.Call, contact.Family) + Hidden(option.Call, contact.Family)),
    };

    /// <summary>Probability that a call makes such a contact because of what its text says, or what calls of its text do.</summary>
    private double ByText(CallFacts call, int family) => call.Reading.Ability == NetworkAbility.Inert ? InertShare * UsualProbability
        : call.Reading.GoesElsewhere ? ElsewhereShare * UsualProbability
        : _isFirstRound ? UsualProbability : ByTemplate(call, family);

    /// <summary>
    /// Probability that it does so whatever its text is, as an act hidden under an ordinary command does: any call of the case is as likely to
    /// hide one as any other.
    /// </summary>
    private double Hidden(CallFacts call, int family) => _isFirstRound ? 0
        : _hiddenShare * (call.Reading.Ability == NetworkAbility.Inert ? HiddenByInert : 1) * Math.Max(0, _made.GetValueOrDefault(family) - Math.Min(1, call.Made.GetValueOrDefault(family))) / _calls.Count;

    /// <summary>The share of other calls of the same text that made one; where there are few, that of the program, then what is usual.</summary>
    private double ByTemplate(CallFacts call, int family)
    {
        var own = Math.Min(1, call.Made.GetValueOrDefault(family));
        var usual = _base.GetValueOrDefault(family, UsualProbability);
        var byProgram = ((UsualCalls * usual) + Math.Max(0, call.Program.Made.GetValueOrDefault(family) - own)) / (UsualCalls + call.Program.Calls - 1);
        return Math.Min(ExactProbability, (byProgram + Math.Max(0, call.Text.Made.GetValueOrDefault(family) - own)) / call.Text.Calls);
    }

    private void Learn()
    {
        LearnHidden();
        _statistics = new CauseStatistics(_tracedSeconds);
        foreach (var (endpoint, family) in _machines)
            _statistics.AddMachine(endpoint, family);
        foreach (var facts in _calls.Facts)
            facts.Made.Clear();
        _reconnects = ReconnectModel.Of(_contacts, _reconnects);
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

        LearnTemplates();
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
                if (!_own.TryGetValue(option.Call, out var weight) || weight < LeastTelling || option.StandingDensity + option.UnseenPresence > 0)
                    continue;
                ref var seen = ref (option.Call.Timing.LeavesProcess ? ref background : ref foreground);
                var parts = (option.Call.Timing.LeavesProcess ? _background : _foreground).Parts(option.Densities);
                seen += weight / parts.Sum * parts;
            }
        }

        (_foreground, _background) = (DelayShares.Foreground.Learn(foreground), DelayShares.Background.Learn(background));
    }

    /// <summary>By the weights of the round, in which the old share held.</summary>
    private void LearnHidden()
    {
        if (_isFirstRound)
            return;
        var (hidden, acts) = (0.0, 0.0);
        foreach (var contact in _contacts)
        {
            if (!contact.IsFirst)
                continue;
            foreach (var call in contact.Calls!)
            {
                if (call.OwnWeight <= 0 || call.Mention.Kind != MentionKind.None)
                    continue;
                var (byText, byChance) = (ByText(call.Call, contact.Family), Hidden(call.Call, contact.Family));
                acts += call.OwnWeight;
                hidden += call.OwnWeight * byChance / (byText + byChance);
            }
        }

        _hiddenShare = ((HiddenBelieved * UsualHidden) + hidden) / (HiddenBelieved + acts);
    }

    private void LearnTemplates()
    {
        foreach (var template in _calls.Texts.Concat(_calls.Programs))
            template.Made.Clear();
        foreach (var call in _calls.Facts)
        {
            foreach (var (family, made) in call.Made)
            {
                call.Text.Made[family] = call.Text.Made.GetValueOrDefault(family) + Math.Min(1, made);
                call.Program.Made[family] = call.Program.Made.GetValueOrDefault(family) + Math.Min(1, made);
            }
        }

        var templates = _calls.TextCount;
        _made = _calls.Texts.SelectMany(t => t.Made).GroupBy(m => m.Key).ToDictionary(g => g.Key, g => g.Sum(m => m.Value));
        _base = _calls.Texts.SelectMany(t => t.Made.Select(m => (m.Key, Share: m.Value / t.Calls))).GroupBy(m => m.Key)
            .ToDictionary(g => g.Key, g => (g.Sum(m => m.Share) + (UsualTemplates * UsualProbability)) / (templates + UsualTemplates));
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
