// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Formats;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Rules;
using NodaTime;

namespace FwCorrelate.Sigma.Explaining;

/// <summary>A correlation in words, before any event.</summary>
/// <param name="Joined">The rules that it joins, in its order.</param>
/// <param name="GroupBy">Fields whose values must be equal, each with the fields that an alias stands for; empty where all events are one
/// group.</param>
/// <param name="Condition">When it holds, as a rule would write it.</param>
/// <param name="BlindWhere">Inputs on which it cannot fire, in words.</param>
public sealed record CorrelationOutline(
    IReadOnlyList<RuleSummary> Joined, IReadOnlyList<string> GroupBy, Duration Window, string Condition, IReadOnlyList<string> BlindWhere)
{
    /// <param name="rule">Index in the detector's rules.</param>
    /// <param name="known">Formats of logs that may be read.</param>
    /// <exception cref="ArgumentException">The rule is no correlation.</exception>
    public static CorrelationOutline Of(SigmaDetector detector, int rule, IReadOnlyList<LogFormat> known)
    {
        ArgumentNullException.ThrowIfNull(detector);
        var correlation = detector.Correlations.Find(detector.Rules[rule].Id) ?? throw new ArgumentException(
            "The rule is no correlation.", nameof(rule));
        var joined = correlation.Members.Select(m => detector.Rules.Single(r => r.Id == m.Rule)).ToList();
        return new CorrelationOutline(
            joined,
            [.. correlation.Rule.GroupBy.Select(g => GroupText(correlation.Rule, g))],
            correlation.Rule.Timespan,
            CorrelationText.Condition(correlation.Rule),
            [.. correlation.Members.SelectMany(m => WhereBlind(m, detector, known)).Distinct()]);
    }

    private static IEnumerable<string> WhereBlind(CorrelationMember member, SigmaDetector detector, IReadOnlyList<LogFormat> known) =>
        member.Inner is { } inner
        ? inner.Members.SelectMany(m => WhereBlind(m, detector, known))
        : detector.Outline(member.Detection, known).BlindWhere.Select(w => $"{w} ('{detector.Rules[member.Detection].Title}')");

    private static string GroupText(CorrelationRule rule, string name) => rule.Aliases.TryGetValue(name, out var aliases)
        ? $"{name} ({string.Join(", ", aliases.Select(a => $"{a.Field} of {a.Rule.Name}"))})"
        : name;
}

/// <summary>Conditions of correlations as a rule would write them.</summary>
internal static class CorrelationText
{
    public static string Condition(CorrelationRule rule)
    {
        var condition = rule.Condition;
        if (condition.Expression is { } expression)
            return $"{rule.Type.Name()}: {Text(expression)}";
        var fields = condition.Fields.Count == 0 ? "" : $" of {string.Join(" with ", condition.Fields)}";
        var percentile = rule.Type == CorrelationType.ValuePercentile
            ? string.Create(CultureInfo.InvariantCulture, $" {condition.Percentile}") : "";
        var bounds = condition.Bounds.Count == 0
            ? $"all of its {rule.Rules.Count} rules{(rule.Type == CorrelationType.TemporalOrdered ? ", in this order" : "")}"
            : string.Join(
                " and ", condition.Bounds.Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Relation.Name()} {b.Limit}")));
        return $"{rule.Type.Name()}{percentile}{fields}: {bounds}";
    }

    private static string Text(Condition condition) => condition switch
    {
        AndCondition all => string.Join(" and ", all.Parts.Select(Inner)),
        OrCondition any => string.Join(" or ", any.Parts.Select(Inner)),
        NotCondition inverse => "not " + Inner(inverse.Part),
        DetectionReference reference => reference.Name,
        Selection selection => $"{(selection.All ? "all" : "1")} of ({string.Join(", ", selection.Names)})",
        _ => condition.ToString(),
    };

    private static string Inner(Condition condition) => condition is AndCondition or OrCondition ? $"({Text(condition)})" : Text(condition);
}
