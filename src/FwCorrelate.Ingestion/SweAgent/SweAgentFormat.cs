// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Ingestion.Transcripts;

namespace FwCorrelate.Ingestion.SweAgent;

/// <summary>
/// Trajectories of SWE-agent (<c>.traj</c>; SWE-agent/SWE-agent, <c>types.py</c>: <c>TrajectoryStep</c>): commands in order, without a
/// clock.
/// </summary>
internal sealed class SweAgentFormat : ITraceFormat
{
    public string Name => "swe-agent";

    public string Title => "SWE-agent trajectories (.traj)";

    public string? Lacks =>
        "any time: its calls name nobody, but lend their commands to calls of the same id in other traces; any identity";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var text = TextHead.FirstText(head);
        return text is [(byte)'{', ..] && (IsTrajectory(text) || IsHistory(text));
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new Collector(traces);

    private static bool IsTrajectory(ReadOnlySpan<byte> text) =>
        text.IndexOf("\"trajectory\""u8) >= 0 && text.IndexOf("\"action\""u8) >= 0 && text.IndexOf("\"observation\""u8) >= 0;

    private static bool IsHistory(ReadOnlySpan<byte> text) =>
        text.IndexOf("\"history\""u8) >= 0 && text.IndexOf("\"role\""u8) >= 0 && text.IndexOf("\"agent\""u8) >= 0
            && text.IndexOf("\"timestamp\""u8) < 0;

    private sealed class Collector(TraceCase traces) : ValueCollector(traces)
    {
        private readonly List<UntimedEpisode> _episodes = [];

        public override TraceContents Finish() => new([], [], []) { Untimed = [.. _episodes.SelectMany(e => e.Calls)] };

        protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
        {
            var steps = JsonMembers.Items(JsonMembers.Get(value, "trajectory")).ToList();
            var history = JsonMembers.Items(JsonMembers.Get(value, "history")).ToList();
            if (steps.Count + history.Count == 0)
                return "is no trajectory, expected an object with 'trajectory' or 'history'";
            var episode = new UntimedEpisode(origin.Sha256, null, TaskOf(value), null);
            _episodes.Add(episode);
            var index = 0;
            foreach (var step in steps.Count > 0 ? steps : history.FindAll(m => JsonMembers.Text(m, "role") == "assistant"))
            {
                var calls = MessageList.CallsOf(step).ToList();
                var action = JsonMembers.Text(step, "action")?.TrimEnd();

                // The command line is what was run; the model's call, where there is one, gives it an id.
                var call = calls is [var only] ? only : new RequestedCall(null, "bash", null);
                if (!string.IsNullOrEmpty(action))
                    episode.Add(call with { Arguments = action }, origin with { Index = index++ });
                else
                    calls.ForEach(c => episode.Add(c, origin with { Index = index++ }));
                tally.Count();
            }

            return null;
        }

        private static string? TaskOf(JsonElement value)
        {
            if (JsonMembers.Text(value, "replay_config") is not { } replay)
                return null;
            try
            {
                using var config = LenientJson.Parse(replay);
                return JsonMembers.Text(JsonMembers.Get(config.RootElement, "problem_statement"), "id");
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
