// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Text.Json;
using FwCorrelate.Documents;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// Spans as the OpenTelemetry collector's Elasticsearch exporter stores them (opentelemetry-collector-contrib,
/// <c>elasticsearchexporter</c>): mapping mode <c>otel</c> with the names of OTLP, <c>ecs</c> and <c>none</c> with names in capitals,
/// nested or dotted. They are written as a plain span, which the reader of spans knows.
/// </summary>
internal static class ExportedSpans
{
    public static bool IsSpan(JsonElement document) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(EcsFields.Timestamp, out _)
        && ((document.TryGetProperty("trace_id", out _) && document.TryGetProperty("span_id", out _)
            && document.TryGetProperty("duration", out _))
            || (document.TryGetProperty("TraceId", out _) && document.TryGetProperty("SpanId", out _)
                && document.TryGetProperty("Name", out _)));

    /// <summary>The span with its ids in <c>context</c>, as the SDKs' console exporters print it.</summary>
    public static byte[] AsPlainSpan(JsonElement document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("context");
            Copy(document, writer, "trace_id", "trace_id", "TraceId");
            Copy(document, writer, "span_id", "span_id", "SpanId");
            writer.WriteEndObject();
            Copy(document, writer, "parent_id", "parent_span_id", "ParentSpanId");
            Copy(document, writer, "name", "name", "Name");
            Copy(document, writer, "start_time", EcsFields.Timestamp);
            WriteEnd(document, writer);
            WriteAttributes(document, writer, "attributes", "Attributes");
            writer.WriteStartObject("resource");
            WriteAttributes(document.TryGetProperty("resource", out var resource) ? resource : document, writer, "attributes", "Resource");
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Copy(JsonElement document, Utf8JsonWriter writer, string name, params ReadOnlySpan<string> froms)
    {
        foreach (var from in froms)
        {
            if (!document.TryGetProperty(from, out var value))
                continue;
            writer.WritePropertyName(name);
            value.WriteTo(writer);
            return;
        }
    }

    // Mode otel has the duration in nanoseconds and no end; the others have an end, and a duration in microseconds, which is coarser.
    private static void WriteEnd(JsonElement document, Utf8JsonWriter writer)
    {
        if (document.TryGetProperty("EndTimestamp", out var end))
        {
            writer.WritePropertyName("end_time");
            end.WriteTo(writer);
        }
        else if (document.TryGetProperty("duration", out var duration) && duration.ValueKind == JsonValueKind.Number
            && duration.TryGetInt64(out var nanoseconds)
            && document.TryGetProperty(EcsFields.Timestamp, out var start)
            && EcsStamp.TryParse(System.Text.Encoding.UTF8.GetBytes(start.ToString()), out var from))
        {
            var until = (Int128)from.ToUnixTimeNanoseconds() + Math.Max(0, nanoseconds);
            writer.WriteString("end_time", until.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    /// <summary>All attributes under dotted names; the prefix's own members are nested or stand beside it as <c>Prefix.name</c>.</summary>
    private static void WriteAttributes(JsonElement owner, Utf8JsonWriter writer, string name, string capital)
    {
        writer.WriteStartObject("attributes");
        foreach (var member in owner.EnumerateObject())
        {
            if (member.Name == name || member.Name == capital)
                Flatten("", member.Value, writer);
            else if (member.Name.StartsWith(capital, StringComparison.Ordinal) && member.Name.Length > capital.Length
                && member.Name[capital.Length] == '.')
                Flatten(member.Name[(capital.Length + 1)..], member.Value, writer);
        }

        writer.WriteEndObject();
    }

    private static void Flatten(string path, JsonElement value, Utf8JsonWriter writer)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in value.EnumerateObject())
                Flatten(path.Length == 0 ? member.Name : $"{path}.{member.Name}", member.Value, writer);
        }
        else if (path.Length > 0)
        {
            writer.WritePropertyName(path);
            value.WriteTo(writer);
        }
    }
}
