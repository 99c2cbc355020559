// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// Which spans are tool calls, which are model calls, and which look like tool calls though no convention makes them one.
/// </summary>
internal static class SpanRoles
{
    /// <summary>ROLL's parent of both its <c>generate</c> and its <c>step</c> spans.</summary>
    public const string RollTrajectory = "trajectory";

    private const string McpCall = "tools/call";

    /// <summary>The role of a span by its name and its short attributes.</summary>
    public static SpanRole Of(string name, IReadOnlyDictionary<string, string> attributes, AttributeNames names)
    {
        var method = First(attributes, AttributeNames.McpMethod);
        if (method == McpCall || name.StartsWith(McpCall + " ", StringComparison.Ordinal))
            return SpanRole.ToolCall;
        if (attributes.ContainsKey(AttributeNames.McpMethod[0]))
            return SpanRole.Other;
        return OfOperation(attributes.GetValueOrDefault(AttributeNames.Operation, ""), name)
            ?? OfSdkOperation(First(attributes, AttributeNames.SdkOperation) is { Length: > 0 } told ? told : name)
            ?? OfKinds(attributes)
            ?? OfName(name, attributes, names);
    }

    /// <summary>Why a span of no known role looks like a tool call; null where it does not.</summary>
    /// <param name="hasExecution">Whether an attribute tells that something was run.</param>
    public static string? DoubtAbout(string name, IReadOnlyDictionary<string, string> attributes, AttributeNames names, bool hasExecution)
    {
        if (Present(attributes, names.Call) is { } call)
            return $"it has a call id ({call}) and neither a tool's name with arguments nor a kind";
        if (Present(attributes, names.Tool) is { } tool && tool != "traceloop.entity.name")
            return $"it has a tool's name ({tool}) and neither arguments nor a kind";
        if (hasExecution)
            return "it tells a command that was run";
        return IsNamedLikeACall(name) ? "it is named like a tool call" : null;
    }

    private static SpanRole? OfOperation(string operation, string name)
    {
        if (operation.StartsWith("execute_tool", StringComparison.Ordinal) || name.StartsWith("execute_tool", StringComparison.Ordinal)
            || operation is "tool_call" or "call_tool" or "tool")
            return SpanRole.ToolCall;
        return operation switch
        {
            "chat" or "generate_content" or "text_completion" or "call_llm" or "llm_call" => SpanRole.ModelCall,
            "invoke_agent" or "create_agent" or "invoke_workflow" or "agent_call" => SpanRole.Agent,
            "" or "execute_task" => null,
            _ => SpanRole.Other,
        };
    }

    // The SDK writes the function's id behind the operation: "ai.toolCall my-agent".
    private static SpanRole? OfSdkOperation(string operation) => operation.Split(' ', 2)[0] switch
    {
        "ai.toolCall" => SpanRole.ToolCall,
        "ai.generateText.doGenerate" or "ai.streamText.doStream" or "ai.generateObject.doGenerate" or "ai.streamObject.doStream" =>
            SpanRole.ModelCall,
        "ai.generateText" or "ai.streamText" or "ai.generateObject" or "ai.streamObject" => SpanRole.Agent,
        _ => null,
    };

    private static SpanRole? OfKinds(IReadOnlyDictionary<string, string> attributes)
    {
        SpanRole? role = null;
        foreach (var name in AttributeNames.Kind)
        {
            // A tool call by any of the kinds is one: frameworks write several, of which one may be general.
            if (attributes.TryGetValue(name, out var kind) && OfKind(kind.Trim('"').ToLowerInvariant()) is { } told
                && (role is null || told == SpanRole.ToolCall))
                role = told;
        }

        return role;
    }

    private static SpanRole? OfKind(string kind) => kind switch
    {
        "tool" or "tool_call" or "toolcall" or "function_tool" or "tool_use" => SpanRole.ToolCall,
        "llm" or "chat" or "chat_model" or "generation" or "completion" or "llm_request" => SpanRole.ModelCall,
        "agent" => SpanRole.Agent,
        "chain" or "workflow" or "task" or "retriever" or "embedding" or "reranker" or "guardrail" or "evaluator" or "parser" or "memory" or "step" => SpanRole.Other,
        _ => null,
    };

    private static SpanRole OfName(string name, IReadOnlyDictionary<string, string> attributes, AttributeNames names)
    {
        if (name.StartsWith("call_llm", StringComparison.Ordinal))
            return SpanRole.ModelCall;
        if (Present(attributes, names.Tool) is { } tool && tool != "traceloop.entity.name")
            return SpanRole.NamedTool;
        return name switch
        {
            "step" => SpanRole.RollStep,
            "generate" => SpanRole.RollGenerate,
            _ => SpanRole.Unknown,
        };
    }

    private static bool IsNamedLikeACall(string name)
    {
        var words = name.Split([' ', '.', '_', '-', '/', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        return words.Any(w => w.Equals("tool", StringComparison.OrdinalIgnoreCase)
            || w.StartsWith("toolcall", StringComparison.OrdinalIgnoreCase))
            || name.Contains("function_call", StringComparison.OrdinalIgnoreCase);
    }

    private static string First(IReadOnlyDictionary<string, string> attributes, string[] names) =>
        Present(attributes, names) is { } name ? attributes[name] : "";

    private static string? Present(IReadOnlyDictionary<string, string> attributes, IEnumerable<string> names) =>
        names.FirstOrDefault(attributes.ContainsKey);
}
