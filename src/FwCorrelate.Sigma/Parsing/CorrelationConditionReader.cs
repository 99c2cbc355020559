// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>
/// Reads the condition of a correlation: a map of bounds, or for temporal types an expression over the names of the rules.
/// </summary>
internal static class CorrelationConditionReader
{
    /// <summary>Numbers are kept to six decimals; beyond this they could not be summed exactly.</summary>
    private const decimal LargestNumber = 1e21m;

    /// <summary>Null where something is wrong and reported.</summary>
    public static CorrelationCondition? Read(
        YamlMapping correlation, CorrelationType type, IReadOnlyList<RuleMention> rules, RuleErrors errors)
    {
        switch (correlation["condition"])
        {
            case null or YamlScalar { IsNull: true } when type.IsTemporal():
                return new CorrelationCondition();
            case YamlScalar { IsNull: false } expression when type.IsTemporal():
                var tree = ConditionParser.Parse(
                    expression.Text, expression.Position, [.. rules.Select(r => r.Name)], errors, ("correlation", "rule"));
                return tree is null ? null : new CorrelationCondition { Expression = tree };
            case YamlMapping map:
                return ReadMap(map, type, errors);
            case var other:
                errors.Add(other?.Position ?? correlation.Position,
                    other is null ? "The correlation has no condition." : $"The condition of {type.Name()} must be a map of bounds.",
                    type is CorrelationType.EventCount or CorrelationType.Temporal or CorrelationType.TemporalOrdered
                        ? "Write for example 'condition: {gte: 10}'." : "Write for example 'condition: {field: dst_port, gte: 10}'.");
                return null;
        }
    }

    /// <summary>The words of an expression that can be names of rules.</summary>
    public static IReadOnlyList<RuleMention> MentionsOf(YamlScalar expression) =>
    [
        .. ConditionTokenizer.Read(expression.Text, expression.Position)
            .Where(t => t.Kind == ConditionTokenKind.Word && !t.Is("and") && !t.Is("or")
                && !t.Is("not")).DistinctBy(t => t.Text).Select(t => new RuleMention(t.Text, t.Position)),
    ];

    private static CorrelationCondition? ReadMap(YamlMapping map, CorrelationType type, RuleErrors errors)
    {
        var before = errors.Count;
        var bounds = new List<Bound>();
        foreach (var (key, value) in map.Entries.Where(e => e.Key.Text is not ("field" or "percentile")))
        {
            if (CorrelationWords.ParseRelation(key.Text) is not { } relation)
                errors.Add(key.Position, $"The key '{key.Text}' of the condition is unknown.",
                    $"Use {string.Join(", ", CorrelationWords.RelationNames)}, field or percentile.");
            else if (Number(value) is { } limit)
                bounds.Add(new Bound(relation, limit));
            else
                errors.Add(value.Position, $"'{key.Text}' needs a number.", $"Write for example '{key.Text}: 10'.");
        }

        if (bounds.Count == 0 && errors.Count == before)
            errors.Add(map.Position, "The condition compares with no number.", "Add for example 'gte: 10'.");
        var fields = ReadFields(map, type, errors);
        var percentile = ReadPercentile(map, type, errors);
        return errors.Count > before ? null : new CorrelationCondition { Bounds = bounds, Fields = fields, Percentile = percentile };
    }

    private static IReadOnlyList<string> ReadFields(YamlMapping map, CorrelationType type, RuleErrors errors)
    {
        var fields = new RuleFields(map, errors).Texts("field");
        var takesFields = type is not (CorrelationType.EventCount or CorrelationType.Temporal or CorrelationType.TemporalOrdered);
        if (takesFields && fields.Count == 0)
            errors.Add(map.Position, $"{type.Name()} needs the field that it is of.", "Add 'field' to the condition.");
        if (!takesFields && fields.Count > 0)
            errors.Add(map["field"]!.Position, $"{type.Name()} takes no field.", "Remove it, or use value_count.");
        if (type.IsMetric() && fields.Count > 1)
            errors.Add(map["field"]!.Position, $"{type.Name()} takes one field.", "Name one field, or make one rule for each.");
        if (fields.Count > GroupLimits.MaxFields)
            errors.Add(map["field"]!.Position, $"There are {fields.Count} fields; {GroupLimits.MaxFields} are allowed.",
                "Count combinations of fewer fields.");
        return fields;
    }

    /// <summary>
    /// Required: the specification's example without it reads the bound as a percentage of events, other engines as the median.
    /// </summary>
    private static decimal ReadPercentile(YamlMapping map, CorrelationType type, RuleErrors errors)
    {
        var node = map["percentile"];
        if (type != CorrelationType.ValuePercentile)
        {
            if (node is not null)
                errors.Add(node.Position, $"{type.Name()} takes no percentile.", "Remove it, or use value_percentile.");
            return 50;
        }

        if (node is not null && Number(node) is { } percentile and > 0 and <= 100)
            return percentile;
        errors.Add(node?.Position ?? map.Position,
            node is null ? "value_percentile needs the percentile that it is of." : "The percentile must be a number above 0, at most 100.",
            "Add for example 'percentile: 95' to the condition.");
        return 50;
    }

    private static decimal? Number(YamlNode node) =>
        node is YamlScalar scalar && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Math.Abs(number) <= LargestNumber
            ? number : null;
}
