// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Conversations;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Transcripts;

/// <summary>
/// An episode whose calls and results are records of their own, in several files perhaps and in any order. A call ran between the record
/// that asks for it and the record of its result: an interval that holds it, waiting for approval included, so its basis is
/// <see cref="TimeBasis.Bracketed"/>.
/// </summary>
internal sealed class SessionDraft(string id)
{
    private readonly List<SessionRecord> _records = [];

    public EpisodeSpans Spans { get; } = new(id);

    public IReadOnlyList<SessionRecord> Records => _records;

    public void Add(SessionRecord record) => _records.Add(record);

    /// <summary>The order of sessions of which one may repeat another: who began first.</summary>
    public (NodaTime.Instant Begin, string Id) Order =>
        (_records.Count == 0 ? NodaTime.Instant.MaxValue : _records.Min(r => r.Time.Value), id);

    /// <summary>Notes where its messages stand: all of them, told before or not.</summary>
    /// <param name="damaged">Files of which records could not be read.</param>
    public void NoteMessages(MessageLog messages, IReadOnlySet<string> damaged)
    {
        List<SessionRecord> spoken = [.. _records.Where(r => r.Role is not null || r.Kind != SessionRecordKind.Other)
            .OrderBy(r => r.Time.Value).ThenBy(r => r.Origin.File, StringComparer.Ordinal).ThenBy(r => r.Origin.Offset)
                .ThenBy(r => r.Origin.Index)];
        foreach (var record in spoken)
        {
            var role = record.Role ?? (record.Kind == SessionRecordKind.Model ? MessageRole.Model : MessageRole.ToolResult);
            messages.Add(new EpisodeMessage(Spans.TraceId, role, record.Time.Value, record.Origin));
        }

        if (spoken is [{ Kind: not SessionRecordKind.Other }, ..])
            messages.Lack(Spans.TraceId, "the session begins before its first record");
        foreach (var file in _records.Select(r => r.Origin.File).Distinct(StringComparer.Ordinal).Where(damaged.Contains)
            .Order(StringComparer.Ordinal))
            messages.Lack(Spans.TraceId, $"records of {file} could not be read");
    }

    /// <summary>Makes turns and calls of the records.</summary>
    /// <param name="seen">Ids of records that another session told before: resumed sessions repeat the ones that they go on from.</param>
    public EpisodeSpans Make(HashSet<string> seen)
    {
        List<SessionRecord> records = [.. _records.Where(r => r.Id is null || seen.Add(r.Id))
            .OrderBy(r => r.Time.Value).ThenBy(r => r.Origin.File, StringComparer.Ordinal).ThenBy(r => r.Origin.Offset)
                .ThenBy(r => r.Origin.Index)];
        var answers = records.Where(r => r.Kind == SessionRecordKind.Result
            && r.CallId is not null).GroupBy(r => r.CallId!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        MakeTurns(records);
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var record in records.Where(r => r.Kind == SessionRecordKind.Model && r.Call is not null))
            MakeCall(record, answers, used);
        return Spans;
    }

    private void MakeCall(SessionRecord record, Dictionary<string, SessionRecord> answers, Dictionary<string, int> used)
    {
        var key = record.CallId ?? $"call-{record.Origin.Offset}-{record.Origin.Index}";
        var answer = record.CallId is null ? null : answers.GetValueOrDefault(record.CallId);
        var isOver = answer is not null && answer.Time.Value >= record.Time.Value && !record.GoesOn && !answer.GoesOn;

        // Ids of small models repeat (call_1).
        var repeated = used[key] = used.GetValueOrDefault(key) + 1;
        Spans.AddCall(
            repeated == 1 ? key : $"{key}.{repeated}", record.Call! with { Id = record.CallId }, Bracket(record.Time), isOver
                ? Bracket(answer!.Time) : null, record.Origin);
    }

    // What a model writes in one go is one turn: by its id where the format gives one, else what stands between results.
    private void MakeTurns(List<SessionRecord> records)
    {
        List<SessionRecord> turn = [];
        SessionRecord? before = null;
        foreach (var record in records)
        {
            if (turn.Count > 0 && (record.Kind != SessionRecordKind.Model || record.TurnId != turn[0].TurnId))
            {
                AddTurn(turn, before);
                (before, turn) = (turn[^1], []);
            }

            if (record.Kind == SessionRecordKind.Model)
                turn.Add(record);
            else
                before = record;
        }

        if (turn.Count > 0)
            AddTurn(turn, before);
    }

    private void AddTurn(List<SessionRecord> turn, SessionRecord? before)
    {
        var calls = turn.Where(r => r.Call is not null).Select(r => r.Call! with { Id = r.CallId }).ToList();
        var first = turn[0];
        Spans.AddTurn(
            $"turn-{first.TurnId ?? first.Id ?? "at"}-{first.Origin.Offset}-{first.Origin.Index}", Bracket((before ?? first).Time),
            Bracket(turn[^1].Time), new ModelOutput(calls.Count > 0, calls), first.Origin);
    }

    private static TimePoint Bracket(TimePoint time) => time.Basis == TimeBasis.Clock ? time with { Basis = TimeBasis.Bracketed } : time;
}

internal enum SessionRecordKind
{
    /// <summary>Something the model wrote: text, reasoning, or a call.</summary>
    Model,

    /// <summary>The result of a call.</summary>
    Result,

    /// <summary>Anything else that happened: it ends a turn.</summary>
    Other,
}

/// <summary>One record of a session.</summary>
/// <param name="Id">Its own id, by which repeated records are known; null where the format gives none.</param>
/// <param name="TurnId">The model response that it is a part of, where told.</param>
/// <param name="Role">Who speaks in it; null where it is no message.</param>
/// <param name="GoesOn">Whether it tells that what was started goes on running after the result.</param>
internal sealed record SessionRecord(
    SessionRecordKind Kind, TimePoint Time, RecordOrigin Origin, string? Id = null, string? TurnId = null, string? CallId = null,
    RequestedCall? Call = null, bool GoesOn = false,
    MessageRole? Role = null);
