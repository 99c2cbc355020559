// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Conversations;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;

namespace FwCorrelate.Ingestion.Transcripts;

/// <summary>The conversation that the span of a model call carries: what the model was given, whole, and what it answered.</summary>
internal static class SpanConversation
{
    private static readonly string[] Names =
        ["gen_ai.system_instructions", "gen_ai.input.messages", "pydantic_ai.all_messages", "all_messages_events", "ai.prompt.messages",
            "gen_ai.prompt", "input.value", "gen_ai.output.messages", "output.value"];

    private static readonly WantedNames Attributes = new(Names, areShort: false, withMembers: false);

    public static IReadOnlyList<MessageText> Of(JsonElement record, RecordOrigin origin)
    {
        var left = origin.Index;
        if (Find(record, ref left) is not { } span)
            return [];
        var told = SpanAttributes.Read(span, Attributes, problems: null);
        var texts = new List<MessageText>();
        foreach (var name in Names)
        {
            if (told.TryGetValue(name, out var text))
                Add(text, name, texts, origin);
        }

        return texts;
    }

    // In the order in which spans of a record are numbered when it is read.
    private static JsonElement? Find(JsonElement value, ref int left)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (Find(item, ref left) is { } found)
                    return found;
            }

            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
            return null;
        if (JsonMembers.Get(value, "attributes").ValueKind != JsonValueKind.Undefined
            && JsonMembers.Get(value, "name").ValueKind == JsonValueKind.String)
            return left-- == 0 ? value : null;
        foreach (var name in (string[])["trace", "resourceSpans", "resource_spans", "batches", "scopeSpans", "scope_spans",
            "instrumentationLibrarySpans", "spans"])
        {
            if (value.TryGetProperty(name, out var inner) && Find(inner, ref left) is { } found)
                return found;
        }

        return null;
    }

    private static void Add(string text, string name, List<MessageText> texts, RecordOrigin origin)
    {
        var isOutput = name.Contains("output", StringComparison.Ordinal);
        var role = name == "gen_ai.system_instructions" ? MessageRole.System : isOutput ? MessageRole.Model : MessageRole.Task;
        try
        {
            using var document = LenientJson.Parse(text);
            var list = document.RootElement;
            if (JsonMembers.Get(list, "messages") is { ValueKind: JsonValueKind.Array } inner)
                list = inner;
            if (list.ValueKind == JsonValueKind.Array)
            {
                foreach (var message in list.EnumerateArray())
                    texts.Add(TextOf(message, RoleOf(message, role), origin));
            }
            else
                texts.Add(TextOf(list, RoleOf(list, role), origin));
        }
        catch (JsonException)
        {
            texts.Add(new MessageText(role, text, text, origin));
        }
    }

    private static MessageText TextOf(JsonElement message, MessageRole role, RecordOrigin origin)
    {
        var (all, spoken) = MessageTexts.Collect(message);
        return new MessageText(role, all, spoken, origin);
    }

    private static MessageRole RoleOf(JsonElement message, MessageRole otherwise) =>
        Answers(message) ? MessageRole.ToolResult : JsonMembers.Text(message, "role")?.ToLowerInvariant() switch
        {
            "system" or "developer" => MessageRole.System,
            "user" or "human" => MessageRole.Task,
            "assistant" or "model" or "ai" => MessageRole.Model,
            "tool" or "function" => MessageRole.ToolResult,
            _ => otherwise,
        };

    // Some providers hand results of tools back in messages of the user.
    private static bool Answers(JsonElement message) =>
        JsonMembers.Items(JsonMembers.Get(message, "parts")).Concat(JsonMembers.Items(JsonMembers.Get(message, "content")))
            .Any(p => JsonMembers.Text(
                p, "type") is "tool_call_response" or "tool_result" or "tool-result" or "tool_return" or "tool-return");
}
