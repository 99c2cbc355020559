// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// Calls in messages of models: parts of OpenTelemetry GenAI, OpenAI's and Anthropic's messages, Gemini's function calls, Bedrock's tool
/// uses, the Vercel AI SDK and any-agent.
/// </summary>
internal static class MessageCalls
{
    private static readonly string[] Ids = ["id", "call_id", "tool_call_id", "toolCallId", "toolUseId", "tool_use_id"];
    private static readonly string[] Names = ["name", "toolName", "tool_name", "tool.name"];
    private static readonly string[] Arguments = ["arguments", "args", "input", "tool.args"];
    private static readonly string[] Wrappers = ["functionCall", "function_call", "toolUse", "tool_use"];

    /// <summary>The call that a part of a message is; null where it is none.</summary>
    public static RequestedCall? Read(JsonElement part)
    {
        foreach (var wrapper in Wrappers)
        {
            if (part.TryGetProperty(wrapper, out var inner) && inner.ValueKind == JsonValueKind.Object)
                return Make(inner, inner);
        }

        var function = part.TryGetProperty("function", out var own) && own.ValueKind == JsonValueKind.Object ? own : part;
        return IsCall(part) ? Make(part, function) : null;
    }

    /// <summary>The id of the call that a part of a message asks for or answers; null where it does neither.</summary>
    public static string? IdIn(JsonElement part)
    {
        if (Read(part) is { Id: { } id })
            return id;
        return part.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            && type.GetString() is "tool_call_response" or "tool_result" or "function_call_output" or "tool-result"
            ? Text(part, Ids)
            : null;
    }

    private static bool IsCall(JsonElement part) =>
        (part.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
            && type.GetString() is "tool_call" or "tool_use" or "function_call" or "function" or "tool-call" or "custom_tool_call")
        || part.TryGetProperty("tool.name", out _)
        || (part.TryGetProperty("toolCallId", out _) && part.TryGetProperty("toolName", out _) && !part.TryGetProperty("result", out _));

    private static RequestedCall Make(JsonElement call, JsonElement function) =>
        new(Text(call, Ids), Text(function, Names), Text(function, Arguments));

    private static string? Text(JsonElement owner, string[] names)
    {
        foreach (var name in names)
        {
            if (owner.TryGetProperty(name, out var value) && AnyValues.PlainText(value) is { Length: > 0 } text)
                return text;
        }

        return null;
    }
}
