// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.SpanExports;

/// <summary>
/// Langfuse's export of a trace: <c>trace</c> and <c>observations</c>, whose metadata is JSON in a string with the attributes of the span
/// it was made of.
/// </summary>
internal static class Langfuse
{
    public static IEnumerable<PlainSpan> SpansOf(JsonElement export)
    {
        var trace = JsonMembers.Get(export, "trace");
        foreach (var observation in JsonMembers.Items(JsonMembers.Get(export, "observations")))
        {
            var span = new PlainSpan(
                JsonMembers.Text(observation, "traceId") ?? JsonMembers.Text(trace, "id"), JsonMembers.Text(observation, "id"),
                JsonMembers.Text(observation, "parentObservationId"),
                JsonMembers.Text(observation, "name"), JsonMembers.Get(observation, "startTime"), JsonMembers.Get(observation, "endTime"));
            using var metadata = ParseOrNone(JsonMembers.TextOrJson(JsonMembers.Get(observation, "metadata")));
            if (metadata is not null)
                span.Copy(JsonMembers.Get(metadata.RootElement, "attributes"))
                    .Copy(JsonMembers.Get(metadata.RootElement, "resourceAttributes"), isResource: true);
            yield return span
                .Set("langfuse.observation.type", JsonMembers.Text(observation, "type")?.ToLowerInvariant())
                .Set("langfuse.observation.input", JsonMembers.TextOrJson(JsonMembers.Get(observation, "input")))
                .Set("langfuse.observation.output", JsonMembers.TextOrJson(JsonMembers.Get(observation, "output")))
                .Set("gen_ai.conversation.id", JsonMembers.Text(trace, "sessionId"));
        }
    }

    private static JsonDocument? ParseOrNone(string? text)
    {
        try
        {
            return text is null ? null : LenientJson.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
