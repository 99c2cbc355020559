// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Otlp;

namespace FwCorrelate.Ingestion.Transcripts;

/// <summary>Collects sessions over files: a session may stand in several, and a file may hold several.</summary>
internal abstract class SessionCollector(TraceCase traces) : ValueCollector(traces)
{
    private readonly Dictionary<string, SessionDraft> _sessions = new(StringComparer.Ordinal);

    public override TraceContents Finish()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var session in _sessions.Values.OrderBy(s => s.Order.Begin).ThenBy(s => s.Order.Id, StringComparer.Ordinal))
            session.Make(seen).WriteTo(Traces.Spans);
        return new TraceContents([], [], []);
    }

    protected SessionDraft Session(string id)
    {
        if (id.Length > SpanAttributes.LongestId)
            id = id[..SpanAttributes.LongestId];
        if (!_sessions.TryGetValue(id, out var session))
            _sessions.Add(id, session = new SessionDraft(id));
        return session;
    }

    /// <summary>Adds a record and counts it.</summary>
    protected static void Add(SessionDraft session, SessionRecord record, Tally tally)
    {
        session.Add(record);
        tally.Count(record.Time.Value, record.Time.Value);
    }
}
