// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Matching;

/// <summary>What a report says of a rule.</summary>
/// <param name="Id">The rule's UUID, else a name made of its file.</param>
/// <param name="Family">Which rules make one behaviour: <c>fwcorrelate_family</c> in the rule, else its first ATT&amp;CK technique, else
/// its id.</param>
/// <param name="Tags">Sigma tags, such as <c>attack.t1496</c>.</param>
/// <param name="Source">Path of the rule file, and the line of the rule in it.</param>
/// <param name="Event">Which kind of event the rule is for.</param>
/// <param name="UsesAttribution">Whether it mentions the agent (<c>tool.*</c>, <c>episode.*</c>, <c>attribution.*</c>), so that its first
/// answer is provisional.</param>
public sealed record RuleSummary(
    string Id, string Title, Level Level, string Description, string Family, IReadOnlyList<string> Tags,
    IReadOnlyList<string> FalsePositives, string Source, RuleEvent Event, bool UsesAttribution)
{
    /// <summary>Whether a match is a finding of its own; a rule that is only joined by correlations is not.</summary>
    public bool IsReported { get; init; } = true;

    /// <summary>What a correlation joins; null for a rule about single events.</summary>
    public CorrelationSummary? Correlation { get; init; }
}

/// <summary>What a correlation joins.</summary>
/// <param name="Type">Sigma's word: <c>event_count</c>, <c>temporal_ordered</c> and the like.</param>
/// <param name="Window">The time that its events lie within.</param>
/// <param name="Rules">Ids of the rules that it joins, in its order.</param>
public sealed record CorrelationSummary(string Type, Duration Window, IReadOnlyList<string> Rules);

/// <summary>The kinds of event that rules run over.</summary>
public enum RuleEvent
{
    Flow,
    Alert,
    ToolCall,

    /// <summary>Matches of other rules, joined in time.</summary>
    Correlation,
}
