// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Commands;
using FwCorrelate.Conversations;
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.Transcripts;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service;

/// <summary>
/// Says of each incident with a named call where its destination was first mentioned, by opening the messages of the call's conversation
/// again. What one chunk of incidents needs is held at a time.
/// </summary>
internal sealed class OriginStage(Timeline timeline, IReadOnlyDictionary<string, CaseInput> inputs)
{
    private const int ChunkLength = 32;
    private const int MostTerms = 100;
    private const int ShortestCallId = 6;

    /// <summary>Longest conversation that is opened, in messages.</summary>
    private const int MostMessages = 20_000;
    private static readonly Duration Tolerance = Duration.FromSeconds(1);
    private readonly Lazy<Dictionary<(string, long), string>> _traceAt = new(() => TracesByPlace(timeline));

    /// <summary>The incidents with their origins.</summary>
    public IReadOnlyList<Incident> Run(IReadOnlyList<Incident> incidents)
    {
        var done = new List<Incident>(incidents.Count);
        foreach (var chunk in incidents.Chunk(ChunkLength))
        {
            List<(Incident Incident, ToolCall? Call, IReadOnlyList<EpisodeMessage> Messages, string? Trace)> asked =
                [.. chunk.Select(Asked)];
            var texts = Open(asked.SelectMany(a => a.Messages).Distinct());
            done.AddRange(asked.Select(a => a.Call is null
                ? a.Incident with
                {
                    Origin = new DestinationOrigin(
                    "unknown")
                    { Reason = "no call is named, so that there is no conversation to search" }
                }
                : a.Incident with { Origin = OriginOf(a.Incident, a.Call, a.Messages, a.Trace, texts) }));
        }

        return done;
    }

    private (Incident Incident, ToolCall? Call, IReadOnlyList<EpisodeMessage> Messages, string? Trace) Asked(Incident incident)
    {
        if (incident.NamedCalls is not [var call, ..])
            return (incident, null, [], null);
        var trace = TraceOf(call);
        var messages = trace is null ? [] : timeline.Messages[trace];
        if (messages is [{ Role: MessageRole.Conversation }, ..])
        {
            // What the model was given last holds all that came before.
            var last = messages.LastOrDefault(m => m.Role == MessageRole.Conversation && m.Time <= call.Start.Value);
            messages = last is null ? [] : [last];
        }

        return (incident, call, messages.Count > MostMessages ? [] : messages, trace);
    }

    // A call of several traces has its messages in one of them.
    private string? TraceOf(ToolCall call)
    {
        if (timeline.Messages.ContainsKey(call.TraceId))
            return call.TraceId;
        foreach (var origin in call.OtherOrigins)
        {
            if (_traceAt.Value.TryGetValue((origin.File, origin.Offset), out var trace))
                return trace;
        }

        return null;
    }

    private static Dictionary<(string, long), string> TracesByPlace(Timeline timeline)
    {
        var traces = new Dictionary<(string, long), string>();
        foreach (var message in timeline.Messages.Values.SelectMany(m => m))
            traces.TryAdd((message.Origin.File, message.Origin.Offset), message.TraceId);
        return traces;
    }

    private Dictionary<EpisodeMessage, IReadOnlyList<MessageText>> Open(IEnumerable<EpisodeMessage> messages)
    {
        var texts = new Dictionary<EpisodeMessage, IReadOnlyList<MessageText>>();
        foreach (var ofFile in messages.Where(m => m.Origin.Document is null).GroupBy(m => m.Origin.File))
        {
            if (!inputs.TryGetValue(ofFile.Key, out var input))
                continue;
            try
            {
                foreach (var (message, told) in MessageTexts.Read(input, ofFile))
                    texts[message] = told;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The file is gone since it was read: its messages are missing, and that is what is said.
            }
        }

        return texts;
    }

