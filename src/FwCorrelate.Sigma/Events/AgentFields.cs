// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Timelines;

namespace FwCorrelate.Sigma.Events;

/// <summary>
/// What an attribution adds to a record. <c>tool.*</c> is the named call's and missing where none is named; the run, the episode
/// and the task are those of the named call, else of the candidates, so that "this run" holds when any candidate is of it.
/// </summary>
internal static class AgentFields
{
    public static FieldValue Read(FlowField field, Attribution? attribution) => attribution is null ? FieldValue.Missing : field switch
    {
        FlowField.AttributionKind => FieldValue.Of(Name(attribution.Kind)),
        FlowField.AttributionConfidence => FieldValue.Of(attribution.Confidence),
        FlowField.AttributionRung => FieldValue.Of(attribution.Rung.ToString()),
        FlowField.AttributionInherited => FieldValue.Of(attribution.Inherited),
        FlowField.AttributionLag => attribution.Lag is { } lag ? FieldValue.Of((long)lag.TotalMilliseconds) : FieldValue.Missing,
        FlowField.ToolName => FieldValue.Of(attribution.Call?.ToolName),
        FlowField.ToolCommand => FieldValue.Of(attribution.Call?.Command),
        FlowField.ToolArguments => FieldValue.Of(attribution.Call?.Arguments),
        FlowField.ToolCallId => FieldValue.Of(attribution.Call?.CallId),
        FlowField.RunId => OfCalls(attribution, static c => c.RunId),
        FlowField.EpisodeId => OfCalls(attribution, static c => c.EpisodeId),
        FlowField.TaskId => OfCalls(attribution, static c => c.TaskId),
        FlowField.Step => OfCalls(attribution, static c => c.Step),
        FlowField.ConnectionDuration => attribution.Connection is { } lasted ? FieldValue.Of((lasted.End - lasted.Start).TotalSeconds)
            : FieldValue.Missing,
        FlowField.ConnectionIsFirstContact => attribution.Connection is { } met ? FieldValue.Of(met.FirstContact) : FieldValue.Missing,
        FlowField.SandboxId => FieldValue.Of([.. attribution.Sandboxes.Select(s => FieldValue.Of(s))]),
        _ => FieldValue.Missing,
    };

    private static FieldValue OfCalls(Attribution attribution, Func<ToolCall, string?> read)
    {
        if (attribution.Call is { } named)
            return FieldValue.Of(read(named));
        return FieldValue.Of([.. attribution.Candidates.Select(c =>
            read(c.Call)).OfType<string>().Distinct(StringComparer.Ordinal).Select(v => FieldValue.Of(v))]);
    }

    private static string Name(AttributionKind kind) => kind switch
    {
        AttributionKind.ToolCall => "tool_call",
        AttributionKind.Candidates => "candidates",
        AttributionKind.Sandbox => "sandbox",
        AttributionKind.None => "none",
        _ => "unknown_address",
    };
}
