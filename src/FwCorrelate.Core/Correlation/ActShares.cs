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

    /// <summary>That it was no call of a text is never less likely, as far as numbers go.</summary>
    private const double LeastRest = 1e-9;

    private Dictionary<int, TextShares> _texts = [];
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
        _ => endpointShare * (ByText(option.Call, contact.Family, contact) + Hidden(option.Call, contact.Family)),
    };

    /// <summary>
    /// Probability that a call makes such a contact because of what its text says, or what calls of its text do: the share of the others
    /// that act, whatever it and the contact that is weighed are held to be. What opens nothing, or goes elsewhere, never gets more than
    /// before the case tells.
    /// </summary>
    /// <param name="weighed">Null where none is.</param>
    public double ByText(CallFacts call, int family, Contact? weighed)
    {
        if (!_isLearnt || !_texts.TryGetValue(family, out var texts))
            return PriorOf(call.Telling);
        var share = texts.ShareOf(call, weighed);
        return call.Telling == DestinationTelling.Open ? share : Math.Min(PriorOf(call.Telling), share);
    }

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

    /// <summary>What weighed contacts tell of what calls do, by what was held when they were weighed.</summary>
    public IReadOnlyList<ToldContact> ToldBy(IReadOnlyList<Contact> contacts) =>
        [.. contacts.Where(c => c.IsFirst).Select(c => new ToldContact(c, PartsOf(c))).Where(t => t.Parts.Count > 0)];

    /// <summary>Calls that a contact may be of although none names its destination.</summary>
    private List<ToldPart> PartsOf(Contact contact)
    {
        var parts = new List<ToldPart>();
        foreach (var call in contact.Calls!)
        {
            if (call.OwnWeight <= 0 || call.Mention.Kind != MentionKind.None)
                continue;
            var (byText, byChance) = (ByText(call.Call, contact.Family, contact), Hidden(call.Call, contact.Family));
            var hidden = _isLearnt ? call.OwnWeight * byChance / (byText + byChance) : 0;
            parts.Add(new ToldPart(call.Call, call.OwnWeight - hidden, hidden, byText));
        }

        return parts;
    }

    /// <summary>Learns what calls of a text and of a program do, and how many acts hide.</summary>
    /// <param name="told">See <see cref="ToldBy"/>; since then only <see cref="CallFacts.Made"/> was counted anew.</param>
    public void Learn(IReadOnlyList<ToldContact> told)
    {
        foreach (var text in calls.Texts)
            text.Evidence.Clear();
        foreach (var (contact, parts) in told)
        {
            foreach (var ofText in parts.Where(p => p.ByText > 0).GroupBy(p => p.Call.Text))
                Tell(contact, [.. ofText]);
        }

        _texts = told.Select(t => t.Contact.Family).Distinct()
            .ToDictionary(f => f, f => new TextShares(calls, f, PriorOf, _texts.GetValueOrDefault(f)));
        _made = calls.Facts.SelectMany(f => f.Made).GroupBy(m => m.Key).ToDictionary(g => g.Key, g => g.Sum(m => Math.Min(1, m.Value)));
        if (_isLearnt)
            LearnHidden(told.SelectMany(t => t.Parts));
        _isLearnt = true;
    }

    private void LearnHidden(IEnumerable<ToldPart> parts)
    {
        var (hidden, acts) = (0.0, 0.0);
        foreach (var part in parts)
            (hidden, acts) = (hidden + part.Hidden, acts + part.Hidden + part.ByText);
        _hiddenShare = ((HiddenBelieved * UsualHidden) + hidden) / (HiddenBelieved + acts);
    }

    /// <summary>
    /// Counts a contact for a text: not by the weights of its calls, which hold what was believed of the text, but by their odds over what
    /// was believed.
    /// </summary>
    private static void Tell(Contact contact, List<ToldPart> parts)
    {
        var weight = parts.Sum(p => p.ByText);
        var rest = Math.Max(LeastRest, 1 - weight);
        var text = parts[0].Call.Text;
        if (!text.Evidence.TryGetValue(contact.Family, out var evidence))
            text.Evidence.Add(contact.Family, evidence = new TextEvidence(text));
        var times = parts.Sum(p => p.ByText / Math.Max(1, p.Call.Made.GetValueOrDefault(contact.Family))) / weight;
        evidence.Add(contact, parts.ConvertAll(p => (p.Call, p.ByText / p.Share / rest)), times);
    }
}