    private DestinationOrigin OriginOf(
        Incident incident, ToolCall call, IReadOnlyList<EpisodeMessage> messages, string? trace,
        Dictionary<EpisodeMessage, IReadOnlyList<MessageText>> texts)
    {
        if (trace is null || messages.Count == 0)
            return new DestinationOrigin("unknown") { Reason = "the trace holds no messages" };
        var lacks = timeline.MessagesLacking.GetValueOrDefault(trace);
        if (messages.Any(m => !texts.ContainsKey(m)))
            lacks ??= "messages could not be opened again";
        List<MessageText> told = [.. messages.Where(texts.ContainsKey).SelectMany(m => texts[m])];
        told = messages is [{ Role: MessageRole.Conversation }] ? told : Until(call, messages, texts, ref lacks);
        if (told.Count == 0)
            return new DestinationOrigin("unknown") { Reason = lacks ?? "the span of the model call before it carries no messages" };
        if (!told.Exists(m => m.Role is MessageRole.Task or MessageRole.System))
            lacks ??= "the messages do not hold the task";
        if (told.Exists(m => m.Text.Contains("attachment://", StringComparison.Ordinal)))
            lacks ??= "long texts stand outside of the messages";
        if (messages is [{ Role: MessageRole.Conversation }]
            && told.Count(m => m.Role == MessageRole.ToolResult) < CallsBefore(call, messages[0]))
            lacks ??= "the model was given fewer results of tools than there were calls before: earlier messages were left out";
        return OriginSearch.Find(told, Terms(incident, call, ref lacks), DeedWords.Of(incident.Rule.Family), lacks);
    }

    private int CallsBefore(ToolCall call, EpisodeMessage message) => timeline.Calls
        .Where(c => c.EpisodeId == call.EpisodeId && c.RunId == call.RunId && c.TraceId == call.TraceId && !c.IsOpen)
        .Where(c => c.End.Value < message.Time).Select(c => c.CallId).Distinct(StringComparer.Ordinal).Count();

    // Up to the message that asks for the call.
    private static List<MessageText> Until(
        ToolCall call, IReadOnlyList<EpisodeMessage> messages, Dictionary<EpisodeMessage, IReadOnlyList<MessageText>> texts,
        ref string? lacks)
    {
        var told = new List<MessageText>();
        foreach (var message in messages)
        {
            var own = texts.GetValueOrDefault(message, []);
            if (message.Time is { } time && time > call.Start.Latest + Tolerance)
                return told;
            told.AddRange(own);
            var asks = message.Role == MessageRole.Model && (IsPlaceOf(message.Origin, call)
                || (call.CallId.Length >= ShortestCallId && own.Any(m => m.Text.Contains(call.CallId, StringComparison.Ordinal))));
            if (asks)
                return told;
        }

        if (messages.Any(m => m.Time is null))
            lacks ??= "no message asks for the call by its id";
        return told;
    }

    private static bool IsPlaceOf(RecordOrigin origin, ToolCall call) =>
        Same(origin, call.Origin) || call.OtherOrigins.Any(o => Same(origin, o));

    private static bool Same(RecordOrigin a, RecordOrigin b) => a.File == b.File && a.Offset == b.Offset && a.Index == b.Index;

    // By the address where the command names it; else by its only domain, since nothing tells which of several leads there.
    private static List<string> Terms(Incident incident, ToolCall call, ref string? lacks)
    {
        List<string> terms = [.. incident.Destinations.Take(MostTerms).Select(d => d.Address.ToString())];
        var reading = CommandReading.Of(call);
        terms.AddRange(reading.Patterns);
        if (incident.Destinations.Any(d => reading.Names(d.Address, d.Port, "").Kind != MentionKind.None) && reading.Patterns.Count == 0)
            return terms;
        if (reading.Domains.Count == 1)
            terms.Add(reading.Domains[0]);
        else if (reading.Domains.Count > 1)
            lacks ??= "the command names several domains, and nothing tells which of them leads to the destination";
        return terms;
    }
}
