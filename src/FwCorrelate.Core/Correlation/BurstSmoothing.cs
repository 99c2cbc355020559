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
        return new BurstStep(before, leading, (rest + ofNone) / (rest + ofCall.RateIfSo), ofCall.RateIfSo / (rest + ofCall.RateIfSo));
    }

    /// <param name="contacts">By start, weighed forward.</param>
    public static void Run(IReadOnlyList<Contact> contacts)
    {
        var factors = new Dictionary<Contact, double>(ReferenceEqualityComparer.Instance);
        for (var i = contacts.Count - 1; i >= 0; i--)
        {
            var contact = contacts[i];
            var factor = factors.GetValueOrDefault(contact, 1);
            if (factor < 1)
                Strengthen(contact, factor);
            if (contact.Burst is { Before: { } before, Call: { } call } step && before.Calls is [var leading, ..] && ReferenceEquals(leading.Call, call))
                factors[before] = Math.Min(factors.GetValueOrDefault(before, 1), step.Ratio * ((step.Continuing * factor) + 1 - step.Continuing));
        }
    }

    /// <summary>Multiplies the odds of everything but the leading call.</summary>
    private static void Strengthen(Contact contact, double factor)
    {
        var calls = contact.Calls!;
        var total = calls[0].Weight + ((1 - calls[0].Weight) * factor);
        calls[0] = calls[0] with { Weight = calls[0].Weight / total, OwnWeight = calls[0].OwnWeight / total };
        for (var i = 1; i < calls.Length; i++)
            calls[i] = calls[i] with { Weight = calls[i].Weight * factor / total, OwnWeight = calls[i].OwnWeight * factor / total };
        contact.NoneWeight *= factor / total;
        contact.OwnNoneWeight *= factor / total;
    }
}
