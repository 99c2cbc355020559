// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Compilation;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// For each of many rules the keys one of which an event must show for the rule to hold, and of several possible sets the one
/// that events will seldom show. <c>and</c> takes the rarest part, <c>or</c> needs all parts, a negated test tells next to nothing.
/// </summary>
/// <remarks>
/// How rare a key is must be guessed before any event is seen. The rules themselves tell: what many of them name is an
/// everyday word (<c>action: ACCEPT</c>), and a field of which they name many values has many (a port). Only speed hangs on it.
/// </remarks>
internal sealed class Witnesses
{
    private readonly Dictionary<WitnessKey, int> _rulesThatName = [];
    private readonly Dictionary<string, int> _valuesOf = new(StringComparer.Ordinal);

    private Witnesses(IEnumerable<Predicate> rules)
    {
        foreach (var key in rules.SelectMany(r => Keys(r).Distinct()))
            _rulesThatName[key] = _rulesThatName.GetValueOrDefault(key) + 1;
        foreach (var key in _rulesThatName.Keys.OfType<ValueKey>())
            _valuesOf[key.Field!.Name] = _valuesOf.GetValueOrDefault(key.Field!.Name) + 1;
    }

    /// <summary>One for each rule; null for a rule that can hold whatever the event shows.</summary>
    public static IReadOnlyList<IReadOnlyList<WitnessKey>?> Of(IReadOnlyList<Predicate> rules)
    {
        var witnesses = new Witnesses(rules);
        return [.. rules.Select(r => witnesses.Choose(r)?.Keys)];
    }

    private static IEnumerable<WitnessKey> Keys(Predicate predicate) => predicate switch
    {
        And all => all.Parts.SelectMany(Keys),
        Or any => any.Parts.SelectMany(Keys),
        _ => KeysOfTest(predicate) ?? [],
    };

    private static IReadOnlyList<WitnessKey>? KeysOfTest(Predicate predicate) => predicate switch
    {
        FieldTest test => WitnessKey.Of(test.Field, test.Test),
        KeywordTest keyword => WitnessKey.Of(null, keyword.Test),
        FieldPairTest pair => [new PresenceKey(pair.Left, EvenNull: false)],
        Not { Part: FieldTest test } => WitnessKey.OfNegated(test.Field, test.Test),
        Constant { Value: false } => [],
        _ => null,
    };

    private Choice? Choose(Predicate predicate)
    {
        switch (predicate)
        {
            case And all:
                return all.Parts.Select(Choose).OfType<Choice>().MaxBy(c => c.Bits);
            case Or any:
                var parts = any.Parts.Select(Choose).ToList();
                return parts.Contains(null) ? null : Together([.. parts.SelectMany(p => p!.Keys).Distinct()]);
            default:
                return KeysOfTest(predicate) is { } keys ? Together(keys) : null;
        }
    }

    private Choice Together(IReadOnlyList<WitnessKey> keys) => new(-Math.Log2(keys.Sum(k => Math.Pow(2, -Bits(k)))), keys);

    /// <summary>How rare a key is: minus the logarithm to base 2 of the share of events that show it, as far as can be guessed.</summary>
    private double Bits(WitnessKey key) => key switch
    {
        TextKey text => Rarer(key, (2 * text.Text.Text.Length) + (text.Text.AtStart || text.Text.AtEnd ? 2 : 0)),
        ValueKey value => Rarer(key, 6 + Math.Log2(_valuesOf[value.Field!.Name])),
        NetworkKey network => Rarer(key, Math.Min(network.Network.Length, 32) / 2.0),
        PresenceKey { EvenNull: false } => 1,
        _ => 0.5,
    };

    private double Rarer(WitnessKey key, double bits) => Math.Max(bits - Math.Log2(_rulesThatName[key]), 1);

    private sealed record Choice(double Bits, IReadOnlyList<WitnessKey> Keys);
}
