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

namespace FwCorrelate.Ingestion.Verifiers;

/// <summary>
/// Traces of verifiers v1 and prime-rl (<c>rollouts/step_N/…/traces.jsonl</c>), an episode a line: messages as nodes, and the times of the
/// model calls that made them. Tools have no times of their own: they ran between the end of one model call and the begin of the next.
/// </summary>
internal sealed class VerifiersFormat : ITraceFormat
{
    public string Name => "verifiers";

    public string Title => "verifiers and prime-rl traces (JSONL)";

    public string? Lacks => "times of tools: they are known between two model calls; addresses: the sandbox is the agent's runtime id";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var text = TextHead.FirstText(head);
        return text is [(byte)'{', ..] && text.IndexOf("\"nodes\""u8) >= 0 && text.IndexOf("\"agent\""u8) >= 0
            && text.IndexOf("\"task\""u8) >= 0
            && (text.IndexOf("\"sampled\""u8) >= 0 || text.IndexOf("\"timing\""u8) >= 0);
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new Collector(traces);

    private sealed record ModelCall(int Node, TimePoint Start, TimePoint End);

    private sealed class Collector(TraceCase traces) : ValueCollector(traces)
    {
        public override TraceContents Finish() => new([], [], []);

        protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
        {
            if (JsonMembers.Get(value, "nodes").ValueKind != JsonValueKind.Array)
                return "is no trace, expected an object with 'nodes'";
            var episode = new EpisodeSpans(JsonMembers.Text(value, "id") ?? origin.Sha256);
            episode.Set(TranscriptNames.Task,
                JsonMembers.Text(JsonMembers.Get(value, "task"), "key") ?? JsonMembers.Text(JsonMembers.Get(value, "task"), "hash"));
            episode.Set(TranscriptNames.Sandbox, JsonMembers.Text(JsonMembers.Get(value, "agent", "runtime"), "id"));
            episode.Set(TranscriptNames.Step, JsonMembers.Text(value, "step"));
            AddAll(episode, [.. JsonMembers.Items(JsonMembers.Get(value, "nodes"))], ModelCallsOf(value), origin, tally);
            episode.WriteTo(Traces.Spans);
            return null;
        }

        private static List<ModelCall> ModelCallsOf(JsonElement value)
        {
            var calls = new List<ModelCall>();
            foreach (var call in JsonMembers.Items(JsonMembers.Get(value, "calls")))
            {
                var time = JsonMembers.Get(call, "time");
                if (JsonMembers.Number(call, "node") is { } node and >= 0 and < 1e9
                    && SpanTimes.TryRead(JsonMembers.Get(time, "start"), DateTimeZone.Utc, out var start)
                    && SpanTimes.TryRead(JsonMembers.Get(time, "end"), DateTimeZone.Utc, out var end))
                    calls.Add(new ModelCall((int)node, start, end));
            }

            return [.. calls.OrderBy(c => c.Start.Value)];
        }

        private static void AddAll(EpisodeSpans episode, List<JsonElement> nodes, List<ModelCall> models, RecordOrigin origin, Tally tally)
        {
            var index = 0;
            for (var i = 0; i < nodes.Count; i++)
            {
                var calls = MessageList.CallsOf(JsonMembers.Get(nodes[i], "message")).ToList();
                var model = models.Find(m => m.Node == i);
                if (model is not null)
                {
                    episode.AddTurn(string.Create(CultureInfo.InvariantCulture, $"node-{i}"), model.Start, model.End,
                        new ModelOutput(calls.Count > 0, calls), origin with { Index = index });
                    tally.Count(model.Start.Value, model.End.Value);
                }

                // Stamps of nodes are taken when a turn is committed: no earlier than the model's end.
                var from = model?.End ?? (SpanTimes.TryRead(
                    JsonMembers.Get(nodes[i], "timestamp"), DateTimeZone.Utc, out var stamp) ? stamp : (TimePoint?)null);
                foreach (var call in calls)
                {
                    if (from is not { } start)
                    {
                        tally.Reject(origin.Line, origin.Offset,
                            $"node {i} asks for a tool and has no time of its model call, expected one in 'calls'");
                        continue;
                    }

                    var next = models.Find(m => m.Start.Value >= start.Value);
                    episode.AddCall(
                        string.Create(CultureInfo.InvariantCulture, $"node-{i}-call-{index}"), call,
                        start with { Basis = TimeBasis.Bracketed },
                        next is null ? null : next.Start with { Basis = TimeBasis.Bracketed }, origin with { Index = index });
                    index++;
                    tally.Count(start.Value, (next?.Start ?? start).Value);
                }
            }
        }
    }
}
