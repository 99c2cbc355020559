// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>What the first contacts of a family tell of the share of a text's calls that act, as log-likelihoods on
/// <see cref="ShareGrid"/>.</summary>
internal sealed class TextEvidence(TextFacts text)
{
    private readonly Dictionary<Contact, (double Ratio, double Times)> _contacts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CallFacts, List<(Contact Contact, double Ratio)>> _parts = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CallFacts, double[]> _withoutCall = new(ReferenceEqualityComparer.Instance);

    /// <summary>Of all calls of the text and all contacts.</summary>
    public double[] LogLikelihood { get; } = ShareGrid.Idle(text.Calls);

    /// <summary>Counts a contact.</summary>
    /// <param name="parts">For each call of the text that may have made it: the likelihood of the contact if the call made it, over that of
    /// all causes but calls of the text.</param>
    /// <param name="times">How many times it counts: less than once where its calls are held to have made several.</param>
    public void Add(Contact contact, IReadOnlyList<(CallFacts Call, double Ratio)> parts, double times)
    {
        var ratio = parts.Sum(p => p.Ratio);
        _contacts.Add(contact, (ratio, times));
        ShareGrid.Add(LogLikelihood, ratio, times);
        foreach (var (call, part) in parts)
        {
            if (!_parts.TryGetValue(call, out var contacts))
                _parts.Add(call, contacts = new List<(Contact, double)>(1));
            contacts.Add((contact, part));
        }
    }

    /// <summary>Without what one call is held to have done, and without the contact that is weighed.</summary>
    public double[] Without(CallFacts call, Contact? contact)
    {
        if (!_withoutCall.TryGetValue(call, out var log))
            _withoutCall.Add(call, log = Without(call));
        if (contact is null || !_contacts.TryGetValue(contact, out var told))
            return log;
        var others = told.Ratio - PartOf(call, contact);
        if (others <= 0)
            return log;
        log = (double[])log.Clone();
        ShareGrid.Add(log, others, -told.Times);
        return log;
    }

    private double[] Without(CallFacts call)
    {
        var log = (double[])LogLikelihood.Clone();
        ShareGrid.AddIdle(log, -1);
        if (!_parts.TryGetValue(call, out var parts))
            return log;
        foreach (var (contact, part) in parts)
        {
            var (ratio, times) = _contacts[contact];
            ShareGrid.Add(log, ratio, -times);
            ShareGrid.Add(log, Math.Max(0, ratio - part), times);
        }

        return log;
    }

    private double PartOf(CallFacts call, Contact contact)
    {
        if (!_parts.TryGetValue(call, out var parts))
            return 0;
        foreach (var (other, part) in parts)
        {
            if (ReferenceEquals(other, contact))
                return part;
        }

        return 0;
    }
}
