// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Ingestion.Transcripts;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.NemoGym;

/// <summary>
/// Rollouts of NeMo-Gym (NVIDIA-NeMo/Gym, <c>*_rollouts.jsonl</c>), one a line: items of OpenAI's responses, a reward and one stamp, of
/// which environments differ in whether it is the begin or the end. With <c>agent_run_time</c> that bounds the episode; the calls lie
/// somewhere in it.
/// </summary>
internal sealed class NemoGymFormat : ITraceFormat
{
    public string Name => "nemo-gym";

    public string Title => "NeMo-Gym rollouts (JSONL)";

    public string? Lacks => "times of calls: at best the episode is known (agent_run_time), so that time names nobody; addresses";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var text = TextHead.FirstText(head);
        return text is [(byte)'{', ..] && text.IndexOf("\"responses_create_params\""u8) >= 0;
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new Collector(traces);

    private sealed class Collector(TraceCase traces) : ValueCollector(traces)
    {
        private readonly List<UntimedEpisode> _untimed = [];

        public override TraceContents Finish() => new([], [], []) { Untimed = [.. _untimed.SelectMany(e => e.Calls)] };

        protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
        {
            var response = JsonMembers.Get(value, "response");
            if (response.ValueKind != JsonValueKind.Object)
                return "is no rollout, expected an object with 'responses_create_params' and 'response'";
            var id = string.Create(CultureInfo.InvariantCulture,
                $"{JsonMembers.Text(response, "id") ?? origin.Sha256}/{JsonMembers.Text(value, "_ng_task_index")}/{JsonMembers.Text(value, "_ng_rollout_index")}");
            var task = JsonMembers.Text(value, "task_id") ?? JsonMembers.Text(value, "instance_id") ?? JsonMembers.Text(
                JsonMembers.Get(value, "verifier_metadata"), "task_id");
            var sandbox = JsonMembers.Text(value, "sandbox_handle");
            var calls = JsonMembers.Items(JsonMembers.Get(response, "output")).SelectMany(MessageList.CallsOf).ToList();
            var bounds = Bounds(value, response);
            if (bounds is not { } known)
            {
                var untimed = new UntimedEpisode(id, null, task, sandbox);
                _untimed.Add(untimed);
                for (var i = 0; i < calls.Count; i++)
                    untimed.Add(calls[i], origin with { Index = i });
                tally.Count();
                return null;
            }

            var episode = new EpisodeSpans(id);
            episode.Set(TranscriptNames.Task, task);
            episode.Set(TranscriptNames.Sandbox, sandbox);
            episode.AddTurn("rollout", known.From, known.To, ModelOutput.Unknown, origin);
            for (var i = 0; i < calls.Count; i++)
                episode.AddCall(string.Create(CultureInfo.InvariantCulture, $"call-{i + 1}"), calls[i], known.From, known.To,
                    origin with { Index = i });
            episode.WriteTo(Traces.Spans);
            tally.Count(known.From.Value, known.To.Value);
            return null;
        }

        // Placeholders such as 0 and 1001 are no times (SpanTimes refuses years before 2015).
        private static (TimePoint From, TimePoint To)? Bounds(JsonElement value, JsonElement response)
        {
            if (!SpanTimes.TryRead(JsonMembers.Get(response, "created_at"), DateTimeZone.Utc, out var created)
                || JsonMembers.Number(value, "agent_run_time") is not (> 0 and < 1e7) and not null
                || JsonMembers.Number(value, "agent_run_time") is not { } seconds)
                return null;
            var run = Duration.FromSeconds(seconds) + created.Uncertainty + Duration.FromMinutes(1);
            var point = created with { Basis = TimeBasis.Step, Uncertainty = Duration.Zero };
            return (point with { Value = created.Value - run }, point with { Value = created.Value + run });
        }
    }
}
