// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.SpanExports;

/// <summary>
/// Calls of Weave (wandb/weave, <c>trace_server_interface.py</c>: <c>CallSchema</c>), as verl's tracing leaves them: an operation named
/// <c>…Tool.execute</c> is a tool call, <c>…generate</c> a model's.
/// </summary>
internal static class WeaveCalls
{
    public static IEnumerable<PlainSpan> SpansOf(JsonElement call)
    {
        if (JsonMembers.Text(call, "op_name") is not { } operation)
            yield break;

        // weave:///entity/project/op/Name:version
        var name = operation[(operation.LastIndexOf('/') + 1)..].Split(':')[0];
        var attributes = JsonMembers.Get(call, "attributes");
        var span = new PlainSpan(
            JsonMembers.Text(call, "trace_id"), JsonMembers.Text(call, "id"), JsonMembers.Text(call, "parent_id"), name,
            JsonMembers.Get(call, "started_at"),
            JsonMembers.Get(call, "ended_at")).Copy(attributes).Set("rl.run.id",
            JsonMembers.Text(attributes, "experiment_name") ?? JsonMembers.Text(call, "wb_run_id"))
            .Set("rl.step", JsonMembers.Text(attributes, "step"));
        if (name.EndsWith(".execute", StringComparison.Ordinal))
        {
            var inputs = JsonMembers.Get(call, "inputs");
            var parameters = JsonMembers.Get(inputs, "parameters");
            span.Set("gen_ai.operation.name", "execute_tool").Set("gen_ai.tool.name", name[..^".execute".Length])
                .Set("gen_ai.tool.call.arguments",
                    JsonMembers.TextOrJson(parameters.ValueKind == JsonValueKind.Undefined ? inputs : parameters))
                .Set("sandbox.id", JsonMembers.Text(inputs, "instance_id"));
        }
        else if (name.EndsWith(".generate", StringComparison.Ordinal))
            span.Set("gen_ai.operation.name", "chat");
        yield return span;
    }
}
