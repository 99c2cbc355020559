// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>A detection that correlations may name.</summary>
/// <param name="Fields">Names of fields of the events that it is for.</param>
internal sealed record DetectionInUse(Rule Rule, FieldMap Fields);

/// <summary>Resolves what correlations refer to: rules by id or name, whatever their order, and the fields of their events.</summary>
internal sealed class CorrelationCompiler
{
    private const int MaxDepth = 16;

    private readonly Dictionary<RuleDocument, CorrelationRule> _correlations = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RuleDocument, int> _detections = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CorrelationRule, CompiledCorrelation?> _compiled = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CorrelationRule, RuleErrorKind> _refused = new(ReferenceEqualityComparer.Instance);
    private readonly List<CorrelationRule> _path = [];
    private readonly List<CompiledCorrelation> _ordered = [];
    private readonly IReadOnlyList<DetectionInUse> _inUse;
    private readonly IReadOnlyDictionary<RuleDocument, RuleErrorKind> _unusable;
    private readonly RuleNames _names;
    private readonly CorrelationSemantics _semantics;
    private readonly List<RuleError> _errors;

    private CorrelationCompiler(
        IReadOnlyList<CorrelationRule> correlations, IReadOnlyList<DetectionInUse> detections,
        IReadOnlyDictionary<RuleDocument, RuleErrorKind> unusable, CorrelationSemantics semantics, List<RuleError> errors)
    {
        (_inUse, _unusable, _semantics, _errors) = (detections, unusable, semantics, errors);
        foreach (var correlation in correlations)
            _correlations.Add(correlation, correlation);
        for (var i = 0; i < detections.Count; i++)
            _detections.Add(detections[i].Rule, i);
        _names = new RuleNames([.. correlations, .. detections.Select(d => d.Rule), .. unusable.Keys]);
    }

    /// <summary>The correlations that can be used; what is wrong with others goes to <paramref name="errors"/>.</summary>
    /// <param name="detections">In the order in which their matches will be numbered.</param>
    /// <param name="unusable">Rules that were read and cannot run, and why.</param>
    public static CorrelationPlan Compile(
        IReadOnlyList<CorrelationRule> correlations, IReadOnlyList<DetectionInUse> detections,
        IReadOnlyDictionary<RuleDocument, RuleErrorKind> unusable, CorrelationSemantics semantics, List<RuleError> errors)
    {
        var compiler = new CorrelationCompiler(correlations, detections, unusable, semantics, errors);
        foreach (var correlation in correlations)
            compiler.Compile(correlation);
        return new CorrelationPlan(compiler.ResolveFields(), detections.Count);
    }

    private CompiledCorrelation? Compile(CorrelationRule rule)
    {
        if (_compiled.TryGetValue(rule, out var known))
            return known;
        _path.Add(rule);
        var before = _errors.Count;
        if (rule.IsAggregation && _semantics.OldAggregations == OldAggregations.Refuse)
            Error(rule, rule.Rules[0].Position,
                "The condition holds an aggregation of Sigma 1 (after '|'), which is refused as configured.",
                "Write it as a correlation rule.", RuleErrorKind.NotSupported);
        CheckSize(rule);
        var members = rule.Rules.Select(m => Member(rule, m)).ToList();
        CheckAliases(rule);
        _path.RemoveAt(_path.Count - 1);
        if (_errors.Count > before)
        {
            _refused[rule] = _errors.Skip(before).All(e => e.Kind == RuleErrorKind.NoSuchLogSource) ? RuleErrorKind.NoSuchLogSource
                : RuleErrorKind.Invalid;
            return _compiled[rule] = null;
        }

        var compiled = new CompiledCorrelation(
            rule, _semantics)
        { Members = [.. members!], Summary = RuleSummaries.Of(rule, [.. members.Select(m => m!.Rule)]) };
        _compiled[rule] = compiled;
        Number(compiled);
        return compiled;
    }

    private void Number(CompiledCorrelation compiled)
    {
        compiled.Index = _ordered.Count;
        _ordered.Add(compiled);
        for (var i = 0; i < compiled.Members.Length; i++)
            compiled.Members[i].Inner?.Outer.Add((compiled, i));
    }

    private CorrelationMember? Member(CorrelationRule rule, RuleMention mention)
    {
        if (_names.Find(mention.Name, out var problem) is not { } found)
        {
            Error(rule, mention.Position, problem, "Correct the id or the name, or read the file that holds the rule too.");
            return null;
        }

        if (_detections.TryGetValue(found, out var detection))
        {
            CheckFields(rule, _inUse[detection]);
            return new CorrelationMember(found.Id, detection, null);
        }

        if (_correlations.TryGetValue(found, out var inner) && Inner(rule, mention, inner) is { } compiled)
            return new CorrelationMember(found.Id, -1, compiled);
        if (_unusable.TryGetValue(found, out var kind))
            Error(rule, mention.Position, $"The rule '{mention.Name}' cannot be used, so this correlation cannot either.",
                "See what is said of that rule.", kind);
        return null;
    }

