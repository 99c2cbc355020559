// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Indexing;
using FwCorrelate.Sigma.Matchers;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma;

/// <summary>
/// Sigma rules over JSON objects, thousands at once. Every rule is tried on every object, whatever its log source says.
/// Immutable; each thread has a <see cref="JsonRuleMatcher"/> of its own.
/// </summary>
/// <remarks>
/// A dotted name of a rule is looked up as a flat key first, then through nested objects and arrays of objects; an array stands
/// for each of its members.
/// </remarks>
public sealed class JsonRuleSet
{
    private readonly Matcher<JsonRecordEvent>[] _matchers;
    private readonly JsonFieldTree _tree;
    private readonly RuleIndex _index;
    private readonly FieldIndex?[] _indexes;

    private JsonRuleSet(IReadOnlyList<(Rule Rule, CompiledRule<JsonRecordEvent> Compiled)> rules, FieldMap fields)
    {
        Rules = [.. rules.Select(r => r.Rule)];
        _matchers = [.. rules.Select(r => r.Compiled.Full)];
        _index = new RuleIndex([.. rules.Select(r => r.Compiled.Necessary)]);
        _tree = new JsonFieldTree([.. fields.Names]);
        _indexes = [_index.EveryValue,
            .. fields.Names.Select(n => _index.Of(fields.Resolve(n)) ?? (_index.SearchesEveryValue ? _index.EveryValue : null))];
    }

    /// <summary>Rules in use; matches are numbers of this list.</summary>
    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>Makes a set of the rules that can be used; the others are told with the reason.</summary>
    public static (JsonRuleSet Rules, IReadOnlyList<RuleError> Errors) Compile(IEnumerable<Rule> rules, SigmaOptions options)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(options);
        var fields = FieldMap.Numbering();
        var errors = new List<RuleError>();
        var compiled = new List<(Rule, CompiledRule<JsonRecordEvent>)>();
        foreach (var rule in rules)
        {
            if (TooDeep(rule) is { } tooDeep)
            {
                errors.Add(tooDeep);
                continue;
            }

            var (result, problems) = RuleCompiler.Compile<JsonRecordEvent>(rule, fields, options);
            errors.AddRange(problems);
            if (result is not null)
                compiled.Add((rule, result));
        }

        return (new JsonRuleSet(compiled, fields), errors);
    }

    private static RuleError? TooDeep(Rule rule)
    {
        foreach (var item in rule.Detections.Values.SelectMany(Items))
        {
            foreach (var name in item.Has(Modifier.FieldReference) ? item.Values.Select(v => v.Text)
                .Append(item.Field!) : [item.Field ?? ""])
            {
                if (name.AsSpan().Count('.') > JsonFieldTree.MaxDots)
                {
                    return new RuleError(
                        RuleErrorKind.NotSupported, rule.File, item.Position.Line, item.Position.Column,
                        $"The name '{name}' has more than {JsonFieldTree.MaxDots} dots.", "Rename the field before its events come here.");
                }
            }
        }

        return null;
    }

    private static IEnumerable<DetectionItem> Items(Detection detection) => detection switch
    {
        AllOfDetection all => all.Parts.SelectMany(Items),
        AnyOfDetection any => any.Parts.SelectMany(Items),
        DetectionItem item => [item],
        _ => [],
    };

    /// <summary>For the use of one thread at a time.</summary>
    public JsonRuleMatcher CreateMatcher()
    {
        var candidates = _index.CreateSet();
        return new JsonRuleMatcher(_matchers, _index, candidates, new JsonRecord(_tree, _indexes, _index, candidates));
    }
}

/// <summary>Runs a <see cref="JsonRuleSet"/> over one object after the other. Belongs to one thread at a time.</summary>
public sealed class JsonRuleMatcher
{
    private readonly Matcher<JsonRecordEvent>[] _matchers;
    private readonly RuleIndex _index;
    private readonly CandidateSet _candidates;
    private readonly JsonRecord _record;

    internal JsonRuleMatcher(Matcher<JsonRecordEvent>[] matchers, RuleIndex index, CandidateSet candidates, JsonRecord record) =>
        (_matchers, _index, _candidates, _record) = (matchers, index, candidates, record);

    /// <summary>Adds the numbers of the rules that hold, ascending.</summary>
    /// <param name="utf8Line">One JSON object (RFC 8259) of at most 16 MiB, nested at most 64 deep, blanks around it allowed.</param>
    /// <returns>False where it is no such object; then no rule holds.</returns>
    public bool TryMatch(ReadOnlySpan<byte> utf8Line, List<int> matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        if (!_record.TryRead(utf8Line))
        {
            _candidates.Clear();
            return false;
        }

        _index.Begin(_candidates);
        while (_candidates.TryTake(out var rule))
        {
            if (_matchers[rule].Matches(new JsonRecordEvent(_record)))
                matches.Add(rule);
        }

        _record.End();
        return true;
    }
}
