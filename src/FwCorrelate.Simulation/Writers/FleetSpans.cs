// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// Episodes as spans of OpenTelemetry's GenAI conventions, with what the model asked for (<c>gen_ai.output.messages</c>), so that a lost
/// call shows, and what calls printed.
/// </summary>
internal sealed class FleetSpans(bool withResults)
{
    private const string UsualResult = "ok";

    public IEnumerable<Span> Of(FleetEpisode episode)
    {
        var calls = episode.Calls.ToDictionary(c => c.Call.SpanId, StringComparer.Ordinal);
        var turns = episode.Episode.Turns.ToDictionary(t => t.ChatSpanId, StringComparer.Ordinal);
        foreach (var span in GenAiSpans.Of(episode.Episode))
        {
            if (turns.TryGetValue(span.SpanId, out var turn))
                yield return span with { Attributes = [.. span.Attributes, ("gen_ai.output.messages", Messages(turn))] };
            else if (withResults && calls.TryGetValue(span.SpanId, out var call))
                yield return span with { Attributes = [.. span.Attributes, ("gen_ai.tool.call.result", call.Result ?? UsualResult)] };
            else
                yield return span;
        }
    }

    private static string Messages(SimulatedTurn turn)
    {
        var message = JsonText.Object(writer =>
        {
            writer.WriteString("role", "assistant");
            writer.WriteStartArray("parts");
            foreach (var call in turn.Calls)
            {
                writer.WriteStartObject();
                writer.WriteString("type", "tool_call");
                writer.WriteString("id", call.CallId);
                writer.WriteString("name", "bash");
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
        return $"[{message}]";
    }
}
