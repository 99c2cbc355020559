// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Matchers;
using FwCorrelate.Timelines;

namespace FwCorrelate.Sigma.Explaining;

/// <summary>What a rule says of one event, and why.</summary>
/// <param name="NotTriedBecause">Why the rule is never tried on this kind of event, in words; null where it is.</param>
/// <param name="Trace">The parts; those that decide are marked.</param>
public sealed record EventVerdict(string? NotTriedBecause, TracedPart Trace)
{
    public bool Matches => NotTriedBecause is null && Trace.Holds == true;

    internal static EventVerdict Of(DetectionRule rule, RecordReference record, Attribution? attribution, NetworkScope networks)
    {
        if (rule.OnFlows is not { } compiled)
            throw new ArgumentException("The rule is for tool calls.", nameof(rule));
        var kind = record.Record.Kind;
        var reason = kind is not (RecordKind.Flow or RecordKind.Alert) ? "the record tells of no traffic (NODATA or SKIPDATA)"
            : kind == RecordKind.Flow
            && rule.Summary.Event == RuleEvent.Alert ? "the record is a flow, and the rule runs over firewall alerts only"
            : null;
        return new EventVerdict(reason, Traced(compiled, new FlowEvent(record.Batch, record.Index, networks, attribution)));
    }

    internal static EventVerdict Of(DetectionRule rule, ToolCall call) => rule.OnCalls is { } compiled
        ? new EventVerdict(null, Traced(compiled, new ToolCallEvent(call)))
        : throw new ArgumentException("The rule is for flows or alerts.", nameof(rule));

    /// <exception cref="InvalidOperationException">The explanation and the engine disagree: a defect of the rewrites.</exception>
    private static TracedPart Traced<TEvent>(CompiledRule<TEvent> compiled, in TEvent e)
        where TEvent : struct, IEvent
    {
        var traced = new LimitedMatcher<TEvent>(MatcherBuilder.Build<TEvent>(compiled.Written), new TimeoutCount()).Trace(in e);
        return traced.Holds == compiled.Full.Matches(in e)
            ? traced.Decided()
            : throw new InvalidOperationException("The parts of the rule as written and the compiled rule disagree about this event.");
    }
}