    private CompiledCorrelation? Inner(CorrelationRule rule, RuleMention mention, CorrelationRule inner)
    {
        if (_path.IndexOf(inner) is >= 0 and var start)
        {
            Error(rule, mention.Position,
                $"The correlation refers to itself: {string.Join(" → ", _path.Skip(start).Append(inner).Select(r => r.Name ?? r.Id))}.",
                "Break the cycle.");
            return null;
        }

        if (_path.Count >= MaxDepth)
        {
            Error(rule, mention.Position, $"Correlations are chained more than {MaxDepth} deep.", "Shorten the chain.");
            return null;
        }

        if (Compile(inner) is { } compiled)
            return compiled;
        if (!_path.Contains(inner))
            Error(rule, mention.Position, $"The correlation '{mention.Name}' cannot be used, so this one cannot either.",
                "See what is said of that correlation.", _refused[inner]);
        return null;
    }

    private void CheckSize(CorrelationRule rule)
    {
        var isSimple = rule.Type == CorrelationType.Temporal || rule.Condition is { Bounds: [], Expression: null };
        var limit = isSimple ? GroupLimits.MaxTemporalRules : GroupLimits.MaxOrderedRules;
        if (rule.Type.IsTemporal() && rule.Rules.Count > limit)
            Error(rule, rule.Rules[limit].Position,
                $"A {rule.Type.Name()} correlation of this kind may name {limit} rules; this one names {rule.Rules.Count}.",
                "Join some of them with a correlation of their own.");
        if (rule.Type == CorrelationType.TemporalOrdered && rule.Condition.Expression is { } expression
            && OrderedTerms.Of(rule, expression) is null)
            Error(rule, rule.Position, $"The condition means more than {OrderedTerms.MaxTerms} different sequences.",
                "Make several rules of it.");
    }

    private void CheckAliases(CorrelationRule rule)
    {
        var listed = rule.Rules.Select(m => _names.Find(m.Name, out _)).Where(r => r is not null)
            .ToHashSet(ReferenceEqualityComparer.Instance);
        foreach (var alias in rule.Aliases.Values.SelectMany(a => a))
        {
            if (_names.Find(alias.Rule.Name, out var problem) is not { } found)
                Error(rule, alias.Rule.Position, problem, "Correct the id or the name.");
            else if (!listed.Contains(found))
                Error(rule, alias.Rule.Position, $"The alias is for '{alias.Rule.Name}', which the correlation does not name.",
                    "Add it to 'rules', or remove it here.");
        }
    }

    /// <summary>From the outermost inwards, so that each knows what the outer ones need of it.</summary>
    private List<CompiledCorrelation> ResolveFields()
    {
        for (var i = _ordered.Count - 1; i >= 0; i--)
        {
            var correlation = _ordered[i];
            foreach (var member in correlation.Members)
            {
                member.Group = [.. correlation.Rule.GroupBy.Select(n => Resolve(correlation.Rule, member, n))];
                member.Values = [.. correlation.Rule.Condition.Fields.Select(n => Resolve(correlation.Rule, member, n))];
                member.Carried = [.. correlation.Carried.Select(n => Resolve(correlation.Rule, member, n))];
            }
        }

        return _ordered;
    }

    private ValueSource Resolve(CorrelationRule rule, CorrelationMember member, string name)
    {
        var field = Aliased(rule, member.Rule, name);
        if (member.Inner is not { } inner)
            return new ValueSource(_inUse[member.Detection].Fields.Resolve(field), -1, -1);
        if (inner.Rule.GroupBy.ToList().IndexOf(field) is >= 0 and var group)
            return new ValueSource(null, group, -1);
        if (!inner.Carried.Contains(field))
            inner.Carried.Add(field);
        return new ValueSource(null, -1, inner.Carried.IndexOf(field));
    }

    private void CheckFields(CorrelationRule rule, DetectionInUse detection)
    {
        foreach (var field in rule.GroupBy.Concat(rule.Condition.Fields).Select(n => Aliased(rule, detection.Rule.Id, n)).Distinct())
        {
            if (detection.Fields.Resolve(field).Scope == FieldScope.Absent)
                Error(rule, rule.Position, $"The events of '{detection.Rule.Name ?? detection.Rule.Id}' have no field '{field}', so they "
                    + "could never be joined by it.", "Name a field that they have under 'aliases'.");
        }
    }

    private string Aliased(CorrelationRule rule, string of, string name)
    {
        if (!rule.Aliases.TryGetValue(name, out var fields))
            return name;
        return fields.FirstOrDefault(f => _names.Find(f.Rule.Name, out _)?.Id == of)?.Field ?? name;
    }

    private void Error(CorrelationRule rule, Position at, string what, string todo, RuleErrorKind kind = RuleErrorKind.Invalid) =>
        _errors.Add(new RuleError(kind, rule.File, at.Line, at.Column, what, todo));
}
