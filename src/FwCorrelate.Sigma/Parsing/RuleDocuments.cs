// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>What stands in one rule file. An aggregation of Sigma 1 is here as the detection and the correlation that it means.</summary>
public sealed record RuleDocuments(
    IReadOnlyList<Rule> Rules, IReadOnlyList<CorrelationRule> Correlations, IReadOnlyList<FilterRule> Filters,
    IReadOnlyList<RuleError> Errors)
{
    public void Deconstruct(out IReadOnlyList<Rule> rules, out IReadOnlyList<RuleError> errors) => (rules, errors) = (Rules, Errors);
}
