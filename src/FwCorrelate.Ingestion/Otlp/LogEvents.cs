// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// Events among OpenTelemetry's logs that tell of calls: <c>tool_result</c> and <c>api_request</c> of Claude Code's and Codex's telemetry
/// (Claude Code, "Monitoring"; openai/codex, <c>otel</c>), written when a thing was over, with how long it took; and GenAI's events with
/// the messages of a model call.
/// </summary>
internal sealed class LogEvents(AttributeNames names, DateTimeZone zone, SpanStore store)
{
    /// <summary>The event stands a moment behind the end that it tells.</summary>
    private static readonly Duration Delay = Duration.FromMilliseconds(100);

    private static readonly WantedNames Wanted = new(
        [
            "event.name", "event.timestamp", "session.id", "conversation.id", "gen_ai.conversation.id", "tool_name", "gen_ai.tool.name",
                "tool_use_id", "call_id", "tool_call_id",
            "gen_ai.tool.call.id", "duration_ms", "tool_parameters", "tool_input", "arguments", "gen_ai.tool.call.arguments",
            "gen_ai.output.messages", "gen_ai.input.messages", "prompt.id",
        ], areShort: false, withMembers: false);

    /// <summary>The span that an event stands for; null where it tells of no call.</summary>
    public TraceSpan? Read(JsonElement record, Dictionary<string, string> resource, RecordOrigin origin)
    {
        var told = SpanAttributes.Read(record, Wanted, problems: null);
        var kind = NameOf(record, told) switch
        {
            "tool_result" => SpanRole.ToolCall,
            "api_request" => SpanRole.ModelCall,
            "gen_ai.client.inference.operation.details" => SpanRole.Agent,
            _ => SpanRole.Other,
        };
        if (kind == SpanRole.Other || !TryReadEnd(record, told, out var end))
            return null;
        var span = Make(record, resource, told, kind, end, origin);
        if (kind != SpanRole.Agent)
            return span.TraceId.Length > 0 ? span : null;

        // The model call has a span of its own: the event lends it what its messages say.
        foreach (var messages in (string[])["gen_ai.output.messages", "gen_ai.input.messages"])
        {
            foreach (var call in told.TryGetValue(messages, out var text) ? ModelOutput.CallsIn(text) ?? [] : [])
                store.Mention(span, call);
        }

        return null;
    }

    private TraceSpan Make(
        JsonElement record, Dictionary<string, string> resource, Dictionary<string, string> told, SpanRole role, TimePoint end,
        RecordOrigin origin)
    {
        var session = First(told, "session.id", "conversation.id", "gen_ai.conversation.id");
        var traceId = SpanIds.Read(JsonMembers.Get(record, "traceId"), 16);
        var call = First(told, "tool_use_id", "call_id", "tool_call_id", "gen_ai.tool.call.id");
        var attributes = SpanAttributes.Read(record, names.Short, problems: null);
        Set(attributes, Transcripts.TranscriptNames.Episode, session);
        Set(attributes, Transcripts.TranscriptNames.Call, call);
        Set(attributes, Transcripts.TranscriptNames.Tool, First(told, "tool_name", "gen_ai.tool.name"));
        var start = StartOf(end, told);
        return new TraceSpan
        {
            // Not the session's own id: a session file may tell of the same calls, and which of the two tells times better is decided where
            // traces merge.
            TraceId = traceId.Length > 0 ? traceId : session is null ? "" : Short(session) + "/telemetry",
            SpanId = string.Create(CultureInfo.InvariantCulture,
                $"{(role == SpanRole.ToolCall ? "event" : "turn")}-{Short(call)}-{end.Value.ToUnixTimeTicks()}"),
            ParentId = SpanIds.Read(JsonMembers.Get(record, "spanId"), 8),
            Name = role == SpanRole.ToolCall ? $"execute_tool {attributes.GetValueOrDefault(Transcripts.TranscriptNames.Tool)}" : "chat",
            Role = role,
            Start = start ?? end,
            End = end,
            IsOpen = false,
            Attributes = attributes,
            Resource = resource,
            Arguments = role == SpanRole.ToolCall && First(told, "tool_input", "gen_ai.tool.call.arguments", "arguments",
                "tool_parameters") is { } text ? ToolArguments.From(text) : null,
            Output = role == SpanRole.ModelCall ? ModelOutput.Unknown : null,
            Origin = origin,
            Doubt = null,
        };
    }

    // Without a duration nothing tells the begin: it is an instant, and its basis says so.
    private static TimePoint? StartOf(TimePoint end, Dictionary<string, string> told) =>
        told.TryGetValue("duration_ms", out var text) && double.TryParse(
            text, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < 1e10
            ? new TimePoint(end.Value - Duration.FromMilliseconds(milliseconds), end.Uncertainty, TimeBasis.DerivedEnd)
            : end with { Basis = TimeBasis.Step };

    private bool TryReadEnd(JsonElement record, Dictionary<string, string> told, out TimePoint end)
    {
        var isRead = SpanTimes.TryRead(JsonMembers.Get(record, "timeUnixNano"), zone, out end)
            || SpanTimes.TryRead(JsonMembers.Get(record, "observedTimeUnixNano"), zone, out end);
        if (!isRead && told.TryGetValue("event.timestamp", out var text))
        {
            using var stamp = JsonDocument.Parse(JsonSerializer.Serialize(text));
            isRead = SpanTimes.TryRead(stamp.RootElement, zone, out end);
        }

        end = end with { Uncertainty = end.Uncertainty + Delay };
        return isRead;
    }

    // claude_code.tool_result, codex.tool_result: by the newer member, the attribute, or the body.
    private static string NameOf(JsonElement record, Dictionary<string, string> told)
    {
        var name = JsonMembers.Text(record, "eventName") ?? told.GetValueOrDefault("event.name") ?? AnyValues.TextOf(
            JsonMembers.Get(record, "body")) ?? "";
        foreach (var prefix in (string[])["claude_code.", "codex."])
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return name[prefix.Length..];
        }

        return name;
    }

    private static string? First(Dictionary<string, string> told, params string[] attributes) =>
        attributes.Select(told.GetValueOrDefault).FirstOrDefault(v => !string.IsNullOrEmpty(v));

    private static string Short(string? id) => id is null ? "" : id[..Math.Min(id.Length, SpanAttributes.LongestId - 64)];

    private static void Set(Dictionary<string, string> attributes, string name, string? value)
    {
        if (value is { Length: > 0 and <= SpanAttributes.LongestId })
            attributes.TryAdd(name, value);
    }
}
