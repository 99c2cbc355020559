// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Compilation;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// Texts one of which an event must hold, without case, for a rule to hold; null where nothing can be said. <c>and</c> takes
/// the most telling part, <c>or</c> needs all parts to tell, <c>not</c> tells nothing: the result may only be too weak.
/// </summary>
internal static class NecessaryTexts
{
    /// <param name="ofTest">The texts of a single test, or null; asked only where the test is not negated.</param>
    public static IReadOnlyCollection<string>? Of(Predicate predicate, Func<Predicate, IReadOnlyCollection<string>?> ofTest)
    {
        switch (predicate)
        {
            case And all:
                return all.Parts.Select(p => Of(p, ofTest)).OfType<IReadOnlyCollection<string>>()
                    .OrderByDescending(t => t.Count == 0 ? int.MaxValue : t.Min(text => text.Length)).ThenBy(t => t.Count).FirstOrDefault();
            case Or any:
                var parts = any.Parts.Select(p => Of(p, ofTest)).ToList();
                return parts.Contains(null) ? null : [.. parts.SelectMany(p => p!).Distinct(StringComparer.OrdinalIgnoreCase)];
            case Constant { Value: false }:
                return [];
            case Not or Constant:
                return null;
            default:
                return ofTest(predicate);
        }
    }
}
