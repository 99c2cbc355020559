// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Numerics;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>One way to meet a boolean condition: these rules there, in the order of the list, and those not.</summary>
internal readonly record struct OrderedTerm(ulong Present, ulong Absent)
{
    public int Length => BitOperations.PopCount(Present);
}

/// <summary>A boolean condition over rules, by their index, as a mask test and as the sequences that it means.</summary>
internal static class OrderedTerms
{
    public const int MaxTerms = 64;

    /// <summary>Tells from the mask of the rules that are there whether the condition holds.</summary>
    public static Func<ulong, bool> MaskTest(CorrelationRule rule, Condition condition) => MaskTest(condition, Indexes(rule));

    /// <summary>The disjunctive normal form; null where it has more than <see cref="MaxTerms"/> terms.</summary>
    public static IReadOnlyList<OrderedTerm>? Of(CorrelationRule rule, Condition condition) =>
        Expand(condition, Indexes(rule), negated: false);

    public static Dictionary<string, int> Indexes(CorrelationRule rule) =>
        rule.Rules.Select((r, i) => (r.Name, i)).ToDictionary(r => r.Name, r => r.i, StringComparer.Ordinal);

    private static Func<ulong, bool> MaskTest(Condition condition, Dictionary<string, int> indexes)
    {
        switch (condition)
        {
            case AndCondition all:
                var every = all.Parts.Select(p => MaskTest(p, indexes)).ToArray();
                return present => Array.TrueForAll(every, p => p(present));
            case OrCondition any:
                var some = any.Parts.Select(p => MaskTest(p, indexes)).ToArray();
                return present => Array.Exists(some, p => p(present));
            case NotCondition inverse:
                var part = MaskTest(inverse.Part, indexes);
                return present => !part(present);
            case DetectionReference reference:
                var bit = 1UL << indexes[reference.Name];
                return present => (present & bit) != 0;
            case Selection selection:
                var bits = selection.Names.Aggregate(0UL, (mask, n) => mask | 1UL << indexes[n]);
                return selection.All ? present => (present & bits) == bits : present => (present & bits) != 0;
            default:
                throw new UnreachableException();
        }
    }

    private static List<OrderedTerm>? Expand(Condition condition, Dictionary<string, int> indexes, bool negated) => condition switch
    {
        NotCondition inverse => Expand(inverse.Part, indexes, !negated),
        DetectionReference reference => [Literal(indexes[reference.Name], negated)],
        AndCondition all => Combine(all.Parts.Select(p => Expand(p, indexes, negated)), isAll: !negated),
        OrCondition any => Combine(any.Parts.Select(p => Expand(p, indexes, negated)), isAll: negated),
        Selection some => Combine(some.Names.Select(List<OrderedTerm>? (n) => [Literal(indexes[n], negated)]), isAll: some.All != negated),
        _ => throw new UnreachableException(),
    };

    private static OrderedTerm Literal(int index, bool negated) =>
        negated ? new OrderedTerm(0, 1UL << index) : new OrderedTerm(1UL << index, 0);

    private static List<OrderedTerm>? Combine(IEnumerable<List<OrderedTerm>?> parts, bool isAll)
    {
        List<OrderedTerm>? combined = null;
        foreach (var part in parts)
        {
            if (part is null)
                return null;
            combined = combined is null ? part
                : isAll ? [.. combined.SelectMany(_ => part, (a, b) => new OrderedTerm(a.Present | b.Present, a.Absent | b.Absent))
                    .Where(t => (t.Present & t.Absent) == 0).Distinct()]
                : [.. combined.Concat(part).Distinct()];
            if (combined.Count > MaxTerms)
                return null;
        }

        return combined ?? [];
    }
}
