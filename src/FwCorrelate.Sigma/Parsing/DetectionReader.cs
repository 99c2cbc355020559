// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>Reads <c>detection</c>: named detections and the condition over them.</summary>
internal static class DetectionReader
{
    private const int MaxConditionLength = 16 * 1024;

    public static (IReadOnlyDictionary<string, Detection> Detections, Condition Condition)? Read(YamlMapping rule, RuleErrors errors)
    {
        if (rule["detection"] is not YamlMapping detection)
        {
            errors.Add(rule["detection"]?.Position ?? rule.Position, "The rule has no detection.", "Add 'detection' with named detections and a condition.");
            return null;
        }

        var detections = new Dictionary<string, Detection>(StringComparer.Ordinal);
        foreach (var entry in detection.Entries.Where(e => e.Key.Text is not ("condition" or "timeframe")))
        {
            if (ReadPart(entry.Value, errors) is { } part)
                detections[entry.Key.Text] = part;
        }

        var names = detection.Entries.Select(e => e.Key.Text).Where(n => n is not ("condition" or "timeframe")).ToList();
        return ReadCondition(detection, names, errors) is { } condition ? (detections, condition) : null;
    }

    private static Condition? ReadCondition(YamlMapping detection, IReadOnlyList<string> names, RuleErrors errors)
    {
        var node = detection["condition"];
        if (node is YamlScalar { Text.Length: > 0 } single)
            return ParseOne(single, names, errors);
        if (node is not YamlSequence { Items.Count: > 0 } list || list.Items.Any(i => i is not YamlScalar))
        {
            errors.Add(node?.Position ?? detection.Position, "The detection has no condition.", "Add 'condition', for example 'condition: selection'.");
            return null;
        }

        var parts = list.Items.Select(i => ParseOne((YamlScalar)i, names, errors)).ToList();
        return parts.Contains(null) ? null : new OrCondition(parts!);
    }

    private static Condition? ParseOne(YamlScalar text, IReadOnlyList<string> names, RuleErrors errors)
    {
        if (text.Text.Length <= MaxConditionLength)
            return ConditionParser.Parse(text.Text, text.Position, names, errors);
        errors.Add(text.Position, $"The condition has {text.Text.Length} characters; {MaxConditionLength} are allowed.", "Use '1 of' with a pattern of names.");
        return null;
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

            errors.Add(entry.Key.Position, $"The modifier '{name}' of '{entry.Key.Text}' is unknown.", $"Use one of {string.Join(", ", Modifiers.Names)}.");
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
                errors.Add(entry.Value.Position, $"The value of '{entry.Key.Text}' is {entry.Value.Noun}.", "Write a single value or a list; reach nested fields with a dotted name.");
                return null;
        }
    }

    private static RuleValue Value(YamlScalar scalar)
    {
        var (kind, text) = scalar.IsPlain ? PlainScalar.Resolve(scalar.Text) : (RuleValueKind.Text, scalar.Text);
        return new RuleValue(scalar.Position, kind, text);
    }
}
