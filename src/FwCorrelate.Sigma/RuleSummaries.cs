// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma;

/// <summary>What reports say of rules.</summary>
internal static class RuleSummaries
{
    public static RuleSummary Of(Rule rule, RuleEvent kind, bool usesAttribution) =>
        Of(rule, kind) with { UsesAttribution = usesAttribution };

    /// <param name="joined">Ids of the rules that it joins.</param>
    public static RuleSummary Of(CorrelationRule rule, IReadOnlyList<string> joined) =>
        Of(rule, RuleEvent.Correlation) with { Correlation = new CorrelationSummary(rule.Type.Name(), rule.Timespan, joined) };

    private static RuleSummary Of(RuleDocument rule, RuleEvent kind) => new(
        rule.Id, rule.Title, rule.Level, rule.Description, Family(rule), rule.Tags, rule.FalsePositives,
        $"{rule.File}:{rule.Position.Line}", kind, UsesAttribution: false);

    private static string Family(RuleDocument rule) =>
        rule.Custom.TryGetValue("fwcorrelate_family", out var family) && family.Length > 0 ? family
        : rule.Tags.FirstOrDefault(t => t.StartsWith("attack.t", StringComparison.OrdinalIgnoreCase) && t.Length > 8
            && char.IsAsciiDigit(t[8])) ?? rule.Id;
}
