// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.SpanExports;

/// <summary>
/// Spans of the OpenAI Agents SDK as its exporters send them (openai/openai-agents-python, <c>tracing/spans.py</c>, <c>span_data.py</c>).
/// </summary>
internal static class OpenAiAgents
{
    public static IEnumerable<PlainSpan> SpansOf(JsonElement item)
    {
        foreach (var span in JsonMembers.Get(item, "data").ValueKind == JsonValueKind.Array ? JsonMembers.Items(
            JsonMembers.Get(item, "data")) : [item])
        {
            if (JsonMembers.Text(span, "object") == "trace.span")
                yield return Of(span, JsonMembers.Get(span, "span_data"));
        }
    }

    private static PlainSpan Of(JsonElement span, JsonElement told)
    {
        var type = JsonMembers.Text(told, "type");
        var plain = new PlainSpan(
            JsonMembers.Text(span, "trace_id"), JsonMembers.Text(span, "id"), JsonMembers.Text(span, "parent_id"),
            JsonMembers.Text(told, "name") ?? type ?? "span",
            JsonMembers.Get(span, "started_at"), JsonMembers.Get(span, "ended_at")).Copy(JsonMembers.Get(span, "metadata"));
        return type switch
        {
            "function" => plain.Set("gen_ai.operation.name", "execute_tool").Set("gen_ai.tool.name", JsonMembers.Text(told, "name"))
                .Set("gen_ai.tool.call.arguments", JsonMembers.TextOrJson(JsonMembers.Get(told, "input"))),
            "generation" or "response" => plain.Set("gen_ai.operation.name", "chat")
                .Set("gen_ai.output.messages", JsonMembers.TextOrJson(JsonMembers.Get(told, "output"))),
            "agent" => plain.Set("gen_ai.operation.name", "invoke_agent"),
            _ => plain.Set("gen_ai.span.kind", "chain"),
        };
    }
}
