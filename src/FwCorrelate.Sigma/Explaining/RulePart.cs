// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Explaining;

/// <summary>What a named part of a rule is.</summary>
public enum RulePartKind
{
    /// <summary>A filter document that applies to the rule.</summary>
    Filter,

    /// <summary>A detection by its name.</summary>
    Detection,

    /// <summary><c>1 of</c> or <c>all of</c>.</summary>
    Quantifier,

    /// <summary>A field with modifiers and its values, or keywords.</summary>
    Item,

    /// <summary>One value of an item.</summary>
    Value,
}

/// <summary>A part of a rule as its author wrote it, so that an explanation speaks the author's words.</summary>
public sealed class RulePart
{
    /// <summary>Values that are spelt out; of a longer list the number is told.</summary>
    private const int SpeltValues = 4;

    private readonly Func<string> _text;

    private RulePart(RulePartKind kind, Position position, Func<string> text) => (Kind, Position, _text) = (kind, position, text);

    public RulePartKind Kind { get; }

    public Position Position { get; }

    /// <summary>As a rule would write it: <c>dst_port|gte: 1024</c>.</summary>
    public string Text => _text();

    internal static RulePart Of(FilterRule filter) =>
        new(RulePartKind.Filter, filter.Position, () => $"filter '{filter.Title}' ({filter.File}:{filter.Position.Line})");

    internal static RulePart Of(string name, Detection detection) => new(RulePartKind.Detection, detection.Position, () => name);

    internal static RulePart Of(Selection selection, Position position) =>
        new(RulePartKind.Quantifier, position, () => $"{(selection.All ? "all of" : "1 of")} {string.Join(", ", selection.Names)}");

    internal static RulePart Of(DetectionItem item) => new(RulePartKind.Item, item.Position, () => TextOf(item));

    internal static RulePart Of(RuleValue value) => new(RulePartKind.Value, value.Position, () => TextOf(value));

    private static string TextOf(DetectionItem item)
    {
        var name = item.Field ?? "keywords";
        var modifiers = string.Concat(item.Modifiers.Select(m => "|" + Modifiers.NameOf(m)));
        var word = item.Has(Modifier.All) ? " and " : " or ";
        var values = item.Values.Count <= SpeltValues
            ? string.Join(word, item.Values.Select(TextOf))
            : $"{(item.Has(Modifier.All) ? "all" : "one")} of {item.Values.Count} values";
        return $"{name}{modifiers}: {values}";
    }

    private static string TextOf(RuleValue value) => value.Kind switch
    {
        RuleValueKind.Null => "null",
        RuleValueKind.Text when value.Text.Length == 0 || value.Text.AsSpan().ContainsAny(' ', ',', '\'') => $"'{value.Text}'",
        _ => value.Text,
    };
}
