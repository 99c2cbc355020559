// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Matchers;
using FwCorrelate.Timelines;
using NodaTime.Text;

namespace FwCorrelate.Sigma.Events;

/// <summary>Fields of a tool call.</summary>
internal enum ToolCallField
{
    None,
    ToolName,
    Command,
    Arguments,
    CallId,
    TraceId,
    SpanId,
    RunId,
    EpisodeId,
    Step,
    TaskId,
    Turn,
    SandboxId,
    HostId,
    Address,

    /// <summary>Seconds, real.</summary>
    Duration,

    /// <summary>UTC, RFC 3339.</summary>
    Start,
    End,
}

/// <summary>A tool call as rules see it.</summary>
public readonly struct ToolCallEvent(ToolCall call) : IEvent
{
    public bool IsContinuation => false;

    private static readonly ToolCallField[] Texts =
    [
        ToolCallField.ToolName, ToolCallField.Command, ToolCallField.Arguments, ToolCallField.CallId, ToolCallField.RunId,
        ToolCallField.EpisodeId, ToolCallField.Step, ToolCallField.TaskId, ToolCallField.SandboxId, ToolCallField.HostId,
        ToolCallField.Address,
    ];

    public FieldValue Read(Field field) => Read((ToolCallField)field.Code);

    public bool AnyValue(ValueTest test)
    {
        foreach (var field in Texts)
        {
            if (Read(field) is { IsPresent: true } value && test.Matches(value))
                return true;
        }

        return false;
    }

    private FieldValue Read(ToolCallField field) => field switch
    {
        ToolCallField.ToolName => FieldValue.Of(call.ToolName),
        ToolCallField.Command => FieldValue.Of(call.Command),
        ToolCallField.Arguments => FieldValue.Of(call.Arguments),
        ToolCallField.CallId => FieldValue.Of(call.CallId),
        ToolCallField.TraceId => FieldValue.Of(call.TraceId),
        ToolCallField.SpanId => FieldValue.Of(call.SpanId),
        ToolCallField.RunId => FieldValue.Of(call.RunId),
        ToolCallField.EpisodeId => FieldValue.Of(call.EpisodeId),
        ToolCallField.Step => FieldValue.Of(call.Step),
        ToolCallField.TaskId => FieldValue.Of(call.TaskId),
        ToolCallField.Turn => FieldValue.Of(call.Turn),
        ToolCallField.SandboxId => FieldValue.Of(call.SandboxId),
        ToolCallField.HostId => FieldValue.Of(call.HostId),
        ToolCallField.Address => FieldValue.Of(call.Address),
        ToolCallField.Duration => FieldValue.Of((call.End.Value - call.Start.Value).TotalSeconds),
        ToolCallField.Start => FieldValue.Of(InstantPattern.ExtendedIso.Format(call.Start.Value)),
        ToolCallField.End => FieldValue.Of(InstantPattern.ExtendedIso.Format(call.End.Value)),
        _ => FieldValue.Missing,
    };
}
