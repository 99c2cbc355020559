// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Conversations;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Ingestion.Transcripts;

namespace FwCorrelate.Ingestion.Codex;

/// <summary>
/// Session files of Codex (<c>~/.codex/sessions/**/rollout-*.jsonl</c>; openai/codex, <c>protocol</c>: <c>RolloutLine</c>,
/// <c>ResponseItem</c>), one record a line. Fields are renamed from version to version: kinds that are not known are counted and ignored.
/// </summary>
internal sealed class CodexFormat : ITraceFormat
{
    /// <summary>What a shell that goes on in the background answers with (<c>exec_command</c>).</summary>
    private const string StillRunning = "Process running with session ID";

    public string Name => "codex";

    public string Title => "Codex session files (rollout JSONL)";

    public string? Lacks =>
        "any identity: a lease whose owner_id is the session's id joins it; when a call ran within the time between request and result";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (line is [(byte)'{', ..] && line.IndexOf("\"payload\""u8) > 0 && line.IndexOf("\"timestamp\""u8) > 0
                && line.IndexOf("\"type\""u8) > 0
                && (line.IndexOf("\"session_meta\""u8) > 0 || line.IndexOf("\"response_item\""u8) > 0
                || line.IndexOf("\"turn_context\""u8) > 0))
                return true;
        }

        return false;
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new Collector(traces);

    private sealed class Collector(TraceCase traces) : SessionCollector(traces)
    {
        private readonly List<(SessionRecord Record, Tally Tally)> _early = [];
        private string? _session;

        protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
        {
            var payload = JsonMembers.Get(value, "payload");
            if (value.ValueKind != JsonValueKind.Object || payload.ValueKind != JsonValueKind.Object)
                return "is no record of a session, expected an object with 'type' and 'payload'";
            if (!SpanTimes.TryRead(JsonMembers.Get(value, "timestamp"), file.Source.Zone, out var time))
                return $"has no usable timestamp, expected {SpanTimes.Expectation}";

            // A session that goes on from another repeats its meta record; the first one is the file's own.
            if (JsonMembers.Text(value, "type") == "session_meta")
                _session ??= JsonMembers.Text(payload, "id") ?? JsonMembers.Text(payload, "session_id");
            else if (RecordOf(
                JsonMembers.Text(value, "type"), payload, new SessionRecord(SessionRecordKind.Other, time, origin)) is { } record)
            {
                _early.Add((record, tally));
                return null;
            }

            tally.Ignored++;
            return null;
        }

        // A file whose first record is lost has a session all the same: its first record's content names it.
        protected override void EndFile(InputFile file)
        {
            if (_early.Count > 0)
            {
                var session = Session(_session ?? _early[0].Record.Origin.Sha256);
                foreach (var (record, tally) in _early)
                    Add(session, record, tally);
            }

            _session = null;
            _early.Clear();
        }

        private static SessionRecord? RecordOf(string? type, JsonElement payload, SessionRecord record)
        {
            var kind = JsonMembers.Text(payload, "type");
            if (type != "response_item")
                return type == "event_msg" && kind is "user_message" or "task_started" or "turn_aborted" ? record : null;
            return kind switch
            {
                "function_call" or "custom_tool_call" => WithCall(record, payload, JsonMembers.Text(payload, "name"),
                    JsonMembers.Get(payload, kind == "function_call" ? "arguments" : "input")),
                "local_shell_call" => WithCall(record, payload, "local_shell", JsonMembers.Get(payload, "action")),
                "web_search_call" => WithCall(record, payload, "web_search", JsonMembers.Get(payload, "action")) with { GoesOn = false },
                "function_call_output" or "custom_tool_call_output" or "local_shell_call_output" => record with
                {
                    Kind = SessionRecordKind.Result,
                    CallId = JsonMembers.Text(payload, "call_id"),
                    GoesOn = JsonMembers.TextOrJson(JsonMembers.Get(payload, "output"))?.Contains(
                        StillRunning, StringComparison.Ordinal) == true,
                },
                "reasoning" => record with { Kind = SessionRecordKind.Model },
                "message" => JsonMembers.Text(payload, "role") switch
                {
                    "assistant" => record with { Kind = SessionRecordKind.Model },
                    "system" or "developer" => record with { Role = MessageRole.System },
                    _ => record with { Role = MessageRole.Task },
                },
                _ => null,
            };
        }

        private static SessionRecord WithCall(SessionRecord record, JsonElement payload, string? tool, JsonElement arguments)
        {
            var id = JsonMembers.Text(payload, "call_id") ?? JsonMembers.Text(payload, "id");
            return record with
            {
                Kind = SessionRecordKind.Model,
                CallId = id,
                Call = new RequestedCall(id, tool, JsonMembers.TextOrJson(arguments)),
            };
        }
    }
}
