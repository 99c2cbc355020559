// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>
/// Reads <c>filter</c>: the rules it applies to, named detections and the condition over them (Sigma filters specification 2.1).
/// </summary>
internal static class FilterReader
{
    /// <summary>Null where something is wrong and reported.</summary>
    public static FilterRule? Read(YamlMapping rule, RuleDocument described, LogSource? logSource, RuleErrors errors)
    {
        if (rule["filter"] is not YamlMapping filter)
        {
            errors.Add(rule["filter"]!.Position, $"'filter' must be a map; this is {rule["filter"]!.Noun}.",
                "Give it 'rules', detections and a condition.");
            return null;
        }

        if (rule["detection"] is { } detection)
            errors.Add(detection.Position, "A filter has no 'detection' of its own.",
                "Put its detections and condition under 'filter', or make two documents.");
        var rules = ReadRules(filter, errors);
        if (DetectionReader.ReadFilter(filter, errors) is not var (detections, condition) || rules is null || logSource is null)
            return null;
        return new FilterRule(described) { LogSource = logSource, Rules = rules, Detections = detections, Condition = condition };
    }

    /// <summary>Empty for <c>any</c>.</summary>
    private static IReadOnlyList<RuleMention>? ReadRules(YamlMapping filter, RuleErrors errors)
    {
        switch (filter["rules"])
        {
            case YamlScalar { Text: "any" }:
                return [];
            case YamlScalar { IsNull: false } one:
                return [new RuleMention(one.Text, one.Position)];
            case YamlSequence { Items.Count: > 0 } list when list.Items.All(i => i is YamlScalar):
                return [.. list.Items.Select(i => new RuleMention(((YamlScalar)i).Text, i.Position))];
            default:
                errors.Add(filter["rules"]?.Position ?? filter.Position, "The filter names no rules.",
                    "List ids or names under 'rules', or write 'rules: any' for all rules of its log source.");
                return null;
        }
    }
}
