// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Events of a span, in which some libraries put what others put into attributes.</summary>
internal static class SpanEvents
{
    public static IEnumerable<JsonElement> Of(JsonElement span)
    {
        if (!span.TryGetProperty("events", out var events) || events.ValueKind != JsonValueKind.Array)
            return [];
        return events.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object);
    }

    public static string NameOf(JsonElement item) =>
        item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
}
