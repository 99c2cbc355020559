// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.InspectAi;

internal enum InspectEventKind
{
    Tool,
    Model,

    /// <summary>A command in the sandbox, whoever had it run.</summary>
    Exec,
    SpanBegin,
}

/// <summary>What is kept of an event.</summary>
/// <param name="Id">Its uuid; empty in older logs.</param>
/// <param name="SpanId">The span that it stands in; of a span's begin, the span itself.</param>
/// <param name="Arguments">Of a tool, as JSON.</param>
/// <param name="Command">Of an execution.</param>
/// <param name="SpanType">Of a span: <c>tool</c>, <c>solver</c>, <c>scorer</c>, ...</param>
internal sealed record InspectEvent(
    InspectEventKind Kind, string Id, string? SpanId, TimePoint Start, TimePoint? End, RecordOrigin Origin, string? CallId, string? Tool,
    string? Arguments, string? Command, ModelOutput? Output, string? SpanType, string? ParentSpan)
{
    /// <summary>Null for events that nothing is made of.</summary>
    public static InspectEvent? Read(JsonElement item, string kind, TimePoint start, DateTimeZone zone, RecordOrigin origin)
    {
        var span = JsonMembers.Text(item, "span_id");
        var isPending = JsonMembers.Get(item, "pending").ValueKind == JsonValueKind.True;
        TimePoint? end = !isPending && SpanTimes.TryRead(JsonMembers.Get(item, "completed"), zone, out var completed) ? completed : null;
        var read = new InspectEvent(
            InspectEventKind.Tool, JsonMembers.Text(item, "uuid") ?? "", span, start, end, origin, null, null, null, null, null,
            null, null);
        return kind switch
        {
            "tool" => read with
            {
                CallId = JsonMembers.Text(item, "id"),
                Tool = JsonMembers.Text(item, "function"),
                Arguments = JsonMembers.TextOrJson(JsonMembers.Get(item, "arguments")),
            },
            "model" => read with { Kind = InspectEventKind.Model, Output = OutputOf(JsonMembers.Get(item, "output")) },
            "sandbox" when JsonMembers.Text(item, "action") == "exec" =>
                read with { Kind = InspectEventKind.Exec, Command = JsonMembers.TextOrJson(JsonMembers.Get(item, "cmd")) },
            "span_begin" when JsonMembers.Text(item, "id") is { } id => read with
            {
                Kind = InspectEventKind.SpanBegin,
                SpanId = id,
                SpanType = JsonMembers.Text(item, "type"),
                ParentSpan = JsonMembers.Text(item, "parent_id"),
            },
            _ => null,
        };
    }

    /// <summary>The calls that a message asks for.</summary>
    public static IEnumerable<RequestedCall> CallsOf(JsonElement message) =>
        JsonMembers.Items(JsonMembers.Get(message, "tool_calls")).Select(call => new RequestedCall(
            JsonMembers.Text(call, "id"), JsonMembers.Text(call, "function"), JsonMembers.TextOrJson(JsonMembers.Get(call, "arguments"))));

    private static ModelOutput OutputOf(JsonElement output)
    {
        var calls = new List<RequestedCall>();
        var isTold = false;
        foreach (var choice in JsonMembers.Items(JsonMembers.Get(output, "choices")))
        {
            isTold = true;
            calls.AddRange(CallsOf(JsonMembers.Get(choice, "message")));
        }

        return isTold ? new ModelOutput(calls.Count > 0, calls) : ModelOutput.Unknown;
    }
}
