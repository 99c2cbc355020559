// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Sigma.Examples;

/// <summary>Tool calls made of examples.</summary>
public static class ExampleCall
{
    private static readonly Instant DefaultTime = Instant.FromUtc(2026, 1, 15, 3, 0);

    /// <summary>Null, with errors, where a field cannot be what it says, or no tool call has it.</summary>
    /// <param name="time">Start of the call where no field names it.</param>
    public static (ToolCall? Call, IReadOnlyList<RuleError> Errors) Of(ExampleEvent example, Instant? time = null)
    {
        ArgumentNullException.ThrowIfNull(example);
        var errors = new RuleErrors(example.File);
        var values = new FieldValues(errors);
        var call = At(time ?? DefaultTime, null, null) with { Origin = new RecordOrigin(example.File, example.Position.Line, 0, 0, "") };
        foreach (var field in example.Fields.OrderBy(f => FieldMap.ToolCall.Resolve(f.Name).Code == (int)ToolCallField.Duration))
            call = With(call, field, values);
        if (call.End.Value < call.Start.Value)
            call = call with { End = call.Start };
        return errors.Count == 0 ? (call, []) : (null, errors.All);
    }

    /// <summary>A call that takes no time, of which nothing more is known.</summary>
    internal static ToolCall At(Instant time, string? toolName, string? callId) => new()
    {
        TraceId = "example",
        SpanId = "example",
        CallId = callId ?? "example",
        ToolName = toolName ?? "",
        Start = new TimePoint(time, Duration.Zero, TimeBasis.Clock),
        End = new TimePoint(time, Duration.Zero, TimeBasis.Clock),
        Origin = new RecordOrigin("example", 1, 0, 0, ""),
    };

    private static ToolCall With(ToolCall call, ExampleField field, FieldValues values)
    {
        switch ((ToolCallField)FieldMap.ToolCall.Resolve(field.Name).Code)
        {
            case ToolCallField.ToolName: return call with { ToolName = field.Value };
            case ToolCallField.Command: return call with { Command = field.Value };
            case ToolCallField.Arguments: return call with { Arguments = field.Value };
            case ToolCallField.CallId: return call with { CallId = field.Value };
            case ToolCallField.TraceId: return call with { TraceId = field.Value };
            case ToolCallField.SpanId: return call with { SpanId = field.Value };
            case ToolCallField.RunId: return call with { RunId = field.Value };
            case ToolCallField.EpisodeId: return call with { EpisodeId = field.Value };
            case ToolCallField.Step: return call with { Step = field.Value };
            case ToolCallField.TaskId: return call with { TaskId = field.Value };
            case ToolCallField.Turn: return call with { Turn = field.Value };
            case ToolCallField.SandboxId: return call with { SandboxId = field.Value };
            case ToolCallField.HostId: return call with { HostId = field.Value };
            case ToolCallField.Address: return call with { Address = field.Value };
            case ToolCallField.Duration:
                return call with
                {
                    End = call.Start with
                    {
                        Value = call.Start.Value
                + Duration.FromSeconds(values.Real(field, 1e9))
                    }
                };
            case ToolCallField.Start: return call with { Start = call.Start with { Value = values.Time(field) } };
            case ToolCallField.End: return call with { End = call.End with { Value = values.Time(field) } };
        }

        // What results write of every document, and what tells the kind of the event.
        if (!IsOfDocuments(field.Name))
            values.Refuse(
                field, "is no field of a tool call", "Use a name that src/FwCorrelate.Sigma/README.md lists, such as tool.command.");
        return call;
    }

    private static bool IsOfDocuments(string name) =>
        name.StartsWith("event.", StringComparison.Ordinal) || name.StartsWith("ecs.", StringComparison.Ordinal)
            || name.StartsWith("gen_ai.", StringComparison.Ordinal)
        || name.StartsWith("record.", StringComparison.Ordinal) || name.StartsWith("call.", StringComparison.Ordinal);
}
