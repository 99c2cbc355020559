// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>Why a correlation cannot fire: the rules that it joins cannot.</summary>
internal static class CorrelationBlindness
{
    /// <param name="ofDetection">Why a detection cannot fire; null where it can.</param>
    /// <param name="isHeld">Whether a vendor's field was seen in any record; null where that is not known.</param>
    public static string? Of(CompiledCorrelation correlation, Func<int, string?> ofDetection, Func<string, bool>? isHeld = null)
    {
        var blind = correlation.Members.Select(m => (m.Rule, Because: OfMember(correlation, m, ofDetection, isHeld)))
            .Where(m => m.Because is not null).ToList();
        if (blind.Count == 0 || !CannotHold(correlation, [.. blind.Select(b => b.Rule)]))
            return null;
        var one = blind[0];
        return blind.Count == correlation.Members.Length
            ? correlation.Members.Length == 1 ? $"the rule that it counts cannot fire: {one.Because}"
                : $"none of its rules can fire; of '{one.Rule}': {one.Because}"
            : $"it needs '{one.Rule}', which cannot fire: {one.Because}";
    }

    /// <summary>Vendors' fields of which a correlation counts values, or by which it groups.</summary>
    public static IEnumerable<string> VendorFieldsOf(CompiledCorrelation correlation) =>
        correlation.Members.SelectMany(m => FieldsOf(correlation, m));

    private static string? OfMember(
        CompiledCorrelation correlation, CorrelationMember member, Func<int, string?> ofDetection, Func<string, bool>? isHeld)
    {
        if (member.Inner is { } inner)
            return Of(inner, ofDetection, isHeld);
        return ofDetection(member.Detection) is { } because ? because
            : isHeld is not null && FieldsOf(correlation, member).FirstOrDefault(f => !isHeld(f)) is { } missing
                ? $"no record has '{missing}', which it counts or groups by"
            : null;
    }

    private static IEnumerable<string> FieldsOf(CompiledCorrelation correlation, CorrelationMember member) =>
        (correlation.IsMetric || correlation.CountsValues ? member.Values : []).Concat(correlation.GroupsMissing ? [] : member.Group)
            .Where(s => s.Field is { Scope: FieldScope.Vendor }).Select(s => s.Field!.Name);

    /// <summary>Whether the condition needs one of these rules.</summary>
    private static bool CannotHold(CompiledCorrelation correlation, HashSet<string> blind)
    {
        var rule = correlation.Rule;
        if (blind.Count == correlation.Members.Length || !rule.Type.IsTemporal())
            return blind.Count == correlation.Members.Length;
        if (rule.Condition.Expression is { } expression)
            return OrderedTerms.Of(rule, expression)?.All(t => correlation.Members.Index()
                .Any(m => (t.Present >> m.Index & 1) != 0 && blind.Contains(m.Item.Rule))) ?? false;
        var seeing = correlation.Members.Length - blind.Count;
        return rule.Condition.Bounds.Count == 0
            || Enumerable.Range(0, seeing + 1).All(n => !new NumberTest(rule.Condition.Bounds).Holds(n));
    }
}
