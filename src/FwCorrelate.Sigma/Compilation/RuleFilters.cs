// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Correlations;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Compilation;

/// <summary>
/// Gives each detection the filters that apply to it: those that name it, by id or name, or any, and whose log source covers its own.
/// Correlations are filtered through the detections that they join. A filter with an error is reported and applies to nothing: its
/// rules then find too much, not too little.
/// </summary>
internal static class RuleFilters
{
    public static IReadOnlyList<Rule> Apply(
        IReadOnlyList<Rule> rules, IReadOnlyList<CorrelationRule> correlations, IReadOnlyList<FilterRule> filters,
        SigmaOptions options, List<RuleError> errors)
    {
        if (filters.Count == 0)
            return rules;
        var names = new RuleNames([.. rules, .. correlations]);
        var applied = filters.Where(f => RuleCompiler.IsUsable(f, options, errors)).Select(f => (Filter: f, Rules: Named(f, names, errors)))
            .ToList();
        return [.. rules.Select(
            r => applied.Where(f => f.Filter.LogSource.Covers(r.LogSource) && (f.Filter.Rules.Count == 0 || f.Rules.Contains(r)))
            .Select(f => f.Filter).ToList() is { Count: > 0 } found ? r with { Filters = found } : r)];
    }

    private static HashSet<RuleDocument> Named(FilterRule filter, RuleNames names, List<RuleError> errors)
    {
        var found = new HashSet<RuleDocument>(ReferenceEqualityComparer.Instance);
        foreach (var mention in filter.Rules)
        {
            switch (names.Find(mention.Name, out var problem))
            {
                case null:
                    errors.Add(Error(filter, mention, problem, "Correct the id or the name, or read the file that holds the rule too."));
                    break;
                case CorrelationRule { IsAggregation: false }:
                    errors.Add(Error(filter, mention, $"The filter names '{mention.Name}', which is a correlation.",
                        "Name the detections that it joins."));
                    break;
                case CorrelationRule aggregation:
                    found.UnionWith(aggregation.Rules.Select(m => names.Find(m.Name, out _)!));
                    break;
                case var rule:
                    found.Add(rule);
                    break;
            }
        }

        return found;
    }

    private static RuleError Error(FilterRule filter, RuleMention at, string what, string todo) =>
        new(RuleErrorKind.Invalid, filter.File, at.Position.Line, at.Position.Column, what, todo);
}
