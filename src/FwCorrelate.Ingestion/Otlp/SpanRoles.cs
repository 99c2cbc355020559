// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Which spans are tool calls and which are model calls (OpenTelemetry GenAI, OpenInference, alibaba/ROLL).</summary>
internal static class SpanRoles
{
    /// <summary>ROLL's parent of both its <c>generate</c> and its <c>step</c> spans.</summary>
    public const string RollTrajectory = "trajectory";

    public static SpanRole Of(string name, IReadOnlyDictionary<string, string> attributes)
    {
        var operation = attributes.GetValueOrDefault(AttributeNames.Operation, "");
        var kind = attributes.GetValueOrDefault(AttributeNames.OpenInferenceKind, "");
        if (operation.StartsWith("execute_tool", StringComparison.Ordinal) || name.StartsWith("execute_tool", StringComparison.Ordinal)
            || kind.Equals("TOOL", StringComparison.OrdinalIgnoreCase))
            return SpanRole.ToolCall;
        if (operation is "chat" or "generate_content" or "text_completion" or "call_llm"
            || kind.Equals("LLM", StringComparison.OrdinalIgnoreCase)
            || (operation.Length == 0 && name.StartsWith("call_llm", StringComparison.Ordinal)))
            return SpanRole.ModelCall;
        return name switch
        {
            "step" => SpanRole.RollStep,
            "generate" => SpanRole.RollGenerate,
            _ => SpanRole.Other,
        };
    }
}
