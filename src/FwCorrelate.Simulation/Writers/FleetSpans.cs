// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// Episodes as spans of OpenTelemetry's GenAI conventions, with what the model asked for (<c>gen_ai.output.messages</c>), so that a lost call shows.
/// </summary>
internal static class FleetSpans
{
    /// <param name="isLost">Whether the trace lacks a call.</param>
    public static IEnumerable<Span> Of(SimulatedEpisode episode, Func<SimulatedCall, bool> isLost)
    {
        foreach (var span in GenAiSpans.Of(episode))
        {
            if (span.Name != "chat policy")
            {
                if (!span.Name.StartsWith("execute_tool", StringComparison.Ordinal) || !episode.Calls.Any(c => c.SpanId == span.SpanId && isLost(c)))
                    yield return span;
                continue;
            }

            var turn = episode.Turns.First(t => t.ChatSpanId == span.SpanId);
            yield return span with { Attributes = [.. span.Attributes, ("gen_ai.output.messages", Messages(turn))] };
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
