// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Conversations;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Ingestion.Transcripts;

namespace FwCorrelate.Ingestion.ClaudeCode;

/// <summary>
/// Session files of Claude Code (<c>~/.claude/projects/*/*.jsonl</c>), one message a line. There is no published schema; what is read are
/// the messages of Anthropic's API within them (<c>tool_use</c>, <c>tool_result</c>) and the fields around them.
/// </summary>
internal sealed class ClaudeCodeFormat : ITraceFormat
{
    public string Name => "claude-code";

    public string Title => "Claude Code session files (JSONL)";

    public string? Lacks =>
        "any identity: a lease whose owner_id is the session's id joins it; when a call ran within the time between request and result";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line is [(byte)'{', ..] && line.IndexOf("\"sessionId\""u8) > 0 && line.IndexOf("\"type\""u8) > 0
                && (line.IndexOf("\"parentUuid\""u8) > 0 || line.IndexOf("\"uuid\""u8) > 0))
                return true;
        }

        return false;
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new Collector(traces);

    private sealed class Collector(TraceCase traces) : SessionCollector(traces)
    {
        protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
        {
            if (value.ValueKind != JsonValueKind.Object || JsonMembers.Text(value, "type") is not { } type)
                return "is no record of a session, expected an object with 'type'";
            if (type is not ("user" or "assistant"))
            {
                // Summaries, snapshots, progress and hooks: kinds come and go with versions.
                tally.Ignored++;
                return null;
            }

            if (JsonMembers.Text(value, "sessionId") is not { } id)
                return "has no sessionId, expected one";
            if (!SpanTimes.TryRead(JsonMembers.Get(value, "timestamp"), file.Source.Zone, out var time))
                return $"has no usable timestamp, expected {SpanTimes.Expectation}";
            var session = Session(id);
            var record = new SessionRecord(SessionRecordKind.Other, time, origin, JsonMembers.Text(value, "uuid"));
            if (type == "assistant")
                TakeMessage(value, record with
                {
                    Kind = SessionRecordKind.Model,
                    TurnId = JsonMembers.Text(JsonMembers.Get(value, "message"), "id")
                }, session, tally);
            else
                TakeResults(value, record, session, tally);
            return null;
        }

        private static void TakeMessage(JsonElement value, SessionRecord record, SessionDraft session, Tally tally)
        {
            var index = 0;
            foreach (var part in JsonMembers.Items(JsonMembers.Get(value, "message", "content"))
                .Where(p => JsonMembers.Text(p, "type") == "tool_use"))
            {
                var input = JsonMembers.Get(part, "input");
                var call = new RequestedCall(JsonMembers.Text(part, "id"), JsonMembers.Text(part, "name"), JsonMembers.TextOrJson(input));
                var goesOn = JsonMembers.Get(input, "run_in_background").ValueKind == JsonValueKind.True;
                Add(session, record with
                {
                    Id = PartOf(record.Id, index),
                    CallId = call.Id,
                    Call = call,
                    GoesOn = goesOn,
                    Origin = record.Origin with { Index = index++ }
                }, tally);
            }

            if (index == 0)
                Add(session, record, tally);
        }

        private static void TakeResults(JsonElement value, SessionRecord record, SessionDraft session, Tally tally)
        {
            var index = 0;
            foreach (var part in JsonMembers.Items(JsonMembers.Get(value, "message", "content"))
                .Where(p => JsonMembers.Text(p, "type") == "tool_result"))
            {
                Add(session, record with
                {
                    Kind = SessionRecordKind.Result,
                    Id = PartOf(record.Id, index),
                    CallId = JsonMembers.Text(part, "tool_use_id"),
                    Origin = record.Origin with { Index = index++ },
                }, tally);
            }

            // A summary that stands for what was left out is the model's own, in the user's name.
            var isSummary = JsonMembers.Get(value, "isCompactSummary").ValueKind == JsonValueKind.True;
            if (index == 0)
                Add(session, record with { Role = isSummary ? MessageRole.Model : MessageRole.Task }, tally);
        }

        private static string? PartOf(string? id, int index) => id is null ? null : FormattableString.Invariant($"{id}/{index}");
    }
}
