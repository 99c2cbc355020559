// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Explaining;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;
using NodaTime;

namespace FwCorrelate.Sigma.Examples;

/// <summary>An event of a sequence with its time and its kind.</summary>
/// <param name="Kind">As <c>event</c> says, else by its fields: what has an address of a connection is a flow, what has a command a tool
/// call.</param>
public sealed record TimedExample(Instant At, RuleEvent Kind, ExampleEvent Event);

/// <summary>Events over time, for a correlation rule.</summary>
/// <param name="Events">In the order written, which need not be that of time.</param>
/// <param name="Groups">The groups expected to fire, each as <c>field</c> to value; empty where any will do, or none is expected.</param>
public sealed record ExampleSequence(
    string File, Position Position, IReadOnlyList<TimedExample> Events, IReadOnlyList<IReadOnlyDictionary<string, string>> Groups)
{
    public override string ToString() => $"{File}:{Position.Line}:{Position.Column}";

    /// <summary>Events with times as a sequence; those that tell no time are errors.</summary>
    public static (ExampleSequence Sequence, IReadOnlyList<RuleError> Errors) Of(string file, IReadOnlyList<ExampleEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var errors = new RuleErrors(file);
        var timed = events.Select(e => SequenceReader.Timed(e, errors)).OfType<TimedExample>().ToList();
        return (new ExampleSequence(file, events.Count > 0 ? events[0].Position : Position.Start, timed, []), errors.All);
    }

    /// <summary>Runs a detector over the events, numbered by their place in <see cref="Events"/>.</summary>
    public (CorrelationTrial Trial, IReadOnlyList<RuleError> Errors) Try(SigmaDetector detector)
    {
        ArgumentNullException.ThrowIfNull(detector);
        var trial = new CorrelationTrial(detector);
        var errors = new List<RuleError>();
        for (var i = 0; i < Events.Count; i++)
            errors.AddRange(Events[i].Kind == RuleEvent.ToolCall ? AddCall(trial, i) : AddRecord(trial, i));
        return (trial, errors);
    }

    private IReadOnlyList<RuleError> AddCall(CorrelationTrial trial, int number)
    {
        var (call, errors) = ExampleCall.Of(Events[number].Event, Events[number].At);
        if (call is not null)
            trial.Add(number, call);
        return errors;
    }

    private IReadOnlyList<RuleError> AddRecord(CorrelationTrial trial, int number)
    {
        var (record, errors) = ExampleRecord.Of(Events[number].Event, Events[number].At);
        if (record is not null)
            trial.Add(number, record.Record, record.Attribution);
        return errors;
    }

    /// <summary>The kind of event that fields tell of.</summary>
    internal static RuleEvent KindOf(ExampleEvent example)
    {
        var isFlow = example.Fields.Any(f => (FlowField)FieldMap.Flow.Resolve(f.Name).Code is
            FlowField.DestinationAddress or FlowField.DestinationPort or FlowField.SourcePort or FlowField.Action or FlowField.Blocked or FlowField.Transport or FlowField.Bytes);
        return !isFlow
            && example.Fields.Any(f => FieldMap.IsCommand(f.Name) || f.Name is "tool.name" or EcsFields.GenAiToolName) ? RuleEvent.ToolCall
            : example["kind"]?.Value == "alert" || example[EcsFields.EventKind]?.Value == "alert" ? RuleEvent.Alert
            : RuleEvent.Flow;
    }
}
