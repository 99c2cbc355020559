// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Conversations;

namespace FwCorrelate.Ingestion.Transcripts;

/// <summary>Where the messages of all traces of a case stand.</summary>
internal sealed class MessageLog
{
    private readonly Dictionary<string, List<EpisodeMessage>> _messages = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> _lacking = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, IReadOnlyList<EpisodeMessage>> All =>
        _messages.ToDictionary(m => m.Key, m => (IReadOnlyList<EpisodeMessage>)m.Value, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Lacking => _lacking;

    /// <summary>Adds the next message of a trace's conversation.</summary>
    public void Add(EpisodeMessage message)
    {
        if (!_messages.TryGetValue(message.TraceId, out var messages))
            _messages.Add(message.TraceId, messages = []);
        messages.Add(message);
    }

    /// <summary>Notes why messages of a trace may be missing; the first reason stays.</summary>
    public void Lack(string traceId, string reason) => _lacking.TryAdd(traceId, reason);
}
