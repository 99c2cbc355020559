// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>What a model call asked for.</summary>
/// <param name="AsksForTools">Null where the trace does not tell.</param>
/// <param name="CallIds">Ids of the calls it asked for, as far as they are recorded.</param>
internal sealed record ModelOutput(bool? AsksForTools, IReadOnlyList<string> CallIds)
{
    public static ModelOutput Unknown { get; } = new(null, []);

    private const string FlatPrefix = "llm.output_messages.";
    private static readonly string[] MessageAttributes = ["gen_ai.output.messages", "gen_ai.output", "gen_ai.completion", "output.value"];
    private const string FinishReasons = "gen_ai.response.finish_reasons";

    /// <summary>Whether an attribute may tell what the model asked for.</summary>
    public static bool IsTold(string attribute) =>
        attribute == FinishReasons || Array.IndexOf(MessageAttributes, attribute) >= 0 || attribute.StartsWith(FlatPrefix, StringComparison.Ordinal);

    /// <summary>Reads the attributes for which <see cref="IsTold"/>: messages first, then flattened messages, then the reason to stop.</summary>
    public static ModelOutput Read(IReadOnlyDictionary<string, string> attributes)
    {
        foreach (var name in MessageAttributes)
        {
            if (attributes.TryGetValue(name, out var messages) && FromMessages(messages) is { } output)
                return output;
        }

        var flat = attributes.Where(a => a.Key.StartsWith(FlatPrefix, StringComparison.Ordinal)).ToList();
        if (flat.Count > 0)
        {
            var ids = flat.Where(a => a.Key.EndsWith(".tool_call.id", StringComparison.Ordinal)).Select(a => a.Value);
            return new ModelOutput(flat.Any(a => a.Key.Contains(".tool_calls.", StringComparison.Ordinal)), [.. ids]);
        }

        return attributes.TryGetValue(FinishReasons, out var reasons)
            ? new ModelOutput(NamesTool(reasons), [])
            : Unknown;
    }

    private static bool NamesTool(string reasons) =>
        reasons.Contains("tool", StringComparison.OrdinalIgnoreCase) || reasons.Contains("function", StringComparison.OrdinalIgnoreCase);

    // Null where the text is not JSON that could be messages: the next attribute may tell.
    private static ModelOutput? FromMessages(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
                return null;
            var calls = 0;
            var ids = new List<string>();
            Walk(document.RootElement, ids, ref calls);
            return new ModelOutput(calls > 0, ids);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // Depth is bounded by the parser's own limit of 64.
    private static void Walk(JsonElement element, List<string> ids, ref int calls)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
                Walk(item, ids, ref calls);
        }
        else if (element.ValueKind == JsonValueKind.Object && IsToolCall(element))
        {
            calls++;
            if (element.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String)
                ids.Add(id.GetString()!);
        }
        else if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in (string[])["parts", "content", "message", "messages", "choices", "tool_calls", "output"])
            {
                if (element.TryGetProperty(name, out var inner))
                    Walk(inner, ids, ref calls);
            }
        }
    }

    // OpenTelemetry GenAI parts, OpenAI and Anthropic messages, any-agent.
    private static bool IsToolCall(JsonElement element) =>
        (element.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            && type.GetString() is "tool_call" or "tool_use" or "function_call" or "function")
        || element.TryGetProperty("tool.name", out _);
}
