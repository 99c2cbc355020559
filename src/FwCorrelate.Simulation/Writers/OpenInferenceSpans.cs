// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// Episodes as spans of OpenInference's conventions (Arize-ai/openinference, <c>spec/semantic_conventions.md</c>): kinds AGENT, LLM and
/// TOOL, messages flattened into attributes.
/// </summary>
internal static class OpenInferenceSpans
{
    private const string Kind = "openinference.span.kind";

    public static IEnumerable<Span> Of(FleetEpisode made)
    {
        var episode = made.Episode;
        var host = episode.Sandbox.Host;
        IReadOnlyList<(string, string)> resource =
            [("service.name", "rollout-worker"), ("host.name", host.Id), ("rl.run.id", episode.Place.RunId),
                ("openinference.project.name", "coder")];
        foreach (var turn in episode.Turns)
        {
            yield return new Span(
                resource, episode.TraceId, turn.ChatSpanId, episode.RootSpanId, "ChatCompletion", host.Stamp(turn.ChatStart),
                host.Stamp(turn.ChatEnd),
                [(Kind, "LLM"), ("llm.model_name", "policy"), .. turn.Calls.SelectMany(Asked)]);
            foreach (var call in turn.Calls)
            {
                yield return new Span(
                    resource, episode.TraceId, call.SpanId, episode.RootSpanId, "bash", host.Stamp(call.Start), host.Stamp(call.End),
                    [(Kind, "TOOL"), ("tool.name", "bash"), ("tool_call.id", call.CallId),
                    ("input.value", JsonText.Object(w => w.WriteString("command", call.Command)))]);
            }
        }

        yield return new Span(
            resource, episode.TraceId, episode.RootSpanId, null, "agent", host.Stamp(episode.Start), host.Stamp(episode.End),
            [
                (Kind, "AGENT"), ("session.id", episode.Id), ("sandbox.id", episode.Sandbox.Id), ("rl.episode.id", episode.Id), ("rl.step",
                    episode.Place.Step),
                ("input.value", episode.Task.Prompt),
            ]);
    }

    private static IEnumerable<(string, object)> Asked(SimulatedCall call, int index)
    {
        var prefix = $"llm.output_messages.0.message.tool_calls.{index}.tool_call.";
        yield return (prefix + "id", call.CallId);
        yield return (prefix + "function.name", "bash");
    }
}
