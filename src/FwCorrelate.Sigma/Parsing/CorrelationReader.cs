// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Yaml;
using NodaTime;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>
/// Reads <c>correlation</c> (Sigma correlation rules specification 2.1). References are resolved later, once all files are read.
/// </summary>
internal sealed class CorrelationReader
{
    private static readonly string[] Keys = ["type", "rules", "group-by", "timespan", "condition", "aliases", "generate"];
    private static readonly string[] SectionsOfDetections = ["detection", "logsource"];

    private readonly YamlMapping _correlation;
    private readonly RuleFields _fields;
    private readonly RuleErrors _errors;

    private CorrelationReader(YamlMapping correlation, RuleErrors errors) =>
        (_correlation, _fields, _errors) = (correlation, new RuleFields(correlation, errors), errors);

    /// <summary>Null where something is wrong and reported.</summary>
    public static CorrelationRule? Read(YamlMapping rule, RuleDocument described, RuleErrors errors)
    {
        if (rule["correlation"] is not YamlMapping correlation)
        {
            errors.Add(rule["correlation"]!.Position, $"'correlation' must be a map; this is {rule["correlation"]!.Noun}.",
                "Give it type, rules, group-by, timespan and condition.");
            return null;
        }

        foreach (var section in SectionsOfDetections.Where(s => rule[s] is not null))
            errors.Add(rule[section]!.Position, $"A correlation has no '{section}' of its own.",
                "Put it into a rule of its own and name that rule under 'rules'.");
        return new CorrelationReader(correlation, errors).Read(described, IsTrue(rule, "generate", errors));
    }

    private CorrelationRule? Read(RuleDocument described, bool generate)
    {
        foreach (var unknown in _correlation.Entries.Where(e => !Keys.Contains(e.Key.Text)))
            _errors.Add(
                unknown.Key.Position, $"The key '{unknown.Key.Text}' of the correlation is unknown.", $"Use {string.Join(", ", Keys)}.");
        var type = ReadType();
        var timespan = ReadTimespan();
        var rules = ReadRules(type);
        var aliases = ReadAliases();
        generate |= IsTrue(_correlation, "generate", _errors);
        var groupBy = _fields.Texts("group-by");
        if (groupBy.Count > GroupLimits.MaxFields)
            _errors.Add(_fields.Position("group-by"),
                $"There are {groupBy.Count} fields in 'group-by'; {GroupLimits.MaxFields} are allowed.", "Group by fewer fields.");
        if (type is null || timespan is null || rules is null
            || CorrelationConditionReader.Read(_correlation, type.Value, rules, _errors) is not { } condition)
            return null;
        return new CorrelationRule(described)
        {
            Type = type.Value,
            Rules = rules,
            GroupBy = groupBy,
            Timespan = timespan.Value,
            Condition = condition,
            Aliases = aliases,
            Generate = generate,
        };
    }

    private CorrelationType? ReadType()
    {
        var text = _fields.Text("type");
        var type = CorrelationWords.ParseType(text);
        if (type is null)
            _errors.Add(
                _fields.Position("type"), text.Length == 0 ? "The correlation has no type."
                    : $"The correlation type '{text}' is unknown.", $"Use one of {string.Join(", ", CorrelationWords.TypeNames)}.");
        return type;
    }

    private Duration? ReadTimespan()
    {
        var text = _fields.Text("timespan");
        var timespan = TimespanText.Parse(text);
        if (timespan is null)
            _errors.Add(_fields.Position("timespan"), text.Length == 0 ? "The correlation has no timespan." : $"'{text}' is no timespan.",
                TimespanText.Expected);
        return timespan;
    }

    /// <summary>Where a boolean condition names the rules, the list may be left out.</summary>
    private IReadOnlyList<RuleMention>? ReadRules(CorrelationType? type)
    {
        var node = _correlation["rules"];
        if (node is null && type is { } known && known.IsTemporal()
            && _correlation["condition"] is YamlScalar { Text.Length: > 0 } expression)
            return CorrelationConditionReader.MentionsOf(expression);
        var items = node switch
        {
            YamlScalar { IsNull: false } one => [one],
            YamlSequence { Items.Count: > 0 } list => list.Items,
            _ => [],
        };
        if (items.Count == 0 || items.Any(i => i is not YamlScalar))
        {
            _errors.Add(
                node?.Position ?? _correlation.Position, "The correlation names no rules.", "List ids or names of rules under 'rules'.");
            return null;
        }

        var mentions = items.Select(i => new RuleMention(((YamlScalar)i).Text, i.Position)).ToList();
        foreach (var repeated in mentions.GroupBy(m => m.Name).Where(g => g.Count() > 1))
            _errors.Add(repeated.Last().Position, $"'{repeated.Key}' is listed twice.",
                "List it once; to ask for several matches of one rule use event_count.");
        return mentions;
    }

    private Dictionary<string, IReadOnlyList<FieldAlias>> ReadAliases()
    {
        var aliases = new Dictionary<string, IReadOnlyList<FieldAlias>>(StringComparer.Ordinal);
        if (_correlation["aliases"] is null or YamlScalar { IsNull: true })
            return aliases;
        if (_correlation["aliases"] is not YamlMapping map)
        {
            _errors.Add(_correlation["aliases"]!.Position, "'aliases' must be a map of aliases.", "Write 'alias: {rule_name: field}'.");
            return aliases;
        }

        foreach (var (alias, value) in map.Entries)
        {
            if (value is YamlMapping fields && fields.Entries.All(e => e.Value is YamlScalar { Text.Length: > 0 }))
                aliases[alias.Text] = [.. fields.Entries.Select(
                    e => new FieldAlias(new RuleMention(e.Key.Text, e.Key.Position), ((YamlScalar)e.Value).Text))];
            else
                _errors.Add(
                    value.Position, $"The alias '{alias.Text}' must name one field for each rule.", "Write 'alias: {rule_name: field}'.");
        }

        return aliases;
    }

    private static bool IsTrue(YamlMapping map, string key, RuleErrors errors)
    {
        if (map[key] is not { } node)
            return false;
        if (node is YamlScalar { IsPlain: true } scalar
            && PlainScalar.Resolve(scalar.Text) is { Kind: RuleValueKind.Boolean, Text: var text })
            return text == "true";
        errors.Add(node.Position, $"'{key}' must be true or false.", "Write 'generate: true', or remove it.");
        return false;
    }
}
