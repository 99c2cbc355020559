// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;

namespace FwCorrelate.Cli.Output;

/// <summary>Kinds of rules in words.</summary>
internal static class RuleWords
{
    /// <summary>The term of the files: <c>flow</c>, <c>alert</c>, <c>tool_call</c>.</summary>
    public static string Kind(RuleSummary rule) => rule.Event switch
    {
        RuleEvent.ToolCall => "tool_call",
        RuleEvent.Alert => "alert",
        RuleEvent.Correlation => "correlation",
        _ => "flow",
    };

    /// <summary>What it runs over.</summary>
    public static string Events(RuleSummary rule) => rule.Event switch
    {
        RuleEvent.ToolCall => "tool calls",
        RuleEvent.Correlation => "matches of other rules, over time",
        RuleEvent.Alert => "firewall alerts" + AfterAttribution(rule),
        _ => "flow records and firewall alerts" + AfterAttribution(rule),
    };

    private static string AfterAttribution(RuleSummary rule) => rule.UsesAttribution ? ", with their attribution" : "";
}
