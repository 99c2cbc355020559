// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.SpanExports;

/// <summary>
/// MLflow's traces as JSON (mlflow, <c>Trace.to_json</c>): <c>info</c> and <c>data.spans</c>, whose attributes are JSON in strings.
/// </summary>
internal static class MlflowTraces
{
    public static IEnumerable<PlainSpan> SpansOf(JsonElement trace)
    {
        var info = JsonMembers.Get(trace, "info");
        foreach (var span in JsonMembers.Items(JsonMembers.Get(trace, "data", "spans")))
        {
            var context = JsonMembers.Get(span, "context");
            var plain = new PlainSpan(
                JsonMembers.Text(span, "trace_id") ?? JsonMembers.Text(context, "trace_id") ?? JsonMembers.Text(
                    info, "trace_id") ?? JsonMembers.Text(info, "request_id"),
                JsonMembers.Text(span, "span_id") ?? JsonMembers.Text(context, "span_id"),
                JsonMembers.Text(span, "parent_span_id") ?? JsonMembers.Text(span, "parent_id"),
                JsonMembers.Text(span, "name"), Time(span, "start"), Time(span, "end"));
            foreach (var attribute in Attributes(span))
                plain.Set(attribute.Name, TextOf(attribute.Value));
            yield return plain.Copy(JsonMembers.Get(info, "tags"), isResource: true);
        }
    }

    private static JsonElement Time(JsonElement span, string which)
    {
        foreach (var name in (string[])[$"{which}_time_unix_nano", $"{which}_time_ns", $"{which}_time"])
        {
            if (JsonMembers.Get(span, name) is { ValueKind: not JsonValueKind.Undefined } time)
                return time;
        }

        return default;
    }

    private static IEnumerable<JsonProperty> Attributes(JsonElement span) =>
        JsonMembers.Get(span, "attributes") is { ValueKind: JsonValueKind.Object } attributes ? attributes.EnumerateObject() : [];

    // "\"TOOL\"": a text as JSON in a text.
    private static string? TextOf(JsonElement value)
    {
        var text = JsonMembers.TextOrJson(value);
        if (text is not ['"', .., '"'])
            return text;
        try
        {
            return JsonSerializer.Deserialize<string>(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
