// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Yaml;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>Reads <c>detection</c>: named detections and the condition over them.</summary>
internal static class DetectionReader
{
    private const int MaxConditionLength = 16 * 1024;

    public static ReadDetection? Read(YamlMapping rule, RuleErrors errors)
    {
        if (rule["detection"] is YamlMapping detection)
            return Read(detection, ["condition", "timeframe"], errors);
        errors.Add(rule["detection"]?.Position ?? rule.Position, "The rule has no detection.",
            "Add 'detection' with named detections and a condition.");
        return null;
    }

    /// <summary>The detections and the condition of a filter.</summary>
    public static (IReadOnlyDictionary<string, Detection> Detections, Condition Condition)? ReadFilter(
        YamlMapping filter, RuleErrors errors)
    {
        if (Read(filter, ["condition", "rules"], errors) is not { } read)
            return null;
        if (read.Aggregation is null)
            return (read.Detections, read.Condition);
        errors.Add(filter["condition"]!.Position, "The condition of a filter holds an aggregation (after '|').",
            "Remove it: a filter looks at one event.");
        return null;
    }

    private static ReadDetection? Read(YamlMapping map, string[] keys, RuleErrors errors)
    {
        var detections = new Dictionary<string, Detection>(StringComparer.Ordinal);
        foreach (var entry in map.Entries.Where(e => !keys.Contains(e.Key.Text)))
        {
            if (ReadPart(entry.Value, errors) is { } part)
                detections[entry.Key.Text] = part;
        }

        var names = map.Entries.Select(e => e.Key.Text).Where(n => !keys.Contains(n)).ToList();
        var node = map["condition"];
        if (node is YamlScalar { Text.Length: > 0 } single)
            return ReadCondition(single, map, detections, names, errors);
        if (node is not YamlSequence { Items.Count: > 0 } list || list.Items.Any(i => i is not YamlScalar))
        {
            errors.Add(node?.Position ?? map.Position, "The detection has no condition.",
                "Add 'condition', for example 'condition: selection'.");
            return null;
        }

        var parts = list.Items.Select(i => ReadCondition((YamlScalar)i, map, detections, names, errors)).ToList();
        if (parts.Count > 1 && parts.FindIndex(p => p?.Aggregation is not null) is >= 0 and var aggregated)
        {
            errors.Add(list.Items[aggregated].Position, "One condition of a list holds an aggregation (after '|').",
                "Write it as a rule of its own.");
            return null;
        }

        return parts.Contains(null) ? null : parts.Count == 1 ? parts[0]
            : parts[0]! with { Condition = new OrCondition([.. parts.Select(p => p!.Condition)]) };
    }

    private static ReadDetection? ReadCondition(
        YamlScalar text, YamlMapping map, Dictionary<string, Detection> detections, IReadOnlyList<string> names, RuleErrors errors)
    {
        if (text.Text.Length > MaxConditionLength)
        {
            errors.Add(text.Position, $"The condition has {text.Text.Length} characters; {MaxConditionLength} are allowed.",
                "Use '1 of' with a pattern of names.");
            return null;
        }

        var pipe = text.Text.IndexOf('|', StringComparison.Ordinal);
        var before = errors.Count;
        var aggregation = pipe < 0 ? null : AggregationReader.Read(text.Text, pipe, text.Position, map, names, errors);
        var condition = ConditionParser.Parse(pipe < 0 ? text.Text : text.Text[..pipe], text.Position, names, errors);
        return condition is null || errors.Count > before ? null : new ReadDetection(detections, condition, aggregation);
    }

    private static Detection? ReadPart(YamlNode node, RuleErrors errors)
    {
        switch (node)
        {
            case YamlMapping { Entries.Count: > 0 } map:
                return Combined(map.Entries.Select(e => ReadItem(e, errors)), p => new AllOfDetection(map.Position, p));
            case YamlSequence { Items.Count: > 0 } list when list.Items.All(i => i is YamlScalar):
                return new DetectionItem(list.Position, null, [], [.. list.Items.Select(i => Value((YamlScalar)i))]);
            case YamlSequence { Items.Count: > 0 } list:
                return Combined(list.Items.Select(i => ReadPart(i, errors)), p => new AnyOfDetection(list.Position, p));
            case YamlScalar { IsNull: false } keyword:
                return new DetectionItem(keyword.Position, null, [], [Value(keyword)]);
            default:
                errors.Add(node.Position, "The detection is empty.", "Give it fields with values, or a list of keywords.");
                return null;
        }
    }

    private static Detection? Combined(IEnumerable<Detection?> parts, Func<IReadOnlyList<Detection>, Detection> combine)
    {
        var all = parts.ToList();
        return all.Contains(null) ? null : all.Count == 1 ? all[0] : combine(all!);
    }

    private static DetectionItem? ReadItem(YamlEntry entry, RuleErrors errors)
    {
        var parts = entry.Key.Text.Split('|');
        var modifiers = new List<Modifier>();
        var good = true;
        foreach (var name in parts.AsSpan(1))
        {
            if (Modifiers.TryParse(name, out var modifier))
            {
                modifiers.Add(modifier);
                continue;
            }

            errors.Add(entry.Key.Position, $"The modifier '{name}' of '{entry.Key.Text}' is unknown.",
                $"Use one of {string.Join(", ", Modifiers.Names)}.");
            good = false;
        }

        var values = ReadValues(entry, errors);
        return good && values is not null
            ? new DetectionItem(entry.Key.Position, parts[0].Length == 0 ? null : parts[0], modifiers, values)
            : null;
    }

    private static IReadOnlyList<RuleValue>? ReadValues(YamlEntry entry, RuleErrors errors)
    {
        switch (entry.Value)
        {
            case YamlScalar scalar:
                return [Value(scalar)];
            case YamlSequence { Items.Count: 0 } empty:
                errors.Add(empty.Position, $"The list of values of '{entry.Key.Text}' is empty.", "Add a value, or remove the field.");
                return null;
            case YamlSequence list:
                var wrong = list.Items.FirstOrDefault(i => i is not YamlScalar);
                if (wrong is null)
                    return [.. list.Items.Select(i => Value((YamlScalar)i))];
                errors.Add(wrong.Position, $"A value of '{entry.Key.Text}' is {wrong.Noun}.", "Write a list of single values.");
                return null;
            default:
                errors.Add(entry.Value.Position, $"The value of '{entry.Key.Text}' is {entry.Value.Noun}.",
                    "Write a single value or a list; reach nested fields with a dotted name.");
                return null;
        }
    }

    private static RuleValue Value(YamlScalar scalar)
    {
        var (kind, text) = scalar.IsPlain ? PlainScalar.Resolve(scalar.Text) : (RuleValueKind.Text, scalar.Text);
        return new RuleValue(scalar.Position, kind, text);
    }
}

/// <param name="Aggregation">Sigma 1's aggregation of the events that meet the condition, if there is one.</param>
internal sealed record ReadDetection(IReadOnlyDictionary<string, Detection> Detections, Condition Condition, Aggregation? Aggregation);
