// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// Calls that the messages handed to a model mention: what was asked for and answered before, whether or not spans of it are there.
/// </summary>
internal static class MessageHistory
{
    private static readonly string[] Names =
        ["gen_ai.input.messages", "pydantic_ai.all_messages", "all_messages_events", "ai.prompt.messages", "gcp.vertex.agent.llm_request",
            "gen_ai.prompt", "input.value"];

    private static readonly WantedNames Attributes = new(Names, areShort: false, withMembers: false);

    public static void Read(JsonElement span, TraceSpan by, SpanStore spans)
    {
        foreach (var (_, text) in SpanAttributes.Read(span, Attributes, problems: null))
        {
            if (text.AsSpan().TrimStart() is not ['[' or '{', ..])
                continue;
            try
            {
                using var document = LenientJson.Parse(text);
                Walk(document.RootElement, by, spans, 0);
            }
            catch (JsonException)
            {
                // A prompt that merely begins like JSON mentions nothing.
            }
        }
    }

    private static void Walk(JsonElement element, TraceSpan by, SpanStore spans, int depth)
    {
        if (depth > AnyValues.DeepestValue)
            return;
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Walk(item, by, spans, depth + 1);
        }
        else if (element.ValueKind == JsonValueKind.Object && MessageCalls.IdIn(element) is { } id)
            spans.Mention(by, MessageCalls.Read(element) ?? new RequestedCall(id, null, null));
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (string[])["parts", "content", "message", "messages", "contents", "tool_calls"])
            {
                if (element.TryGetProperty(name, out var inner))
                    Walk(inner, by, spans, depth + 1);
            }
        }
    }
}
