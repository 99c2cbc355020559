// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using NodaTime;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// OTLP/JSON lines as the OpenTelemetry Collector's file exporter writes them: one export request per line (opentelemetry-proto,
/// <c>examples/trace.json</c>).
/// </summary>
internal static class OtlpJson
{
    private const int SpansPerRequest = 64;

    /// <summary>Spans leave in the order in which they end, a resource at a time.</summary>
    public static IEnumerable<string> Lines(IEnumerable<Span> spans) =>
        from resource in spans.GroupBy(s => string.Join('\n', s.Resource))
        from batch in resource.OrderBy(s => s.End).ThenBy(s => s.SpanId, StringComparer.Ordinal).Chunk(SpansPerRequest)
        orderby batch[^1].End, batch[^1].SpanId
        select Request(batch);

    private static string Request(Span[] batch) => JsonText.Object(writer =>
    {
        writer.WriteStartArray("resourceSpans");
        writer.WriteStartObject();
        writer.WriteStartObject("resource");
        Attributes(writer, batch[0].Resource.Select(a => (a.Key, (object)a.Value)));
        writer.WriteEndObject();
        writer.WriteStartArray("scopeSpans");
        writer.WriteStartObject();
        writer.WriteStartArray("spans");
        foreach (var span in batch)
            Write(writer, span);
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    });

    private static void Write(Utf8JsonWriter writer, Span span)
    {
        writer.WriteStartObject();
        writer.WriteString("traceId", span.TraceId);
        writer.WriteString("spanId", span.SpanId);
        if (span.ParentId is not null)
            writer.WriteString("parentSpanId", span.ParentId);
        writer.WriteString("name", span.Name);
        writer.WriteNumber("kind", 1);
        writer.WriteString("startTimeUnixNano", Nanoseconds(span.Start));
        writer.WriteString("endTimeUnixNano", Nanoseconds(span.End));
        Attributes(writer, span.Attributes);
        writer.WriteEndObject();
    }

    private static void Attributes(Utf8JsonWriter writer, IEnumerable<(string Key, object Value)> attributes)
    {
        writer.WriteStartArray("attributes");
        foreach (var (key, value) in attributes)
        {
            writer.WriteStartObject();
            writer.WriteString("key", key);
            writer.WriteStartObject("value");
            if (value is int number)
                writer.WriteString("intValue", number.ToString(CultureInfo.InvariantCulture));
            else
                writer.WriteString("stringValue", (string)value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Nanoseconds(Instant time) =>
        (time - Instant.FromUnixTimeTicks(0)).ToInt64Nanoseconds().ToString(CultureInfo.InvariantCulture);
}
