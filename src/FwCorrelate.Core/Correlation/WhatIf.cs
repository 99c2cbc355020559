// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Commands;

namespace FwCorrelate.Correlation;

/// <summary>
/// Weighs one contact again as if it had been seen otherwise: at another time, by fewer sensors, with other holders of its address. What
/// was learnt from the whole case is held, and so is what earlier connections hand on, as long as the same sandboxes are behind it.
/// </summary>
internal sealed class WhatIf
{
    private readonly Contact _contact;
    private readonly CauseInference _inference;
    private readonly CallOptions _finder;
    private readonly Func<Contact, Attribution> _attribute;
    private readonly double _reach;
    private readonly Dictionary<CallFacts, WeighedCall> _weighed = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CallFacts, double> _rates = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<CallFacts> _late = new(ReferenceEqualityComparer.Instance);

    /// <param name="contact">As it was weighed.</param>
    /// <param name="attribute">Says of a weighed contact what is said of any.</param>
    public WhatIf(Contact contact, CauseInference inference, CallOptions finder, Func<Contact, Attribution> attribute)
    {
        (_contact, _inference, _finder, _attribute) = (contact, inference, finder, attribute);
        _reach = inference.ReachOf(contact);
        foreach (var call in contact.Calls!)
            _weighed.TryAdd(call.Call, call);
        foreach (var option in contact.Options)
        {
            _rates.TryAdd(option.Call, RateOf(contact, option));
            if (option.IsLate)
                _late.Add(option.Call);
        }
    }

    /// <summary>What would be said.</summary>
    /// <param name="views">At least one; each of a known sandbox.</param>
    /// <param name="hidesTexts">Whether commands are taken to name nothing.</param>
    public Attribution Judge(IReadOnlyList<Sighting> views, bool hidesTexts = false)
    {
        var contact = _contact.SeenAs(views);
        contact.Options = _finder.Of(contact);
        contact.Options = [.. contact.Options, .. _finder.LateOf(contact, _late.Contains)];
        if (hidesTexts)
            contact.Options = Array.ConvertAll(contact.Options, o => o with { Mention = Mention.None });
        var isSameActor = ReferenceEquals(contact.Lead.Actor, _contact.Lead.Actor);
        var calls = new List<WeighedCall>();
        foreach (var option in contact.Options)
            calls.Add(new WeighedCall(option.Call, 0, OwnWeight(contact, option), option.Mention, option.MayPrecede, null));
        if (isSameActor)
            AddInherited(calls, hidesTexts);
        var none = _contact.NoneWeight * (isSameActor
            || _contact.NoneRates.Sum <= 0 ? 1 : 1 - (_contact.NoneRates.Continued / _contact.NoneRates.Sum));
        var total = none + calls.Sum(c => Math.Max(c.Weight, c.OwnWeight));
        contact.Calls = [.. calls.Select(c => c with { Weight = Math.Max(c.Weight, c.OwnWeight) / total, OwnWeight = c.OwnWeight / total })
            .OrderByDescending(c => c.Weight).ThenBy(c => c.Call.Call.TraceId, StringComparer.Ordinal)
            .ThenBy(c => c.Call.Call.SpanId, StringComparer.Ordinal)
            .ThenBy(c => c.Call.Call.Origin.Sha256, StringComparer.Ordinal)];
        contact.NoneWeight = none / total;
        return _attribute(contact);
    }

    /// <summary>In the measure of the contact's weights: what its burst told of the call, and that it had been there, hold.</summary>
    private double OwnWeight(Contact contact, in CallOption option)
    {
        var rate = RateOf(contact, option);
        return _rates.TryGetValue(option.Call, out var before)
            && before > 0 ? _weighed.GetValueOrDefault(option.Call).OwnWeight * rate / before
            : rate * _contact.Scale;
    }

    private void AddInherited(List<WeighedCall> calls, bool hidesTexts)
    {
        foreach (var call in _contact.Calls!)
        {
            var inherited = call.Weight - call.OwnWeight;
            if (inherited <= 0)
                continue;
            var index = calls.FindIndex(c => ReferenceEquals(c.Call, call.Call));
            if (index >= 0)
                calls[index] = calls[index] with { Weight = calls[index].OwnWeight + inherited, From = call.From };
            else
                calls.Add(call with { Weight = inherited, OwnWeight = 0, Mention = hidesTexts ? Mention.None : call.Mention });
        }
    }

    private double RateOf(Contact contact, in CallOption option)
    {
        _inference.Explain(contact, option, _reach, out var probability, out var density);
        return probability * density;
    }
}
