// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>The candidates that are told of a contact.</summary>
internal static class CandidateList
{
    /// <summary>Of what calls weigh together, the part that is always listed; the rest is divided among those listed.</summary>
    private const double ListedPart = 0.999;

    /// <summary>
    /// By weight: every call above the threshold, and as many below it as together hold what calls hold, so that "none" is left with what
    /// is really none. Empty where calls together stay below the threshold.
    /// </summary>
    public static IReadOnlyList<CallCandidate> Of(Contact contact)
    {
        var calls = contact.Calls!;
        var total = calls.Sum(c => c.Weight);
        if (total < NamingRules.ListingThreshold)
            return [];
        var (listed, sum) = (0, 0.0);
        while (listed < calls.Length && (calls[listed].Weight >= NamingRules.ListingThreshold || sum < ListedPart * total))
            sum += calls[listed++].Weight;
        var scale = total / sum;
        var list = new CallCandidate[listed];
        for (var i = 0; i < listed; i++)
            list[i] = CandidateFacts.Explain(contact, calls[i], Math.Min(1, calls[i].Weight * scale));
        return list;
    }
}
