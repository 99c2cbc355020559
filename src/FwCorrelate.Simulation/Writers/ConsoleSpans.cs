// SPDX-License-Identifier: Apache-2.0
using NodaTime;
using NodaTime.Text;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// Spans as the console exporter of OpenTelemetry's Python SDK prints them (<c>ReadableSpan.to_json</c>, without indentation), with one
/// fault: times are local and carry no offset.
/// </summary>
internal static class ConsoleSpans
{
    private static readonly LocalDateTimePattern Pattern = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff");

    public static IEnumerable<string> Lines(IEnumerable<Span> spans, DateTimeZone zone) =>
        spans.OrderBy(s => s.End).ThenBy(s => s.SpanId, StringComparer.Ordinal).Select(s => Line(s, zone));

    private static string Line(Span span, DateTimeZone zone) => JsonText.Object(writer =>
    {
        writer.WriteString("name", span.Name);
        writer.WriteStartObject("context");
        writer.WriteString("trace_id", "0x" + span.TraceId);
        writer.WriteString("span_id", "0x" + span.SpanId);
        writer.WriteString("trace_state", "[]");
        writer.WriteEndObject();
        writer.WriteString("kind", "SpanKind.INTERNAL");
        if (span.ParentId is null)
            writer.WriteNull("parent_id");
        else
            writer.WriteString("parent_id", "0x" + span.ParentId);
        writer.WriteString("start_time", Local(span.Start, zone));
        writer.WriteString("end_time", Local(span.End, zone));
        writer.WriteStartObject("attributes");
        foreach (var (key, value) in span.Attributes)
        {
            if (value is int number)
                writer.WriteNumber(key, number);
            else
                writer.WriteString(key, (string)value);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("resource");
        writer.WriteStartObject("attributes");
        foreach (var (key, value) in span.Resource)
            writer.WriteString(key, value);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static string Local(Instant time, DateTimeZone zone) => Pattern.Format(time.InZone(zone).LocalDateTime);
}
