// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// Episodes as spans of OpenTelemetry's GenAI conventions (semantic-conventions-genai, "Spans": <c>invoke_agent</c>, <c>chat</c>,
/// <c>execute_tool</c>). Identity stands on the root span, from which tool spans inherit it.
/// </summary>
internal static class GenAiSpans
{
    public static IEnumerable<Span> Of(SimulatedEpisode episode)
    {
        var host = episode.Sandbox.Host;
        IReadOnlyList<(string, string)> resource =
            [("service.name", "rollout-worker"), ("host.name", host.Id), ("rl.run.id", episode.Place.RunId)];
        foreach (var turn in episode.Turns)
        {
            yield return new Span(
                resource, episode.TraceId, turn.ChatSpanId, episode.RootSpanId, "chat policy", host.Stamp(turn.ChatStart),
                host.Stamp(turn.ChatEnd),
                [("gen_ai.operation.name", "chat")]);
            foreach (var call in turn.Calls)
            {
                yield return new Span(
                    resource, episode.TraceId, call.SpanId, episode.RootSpanId, "execute_tool bash", host.Stamp(call.Start),
                    host.Stamp(call.End),
                    ToolAttributes(call));
            }
        }

        yield return new Span(
            resource, episode.TraceId, episode.RootSpanId, null, "invoke_agent coder", host.Stamp(episode.Start), host.Stamp(episode.End),
            [
                ("gen_ai.operation.name", "invoke_agent"), ("gen_ai.agent.name", "coder"),
                ("sandbox.id", episode.Sandbox.Id), ("rl.episode.id", episode.Id),
                ("rl.step", episode.Place.Step), ("rl.task.id", episode.Task.Id), ("gen_ai.input.messages", Prompt(episode.Task)),
            ]);
    }

    public static IReadOnlyList<(string, object)> ToolAttributes(SimulatedCall call) =>
    [
        ("gen_ai.operation.name", "execute_tool"), ("gen_ai.tool.name", "bash"), ("gen_ai.tool.call.id", call.CallId),
        ("gen_ai.tool.call.arguments", JsonText.Object(w => w.WriteString("command", call.Command))),
    ];

    private static string Prompt(SimulatedTask task)
    {
        var message = JsonText.Object(writer =>
        {
            writer.WriteString("role", "user");
            writer.WriteStartArray("parts");
            writer.WriteStartObject();
            writer.WriteString("type", "text");
            writer.WriteString("content", task.Prompt);
            writer.WriteEndObject();
            writer.WriteEndArray();
        });
        return $"[{message}]";
    }
}
