// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Naive;

/// <summary>
/// Evaluates a rule as it is written, slowly and plainly, by the Sigma specification and the decisions of
/// src/FwCorrelate.Sigma/README.md. It shares the parsed rule with the engine and nothing else: no rewrite, no test, no index.
/// </summary>
internal sealed class NaiveRule(Rule rule, IReadOnlyDictionary<string, IReadOnlyList<string>> placeholders)
{
    public bool Holds(NaiveEvent e) => Holds(rule.Condition, e);

    private bool Holds(Condition condition, NaiveEvent e) => condition switch
    {
        AndCondition all => all.Parts.All(p => Holds(p, e)),
        OrCondition any => any.Parts.Any(p => Holds(p, e)),
        NotCondition inverse => !Holds(inverse.Part, e),
        DetectionReference reference => Holds(rule.Detections[reference.Name], e),
        Selection { All: true } every => every.Names.All(n => Holds(rule.Detections[n], e)),
        Selection one => one.Names.Any(n => Holds(rule.Detections[n], e)),
        _ => throw new NotSupportedException(condition.ToString()),
    };

    private bool Holds(Detection detection, NaiveEvent e) => detection switch
    {
        AllOfDetection all => all.Parts.All(p => Holds(p, e)),
        AnyOfDetection any => any.Parts.Any(p => Holds(p, e)),
        DetectionItem item => Holds(item, e),
        _ => throw new NotSupportedException(detection.ToString()),
    };

    private bool Holds(DetectionItem item, NaiveEvent e)
    {
        if (item.Has(Modifier.FieldReference))
            return HoldsBetweenFields(item, e);
        Func<RuleValue, bool> holds = value => item.Field is null
            ? e.All.Any(v => NaiveValue.Passes(item, value, v, placeholders))
            : (value.Kind == RuleValueKind.Null || item.Has(Modifier.Exists) ? e.Read(item.Field).Take(1) : e.Read(item.Field))
                .Any(v => NaiveValue.Passes(item, value, v, placeholders)) || IsSameAction(item, value, e);
        var linked = item.Has(Modifier.All) ? item.Values.All(holds) : item.Values.Any(holds);
        return linked != item.Has(Modifier.NotEqual);
    }

    // Firewalls have many words for letting through and for refusing.
    private static bool IsSameAction(DetectionItem item, RuleValue value, NaiveEvent e)
    {
        if (!e.IsFlow || item.Field is not ("action" or "event.action") || item.Modifiers.Any(m => m is not (Modifier.All or Modifier.NotEqual)))
            return false;
        var did = e.Read("action")[0].ToString();
        return value.Text.ToLowerInvariant() switch
        {
            "deny" or "denied" or "drop" or "dropped" or "block" or "blocked" or "reject" or "rejected" or "refuse" or "refused" or "discard" =>
                did is "deny" or "drop" or "reject" or "reset",
            "allow" or "allowed" or "accept" or "accepted" or "permit" or "permitted" or "pass" or "passed" => did is "allow",
            _ => false,
        };
    }

    private static bool HoldsBetweenFields(DetectionItem item, NaiveEvent e)
    {
        var left = e.Read(item.Field!)[0];
        Func<RuleValue, bool> holds = other => Members(left).Any(l => Members(e.Read(other.Text)[0]).Any(r => Related(item, l.ToString(), r.ToString())));
        var linked = item.Has(Modifier.All) ? item.Values.All(holds) : item.Values.Any(holds);
        return item.Has(Modifier.NotEqual)
            ? IsThere(left) && item.Values.All(v => IsThere(e.Read(v.Text)[0])) && !linked
            : linked;
    }

    private static bool Related(DetectionItem item, string left, string right)
    {
        var comparison = item.Has(Modifier.Cased) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return item.Has(Modifier.Contains) ? left.Contains(right, comparison)
            : item.Has(Modifier.StartsWith) ? left.StartsWith(right, comparison)
            : item.Has(Modifier.EndsWith) ? left.EndsWith(right, comparison)
            : left.Equals(right, comparison);
    }

    /// <summary>Whether a field has a value; a list has one unless a null is among its members.</summary>
    private static bool IsThere(FieldValue value) => value.Kind switch
    {
        FieldValueKind.Missing or FieldValueKind.Null => false,
        FieldValueKind.List => value.List.All(IsThere),
        _ => true,
    };

    private static IEnumerable<FieldValue> Members(FieldValue value) =>
        value.Kind == FieldValueKind.List ? value.List.SelectMany(Members) : value.IsPresent ? [value] : [];
}
