// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Conversations;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Ingestion.Transcripts;

namespace FwCorrelate.Ingestion.OpenHands;

/// <summary>
/// Events of OpenHands: version 1 (OpenHands/software-agent-sdk, <c>ActionEvent</c> and <c>ObservationEvent</c>, one a line), version 0
/// (<c>action</c> and <c>observation</c> with <c>cause</c>, a list) and the <c>history</c> of its evaluations. Stamps are local times
/// without a zone.
/// </summary>
internal sealed class OpenHandsFormat : ITraceFormat
{
    public string Name => "openhands";

    public string Title => "OpenHands events (versions 0 and 1, evaluation output)";

    public string? Lacks =>
        "the zone of its stamps (set zones: {openhands: ZONE}); addresses: the pod's name is the observation's hostname";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var text = TextHead.FirstText(head);
        if (text is not [(byte)'{' or (byte)'[', ..] || text.IndexOf("\"source\""u8) < 0 || text.IndexOf("\"timestamp\""u8) < 0)
            return false;
        var isFirst = text.IndexOf("\"action\""u8) >= 0 && text.IndexOf("\"args\""u8) >= 0 && text.IndexOf("\"message\""u8) >= 0;
        return isFirst
            || (text.IndexOf("\"kind\""u8) >= 0 && (text.IndexOf("ActionEvent\""u8) >= 0 || text.IndexOf("ObservationEvent\""u8) >= 0
            || text.IndexOf("\"ConversationStateUpdateEvent\""u8) >= 0));
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new OpenHandsCollector(traces);
}

internal sealed class OpenHandsCollector(TraceCase traces) : SessionCollector(traces)
{
    /// <summary>Actions of version 0 that run nothing.</summary>
    private static readonly HashSet<string> NoTools = new(StringComparer.Ordinal)
    {
        "message", "finish", "think", "recall", "system", "change_agent_state", "null", "start", "pause", "resume", "stop",
            "condensation", "add_task", "modify_task", "reject",
    };

    private readonly List<(SessionRecord Record, Tally Tally)> _ofFile = [];
    private readonly SortedSet<string> _hosts = new(StringComparer.Ordinal);

