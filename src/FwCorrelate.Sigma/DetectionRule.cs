// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma;

/// <summary>A rule in use, compiled for the one kind of event it is for.</summary>
internal sealed record DetectionRule(Rule Rule, RuleSummary Summary, CompiledRule<FlowEvent>? OnFlows, CompiledRule<ToolCallEvent>? OnCalls)
{
    public Predicate Necessary => OnFlows?.Necessary ?? OnCalls!.Necessary;

    /// <summary>The tree with the author's words; see <see cref="CompiledRule{TEvent}"/>.</summary>
    public Predicate Written => OnFlows?.Written ?? OnCalls!.Written;
}
