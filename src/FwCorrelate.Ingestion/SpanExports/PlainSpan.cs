// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FwCorrelate.Ingestion.SpanExports;

/// <summary>A span in the form of the SDKs' console exporters, which <see cref="Otlp.SpanReader"/> reads.</summary>
internal sealed class PlainSpan(string? traceId, string? spanId, string? parentId, string? name, JsonElement start, JsonElement end)
{
    private readonly JsonObject _attributes = [];
    private readonly JsonObject _resource = [];

    /// <summary>Sets an attribute unless it has one of that name, or the value tells nothing.</summary>
    public PlainSpan Set(string attribute, string? value)
    {
        if (!string.IsNullOrEmpty(value) && !_attributes.ContainsKey(attribute))
            _attributes[attribute] = value;
        return this;
    }

    /// <summary>Copies members of an object, objects among them as they are.</summary>
    public PlainSpan Copy(JsonElement members, bool isResource = false)
    {
        if (members.ValueKind != JsonValueKind.Object)
            return this;
        foreach (var member in members.EnumerateObject())
            (isResource ? _resource : _attributes)[member.Name] = JsonNode.Parse(member.Value.GetRawText());
        return this;
    }

    public byte[] ToJson()
    {
        var span = new JsonObject
        {
            ["context"] = new JsonObject { ["trace_id"] = traceId, ["span_id"] = spanId },
            ["parent_id"] = parentId,
            ["name"] = name,
            ["start_time"] = Node(start),
            ["end_time"] = Node(end),
            ["attributes"] = _attributes,
            ["resource"] = new JsonObject { ["attributes"] = _resource },
        };
        return Encoding.UTF8.GetBytes(span.ToJsonString());
    }

    private static JsonNode? Node(JsonElement value) =>
        value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? JsonNode.Parse(value.GetRawText()) : null;
}