    protected override string? Take(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
    {
        if (value.ValueKind == JsonValueKind.Object && JsonMembers.Get(value, "history").ValueKind == JsonValueKind.Array)
            return TakeEvaluation(value, origin, file, tally);
        var problem = value.ValueKind == JsonValueKind.Array ? TakeEvents(value, origin, file, tally)
            : TakeEvent(value, origin, file, tally);
        return problem;
    }

    protected override void EndFile(InputFile file) => EndSession(null, null);

    private string? TakeEvaluation(JsonElement value, RecordOrigin origin, InputFile file, Tally tally)
    {
        var problem = TakeEvents(JsonMembers.Get(value, "history"), origin, file, tally);
        var task = JsonMembers.Text(value, "instance_id");
        EndSession(task is null ? null : $"{task}/{origin.Sha256[..12]}", task);
        return problem;
    }

    // Events carry no conversation: what they hold names it.
    private void EndSession(string? id, string? task)
    {
        if (_ofFile.Count > 0)
        {
            var first = _ofFile.MinBy(r => (r.Record.Time.Value, r.Record.Origin.Offset, r.Record.Origin.Index)).Record;
            var session = Session(id ?? (first.Id is { Length: > 8 } own ? own : first.Origin.Sha256));
            session.Spans.Set(TranscriptNames.Task, task);
            if (_hosts.Count == 1)
                session.Spans.Set(TranscriptNames.Pod, _hosts.Min);
            foreach (var (record, tally) in _ofFile)
                Add(session, record, tally);
        }

        _ofFile.Clear();
        _hosts.Clear();
    }

    private string? TakeEvents(JsonElement events, RecordOrigin origin, InputFile file, Tally tally)
    {
        var index = 0;
        foreach (var item in events.EnumerateArray())
        {
            // Pairs of an action and its observation, as older evaluations wrote them.
            foreach (var part in item.ValueKind == JsonValueKind.Array ? JsonMembers.Items(item) : [item])
            {
                if (TakeEvent(part, origin with { Index = index++ }, file, tally) is { } problem)
                    tally.Reject(origin.Line, origin.Offset, $"event {index - 1} '{Excerpt.Of(part.GetRawText())}' {problem}");
            }
        }

        return null;
    }

    private string? TakeEvent(JsonElement item, RecordOrigin origin, InputFile file, Tally tally)
    {
        if (item.ValueKind != JsonValueKind.Object)
            return "is no event, expected an object";
        if (JsonMembers.Get(item, "kind").ValueKind == JsonValueKind.Undefined
            && JsonMembers.Get(item, "action").ValueKind == JsonValueKind.Undefined
            && JsonMembers.Get(item, "observation").ValueKind == JsonValueKind.Undefined)
        {
            tally.Ignored++;
            return null;
        }

        if (!SpanTimes.TryRead(JsonMembers.Get(item, "timestamp"), file.Source.Zone, out var time))
            return $"has no usable timestamp, expected {SpanTimes.Expectation}";
        NoteHost(item);
        var record = new SessionRecord(SessionRecordKind.Other, time, origin, JsonMembers.Text(item, "id"));
        record = JsonMembers.Text(item, "kind") is { } kind ? OfVersion1(item, kind, record) : OfVersion0(item, record with { Id = null });
        _ofFile.Add((record, tally));
        return null;
    }

    private void NoteHost(JsonElement item)
    {
        var host = JsonMembers.Text(JsonMembers.Get(item, "observation", "metadata"), "hostname") ?? JsonMembers.Text(
            JsonMembers.Get(item, "extras", "metadata"), "hostname");
        if (host is { Length: <= SpanAttributes.LongestId })
            _hosts.Add(host);
    }

    private static SessionRecord OfVersion1(JsonElement item, string kind, SessionRecord record)
    {
        var call = JsonMembers.Text(item, "tool_call_id");
        if (kind == "ActionEvent")
        {
            var action = JsonMembers.Get(item, "action");
            var arguments = JsonMembers.TextOrJson(action) ?? JsonMembers.TextOrJson(JsonMembers.Get(item, "tool_call", "arguments"));
            var isTool = JsonMembers.Text(item, "tool_name") is not ("finish" or "think");
            return record with
            {
                Kind = SessionRecordKind.Model,
                TurnId = JsonMembers.Text(item, "llm_response_id"),
                CallId = isTool ? call : null,
                Call = isTool ? new RequestedCall(call, JsonMembers.Text(item, "tool_name"), arguments) : null,
            };
        }

        if (call is not null)
            return record with { Kind = SessionRecordKind.Result, CallId = call };
        return kind switch
        {
            "MessageEvent" when JsonMembers.Text(item, "source") == "agent" => record with { Kind = SessionRecordKind.Model },
            "MessageEvent" => record with { Role = MessageRole.Task },
            "SystemPromptEvent" => record with { Role = MessageRole.System },
            _ => record,
        };
    }

    private static SessionRecord OfVersion0(JsonElement item, SessionRecord record)
    {
        if (JsonMembers.Text(item, "cause") is { } cause && JsonMembers.Get(item, "observation").ValueKind == JsonValueKind.String)
            return record with { Kind = SessionRecordKind.Result, CallId = cause };
        if (JsonMembers.Text(item, "action") is not { } action)
            return record;
        if (JsonMembers.Text(item, "source") is not ("agent" or null))
            return action is "message" or "system" ? record with { Role = action == "system" ? MessageRole.System : MessageRole.Task }
                : record;
        var isTool = !NoTools.Contains(action);
        return record with
        {
            Kind = SessionRecordKind.Model,

            // What one answer of the model asked for shares its id.
            TurnId = JsonMembers.Text(JsonMembers.Get(item, "tool_call_metadata", "model_response"), "id"),
            CallId = isTool ? JsonMembers.Text(item, "id") : null,
            Call = isTool ? new RequestedCall(
                JsonMembers.Text(item, "id"), JsonMembers.Text(JsonMembers.Get(item, "tool_call_metadata"), "function_name") ?? action,
                JsonMembers.TextOrJson(JsonMembers.Get(item, "args"))) : null,
        };
    }
}
