// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// Episodes as ROLL's OpenTelemetry spans: <c>pipeline_step</c> &gt; <c>rollout</c> &gt; <c>trajectory</c> &gt; <c>generate</c>,
/// <c>step</c> (alibaba/ROLL, <c>traj_env_manager</c>), with the sandbox on the trajectory and the command on the step, which ROLL leaves
/// to its users.
/// </summary>
internal sealed class RollSpans(SeededRandom random, string trainer)
{
    private static readonly Duration Training = Duration.FromSeconds(225);

    /// <summary>The spans of one training step; all its episodes share a trace.</summary>
    /// <param name="rollout">Begin and end of the step's rollout.</param>
    public IEnumerable<Span> OfStep(int step, (Instant Start, Instant End) rollout, IReadOnlyList<SimulatedEpisode> episodes)
    {
        var (traceId, stepSpan, rolloutSpan) = (episodes[0].TraceId, random.Hex(16), random.Hex(16));
        IReadOnlyList<(string, string)> resource =
            [("service.name", "roll-pipeline"), ("host.name", trainer), ("exp_name", episodes[0].Place.RunId)];
        yield return new Span(
            resource, traceId, stepSpan, null, "pipeline_step", rollout.Start, rollout.End + Training, [("global_step", step)]);
        yield return new Span(resource, traceId, rolloutSpan, stepSpan, "rollout", rollout.Start, rollout.End, []);
        foreach (var span in episodes.SelectMany(e => OfEpisode(e, rolloutSpan)))
            yield return span;
    }

    private static IEnumerable<Span> OfEpisode(SimulatedEpisode episode, string rolloutSpan)
    {
        var (host, place) = (episode.Sandbox.Host, episode.Place);
        IReadOnlyList<(string, string)> resource = [("service.name", "env-manager"), ("host.name", host.Id), ("exp_name", place.RunId)];
        yield return new Span(
            resource, episode.TraceId, episode.RootSpanId, rolloutSpan, "trajectory", host.Stamp(episode.Start), host.Stamp(episode.End),
            [
                ("traj_id", $"swe_{place.Group}_{place.Step}_{place.Environment}"), ("traj_group_id", $"swe_{place.Group}_{place.Step}"),
                ("env_id", place.Environment), ("group_id", place.Group), ("episode_id", episode.Id), ("sandbox.id", episode.Sandbox.Id),
            ]);
        foreach (var turn in episode.Turns)
        {
            yield return new Span(
                resource, episode.TraceId, turn.ChatSpanId, episode.RootSpanId, "generate", host.Stamp(turn.ChatStart),
                host.Stamp(turn.ChatEnd), []);
            foreach (var call in turn.Calls)
            {
                yield return new Span(
                    resource, episode.TraceId, call.SpanId, episode.RootSpanId, "step", host.Stamp(call.Start), host.Stamp(call.End),
                    [.. GenAiSpans.ToolAttributes(call).Skip(1)]);
            }
        }
    }
}
