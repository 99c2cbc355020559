// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Rules;
using NodaTime;

namespace FwCorrelate.Sigma.Examples;

/// <summary>An event of a sequence with its time and its kind.</summary>
/// <param name="Kind">As <c>event</c> says, else by its fields: what has an address of a connection is a flow, what has a command a tool call.</param>
public sealed record TimedExample(Instant At, RuleEvent Kind, ExampleEvent Event);

/// <summary>Events over time, for a correlation rule.</summary>
/// <param name="Events">In the order written, which need not be that of time.</param>
/// <param name="Groups">The groups expected to fire, each as <c>field</c> to value; empty where any will do, or none is expected.</param>
public sealed record ExampleSequence(
    string File, Position Position, IReadOnlyList<TimedExample> Events, IReadOnlyList<IReadOnlyDictionary<string, string>> Groups)
{
    public override string ToString() => $"{File}:{Position.Line}:{Position.Column}";

    /// <summary>The kind of event that fields tell of.</summary>
    internal static RuleEvent KindOf(ExampleEvent example)
    {
        var isFlow = example.Fields.Any(f => (FlowField)FieldMap.Flow.Resolve(f.Name).Code is
            FlowField.DestinationAddress or FlowField.DestinationPort or FlowField.SourcePort or FlowField.Action or FlowField.Blocked or FlowField.Transport or FlowField.Bytes);
        return !isFlow && example.Fields.Any(f => FieldMap.IsCommand(f.Name) || f.Name is "tool.name" or "gen_ai.tool.name") ? RuleEvent.ToolCall
            : example["kind"]?.Value == "alert" || example["event.kind"]?.Value == "alert" ? RuleEvent.Alert
            : RuleEvent.Flow;
    }
}
