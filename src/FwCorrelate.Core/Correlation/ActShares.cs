// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Commands;

namespace FwCorrelate.Correlation;

/// <summary>
/// How probable it is that a call makes a first contact: by what its text says, else by what other calls of its text and program do, and
/// beside it that an act hides under any text.
/// </summary>
internal sealed class ActShares(CallBook calls)
{
    /// <summary>
    /// Probability that a call whose text names no destination makes a first contact that a rule of the family sees, before the case tells.
    /// </summary>
    private const double UsualProbability = 0.02;

    /// <summary>The same for programs that open no connections: what is read of a command may be wrong.</summary>
    private const double InertShare = 0.025;

    /// <summary>The same for commands that name all their destinations, of which this is none.</summary>
    private const double ElsewhereShare = 0.1;
    private const double ExactProbability = 0.9;
    private const double PatternProbability = 0.6;
    private const double LineageProbability = 0.6;
    private const double AddressProbability = 0.4;

    /// <summary>Share of acts without a word of their destination that hide under an ordinary command, before the case tells.</summary>
    private const double UsualHidden = 0.03;

    /// <summary>
    /// How much rarer an act hides under a program that opens no connections by itself: it must have been replaced, or the command read
    /// wrongly.
    /// </summary>
    private const double HiddenByInert = 0.1;

    /// <summary>Acts that it counts for.</summary>
    private const double HiddenBelieved = 20;

    /// <summary>Templates that what is usual before the case tells counts for.</summary>
    private const double UsualTemplates = 20;

    /// <summary>Calls of the program that the usual probability counts for, where the program is not known.</summary>
    private const double UsualCalls = 5;

    /// <summary>
    /// Acts that what is held of commands which open nothing, or go elsewhere, counts for before the case tells: as many as an event that
    /// was never seen.
    /// </summary>
    private const double HalfAnAct = 0.5;

    private Dictionary<int, double> _base = [];
    private Dictionary<(DestinationTelling Telling, int Family), double> _madeByTelling = [];
    private Dictionary<int, double> _made = [];
    private double _hiddenShare = UsualHidden;
    private bool _isLearnt;

    /// <summary>Probability that the call makes a first contact of the family to this very endpoint.</summary>
    public double Probability(in CallOption option, Contact contact, double endpointShare) => option.Mention.Kind switch
    {
        MentionKind.Exact => ExactProbability,
        MentionKind.Pattern => PatternProbability,
        MentionKind.Lineage or MentionKind.Decoded => LineageProbability,
        MentionKind.AddressOnly => AddressProbability,
        _ => endpointShare * (ByText(option.Call, contact.Family) + Hidden(option.Call, contact.Family)),
    };

    /// <summary>Probability that a call makes such a contact because of what its text says, or what calls of its text do.</summary>
    private double ByText(CallFacts call, int family) => !_isLearnt ? PriorOf(call.Telling)
        : call.Telling == DestinationTelling.Open ? ByTemplate(call, family)
        : Math.Min(PriorOf(call.Telling), ByTemplate(call, family));

    private static double PriorOf(DestinationTelling telling) => telling switch
    {
        DestinationTelling.OpensNothing => InertShare * UsualProbability,
        DestinationTelling.GoesElsewhere => ElsewhereShare * UsualProbability,
        _ => UsualProbability,
    };

    /// <summary>
    /// Probability that it does so whatever its text is, as an act hidden under an ordinary command does: any call of the case is as likely
    /// to hide one as any other.
    /// </summary>
    private double Hidden(CallFacts call, int family) => !_isLearnt ? 0
        : _hiddenShare * (call.Telling == DestinationTelling.OpensNothing ? HiddenByInert : 1)
            * Math.Max(0, _made.GetValueOrDefault(family) - Math.Min(1, call.Made.GetValueOrDefault(family))) / calls.Count;

    /// <summary>
    /// The share of other calls of the same text that made one; where there are few, that of the program, then what is usual.
    /// </summary>
    public double ByTemplate(CallFacts call, int family)
    {
        var own = call.Counted.GetValueOrDefault(family);
        var usual = call.Telling == DestinationTelling.Open ? _base.GetValueOrDefault(family, UsualProbability)
            : BaseOf(call.Telling, Math.Max(0, _madeByTelling.GetValueOrDefault((call.Telling, family)) - own));
        var byProgram = ((UsualCalls * usual) + Math.Max(0, call.Program.Made.GetValueOrDefault(family) - own))
            / (UsualCalls + call.Program.Calls - 1);
        return Math.Min(ExactProbability, (byProgram + Math.Max(0, call.Text.Made.GetValueOrDefault(family) - own)) / call.Text.Calls);
    }

    /// <summary>
    /// What is usual for commands that open nothing, or go elsewhere: what was held before the case told, worth half an act, and what the
    /// other calls of the kind are held to have done.
    /// </summary>
    private double BaseOf(DestinationTelling telling, double made)
    {
        var prior = PriorOf(telling);
        return (HalfAnAct + made) / ((HalfAnAct / prior) + calls.CountOf(telling) - 1);
    }

    /// <summary>The share of acts that hide, by the weights of the round, in which the old share held.</summary>
    /// <param name="contacts">Weighed in the round before.</param>
    public void LearnHidden(IReadOnlyList<Contact> contacts)
    {
        if (!_isLearnt)
            return;
        var (hidden, acts) = (0.0, 0.0);
        foreach (var contact in contacts)
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

    /// <summary>What calls of a text and of a program do, by what each call is held to have made.</summary>
    /// <param name="ofTexts">Whether texts and programs are learnt anew; else they stay as they were, and so does what is their calls'
    /// own part of it.</param>
    public void Learn(bool ofTexts)
    {
        if (ofTexts)
            LearnTexts();
        _isLearnt = true;
        _made = calls.Facts.SelectMany(f => f.Made).GroupBy(m => m.Key).ToDictionary(g => g.Key, g => g.Sum(m => Math.Min(1, m.Value)));
    }

    private void LearnTexts()
    {
        foreach (var template in calls.Texts.Concat(calls.Programs))
            template.Made.Clear();
        foreach (var call in calls.Facts)
        {
            call.Counted.Clear();
            foreach (var (family, made) in call.Made)
            {
                var counted = Math.Min(1, made);
                call.Counted[family] = counted;
                call.Text.Made[family] = call.Text.Made.GetValueOrDefault(family) + counted;
                call.Program.Made[family] = call.Program.Made.GetValueOrDefault(family) + counted;
            }
        }

        _madeByTelling = calls.Facts.SelectMany(f => f.Counted.Select(m => (f.Telling, Family: m.Key, Made: m.Value)))
            .GroupBy(m => (m.Telling, m.Family)).ToDictionary(g => g.Key, g => g.Sum(m => m.Made));
        _base = calls.Texts.Where(t => t.Telling == DestinationTelling.Open)
            .SelectMany(t => t.Made.Select(m => (m.Key, Share: m.Value / t.Calls))).GroupBy(m => m.Key)
            .ToDictionary(
                g => g.Key, g => (g.Sum(m => m.Share) + (UsualTemplates * UsualProbability)) / (calls.TextCount + UsualTemplates));
    }
}
