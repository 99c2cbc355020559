// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>
/// Judges a burst as one thing: contacts of one sandbox and family that follow each other while one call runs tell of those before them,
/// as those tell of them. This is the backward half; <see cref="CauseChains"/> hands weights forward.
/// </summary>
internal static class BurstSmoothing
{
    /// <summary>What a contact tells of the one that it may continue.</summary>
    /// <param name="leading">Its leading call.</param>
    /// <param name="total">Rate of all causes.</param>
    public static BurstStep StepOf(CallFacts leading, List<Legacy> legacies, double total)
    {
        var (ofCall, ofNone, handedOn) = (default(Legacy), 0.0, 0.0);
        foreach (var legacy in legacies)
        {
            if (legacy.Kind != LegacyKind.Burst)
                continue;
            handedOn += legacy.Rate;
            if (ReferenceEquals(legacy.Call, leading))
                ofCall = legacy;
            else if (legacy.Call is null)
                ofNone = legacy.RateIfSo;
        }

        if (ofCall.From is not { } before)
            return BurstStep.None;
        var rest = Math.Max(0, total - handedOn);
        var mine = rest + ofCall.RateIfSo;
        var rivals = legacies.Where(l => l.Kind == LegacyKind.Burst && l.Call is not null && !ReferenceEquals(l.Call, leading))
            .Select(l => (l.Call!, Math.Min(1, (rest + l.RateIfSo) / mine))).ToArray();
        return new BurstStep(before, leading, rivals, Math.Min(1, (rest + ofNone) / mine), rest / mine, ofCall.RateIfSo / mine);
    }

    /// <param name="contacts">By start, weighed forward.</param>
    public static void Run(IReadOnlyList<Contact> contacts)
    {
        var later = new Dictionary<Contact, Odds>(ReferenceEqualityComparer.Instance);
        for (var i = contacts.Count - 1; i >= 0; i--)
        {
            var contact = contacts[i];
            var odds = later.GetValueOrDefault(contact);
            if (odds is not null)
                odds.Apply(contact);
            if (contact.Burst is { Before: { } before, Call: { } call } step && before.Calls is [var leading, ..]
                && ReferenceEquals(leading.Call, call)
                && !later.ContainsKey(before))
                later.Add(before, new Odds(step, odds));
        }
    }

    /// <summary>What the rest of a burst tells of one contact: factors of the odds against its leading call.</summary>
    private sealed class Odds
    {
        private readonly Dictionary<CallFacts, double> _rivals = new(ReferenceEqualityComparer.Instance);
        private readonly double _none;
        private readonly double _rest;

        /// <param name="after">What is told of the next contact; null at the end.</param>
        public Odds(BurstStep step, Odds? after)
        {
            double Carried(double factor) => (step.Continuing * factor) + 1 - step.Continuing;
            _none = step.NoneRatio * Carried(after?._none ?? 1);
            _rest = step.RestRatio * Carried(after?._rest ?? 1);
            foreach (var (call, ratio) in step.Ratios)
                _rivals[call] = ratio * Carried(after is null ? 1 : after._rivals.GetValueOrDefault(call, after._rest));
        }

        public void Apply(Contact contact)
        {
            var calls = contact.Calls!;
            var none = contact.NoneWeight * _none;
            var total = calls[0].Weight + none;
            for (var i = 1; i < calls.Length; i++)
            {
                var factor = _rivals.GetValueOrDefault(calls[i].Call, _rest);
                calls[i] = calls[i] with { Weight = calls[i].Weight * factor, OwnWeight = calls[i].OwnWeight * factor };
                total += calls[i].Weight;
            }

            for (var i = 0; i < calls.Length; i++)
                calls[i] = calls[i] with { Weight = calls[i].Weight / total, OwnWeight = calls[i].OwnWeight / total };
            contact.NoneWeight = none / total;
            contact.OwnNoneWeight *= _none / total;
            contact.Scale /= total;
        }
    }
}
