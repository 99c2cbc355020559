// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>All rules that were read, by id and by name, so that both may be used wherever a rule is referred to.</summary>
internal sealed class RuleNames
{
    private readonly Dictionary<string, List<RuleDocument>> _rules = new(StringComparer.Ordinal);

    public RuleNames(IEnumerable<RuleDocument> rules)
    {
        foreach (var rule in rules)
        {
            Add(rule.Id, rule);
            if (rule.Name is { } name && name != rule.Id)
                Add(name, rule);
        }
    }

    /// <summary>
    /// The rule of that id, else the only one of that name. Null where there is none or several, which <paramref name="problem"/> tells.
    /// </summary>
    public RuleDocument? Find(string mention, out string problem)
    {
        problem = "";
        if (!_rules.TryGetValue(mention, out var found))
        {
            problem = $"There is no rule '{mention}' among those that were read.";
            return null;
        }

        var ids = found.Where(r => r.Id == mention).ToList();
        if (ids.Count == 1)
            return ids[0];
        if (found.Count == 1)
            return found[0];
        problem = $"'{mention}' is the name of {found.Count} rules: {string.Join(", ", found.Take(3).Select(r => r.Id))}.";
        return null;
    }

    private void Add(string key, RuleDocument rule)
    {
        if (!_rules.TryGetValue(key, out var rules))
            _rules.Add(key, rules = []);
        rules.Add(rule);
    }
}
