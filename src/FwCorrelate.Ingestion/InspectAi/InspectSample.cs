// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Conversations;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Ingestion.Transcripts;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.InspectAi;

/// <summary>
/// One sample of an evaluation: an episode. What it says of its long texts stands behind its events, so it is made when all is read.
/// </summary>
internal sealed class InspectSample(InspectLog log, Tally tally)
{
    private const string AttachmentMark = "attachment://";

    private readonly List<InspectEvent> _events = [];
    private readonly Dictionary<string, string> _attachments = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Value)> _metadata = [];
    private readonly List<(RequestedCall Call, RecordOrigin Origin)> _asked = [];
    private readonly List<(MessageRole Role, RecordOrigin Origin)> _messages = [];
    private string _id = "";
    private string _epoch = "1";
    private string? _uuid;

    /// <summary>Whether it was read to its end.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether a member is one that samples begin with, and logs do not.</summary>
    public static bool StartsWith(string name) => name is "id" or "epoch" or "events" or "messages" or "input" or "target";

    public void EndWhole() => IsWhole = true;

    /// <summary>Reads the member at hand.</summary>
    /// <exception cref="JsonException">It is broken.</exception>
    public void ReadMember(JsonStream json)
    {
        switch (json.Name)
        {
            case "id" or "epoch" or "uuid":
                ReadId(json, json.Name);
                break;
            case "metadata" when json.Token == JsonTokenType.StartObject:
                ReadMetadata(json);
                break;
            case "messages" when json.Token == JsonTokenType.StartArray:
                ReadMessages(json);
                break;
            case "events" when json.Token == JsonTokenType.StartArray:
                ReadEvents(json);
                break;
            case "attachments" when json.Token == JsonTokenType.StartObject:
                ReadAttachments(json);
                break;
            default:
                json.Skip();
                break;
        }
    }

    /// <summary>The sample's turns and calls.</summary>
    /// <param name="untimed">Takes its calls where it tells no time of any.</param>
    public EpisodeSpans Make(InspectLog ofLog, Tally counts, List<ToolCall> untimed)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{ofLog.EvalId}/{_id}/{_epoch}");
        var episode = new EpisodeSpans(_uuid ?? place);
        episode.Set(TranscriptNames.Run, ofLog.RunId);
        episode.Set(TranscriptNames.Task, _id.Length > 0 ? _id : ofLog.Task);
        foreach (var (name, value) in _metadata)
            episode.Set(name, value);
        new InspectEpisode(
            episode, [.. _events.Select(e => e with { Arguments = Resolved(e.Arguments), Command = Resolved(e.Command) })], counts).Make();
        if (!episode.HasSpans && _asked.Count > 0)
        {
            var calls = new UntimedEpisode(episode.TraceId, ofLog.RunId, episode[TranscriptNames.Task], episode[TranscriptNames.Sandbox]);
            _asked.ForEach(a => calls.Add(a.Call with { Arguments = Resolved(a.Call.Arguments) }, a.Origin));
            untimed.AddRange(calls.Calls);
        }

        return episode;
    }

    /// <summary>
    /// Notes where the messages stand. A solver may leave out messages that it gave the model before: then they are not whole.
    /// </summary>
    public void NoteMessages(string traceId, MessageLog messages)
    {
        foreach (var (role, origin) in _messages)
            messages.Add(new EpisodeMessage(traceId, role, null, origin));
        if (!IsWhole)
            messages.Lack(traceId, "the sample was not read to its end");
        else if (_messages.Count > 0 && _messages[0].Role is not (MessageRole.System or MessageRole.Task))
            messages.Lack(traceId, "the messages do not begin with the task");
        else if (_messages.Count(m => m.Role == MessageRole.ToolResult) < _events.Count(
            e => e.Kind == InspectEventKind.Tool && e.End is not null))
            messages.Lack(traceId, "there are fewer results of tools among the messages than calls");
    }

    private static MessageRole RoleOf(string? role) => role switch
    {
        "system" => MessageRole.System,
        "assistant" => MessageRole.Model,
        "tool" => MessageRole.ToolResult,
        _ => MessageRole.Task,
    };

    private void ReadId(JsonStream json, string name)
    {
        using var value = json.TakeValue(out _);
        var text = JsonMembers.TextOf(value.RootElement);
        if (text is null || text.Length > SpanAttributes.LongestId)
            return;
        if (name == "id")
            _id = text;
        else if (name == "epoch")
            _epoch = text;
        else
            _uuid = text;
    }

    private void ReadMetadata(JsonStream json)
    {
        using var metadata = json.TakeValue(out _);
        foreach (var member in metadata.RootElement.EnumerateObject())
        {
            if (JsonMembers.TextOf(member.Value) is { } value)
                _metadata.Add((member.Name, value));
        }
    }

    private void ReadEvents(JsonStream json)
    {
        while (json.NextItem())
        {
            using var item = json.TakeValue(out var raw);
            Take(item.RootElement, log.Origin(json.Line, json.Offset, raw), 0);
        }
    }

    // A log without events still says in its messages what was called, if not when.
    private void ReadMessages(JsonStream json)
    {
        while (json.NextItem())
        {
            using var message = json.TakeValue(out var raw);
            _messages.Add((RoleOf(JsonMembers.Text(message.RootElement, "role")), log.Origin(json.Line, json.Offset, raw)));
            var calls = InspectEvent.CallsOf(message.RootElement).ToList();
            if (JsonMembers.Text(message.RootElement, "tool_call_id") is { } answered && _asked.TrueForAll(a => a.Call.Id != answered))
                calls.Add(new RequestedCall(answered, JsonMembers.Text(message.RootElement, "function"), null));
            if (calls.Count == 0)
                continue;
            var origin = log.Origin(json.Line, json.Offset, raw);
            _asked.AddRange(calls.Select((c, i) => (c, origin with { Index = i })));
        }
    }

    // Older logs put what happened within a tool into its event.
    private void Take(JsonElement item, RecordOrigin origin, int depth)
    {
        if (item.ValueKind != JsonValueKind.Object || JsonMembers.Text(item, "event") is not { } kind)
        {
            tally.Reject(origin.Line, origin.Offset,
                $"'{Excerpt.Of(item.GetRawText())}' is no event of Inspect AI, expected an object with 'event'");
            return;
        }

        var isTimed = SpanTimes.TryRead(JsonMembers.Get(item, "timestamp"), log.File.Source.Zone, out var start);
        if (kind is "tool" or "model" or "sandbox" && !isTimed)
            tally.Reject(origin.Line, origin.Offset, $"a {kind} event has no usable timestamp, expected {SpanTimes.Expectation}");
        else if (InspectEvent.Read(
            item, kind, start, log.File.Source.Zone, origin with { Index = depth == 0 ? 0 : _events.Count }) is { } read)
            _events.Add(read);
        else
            tally.Ignored++;
        foreach (var inner in depth < 32 ? JsonMembers.Items(JsonMembers.Get(item, "events")) : [])
            Take(inner, origin, depth + 1);
    }

    private void ReadAttachments(JsonStream json)
    {
        var wanted = _events.SelectMany(e => new[] { e.Arguments, e.Command }).Concat(_asked.Select(a => a.Call.Arguments)).OfType<string>()
            .SelectMany(Marks).ToHashSet(StringComparer.Ordinal);
        while (json.NextMember())
        {
            var name = json.Name;
            if (!wanted.Contains(name))
            {
                json.Skip();
                continue;
            }

            using var value = json.TakeValue(out _);
            if (value.RootElement.ValueKind == JsonValueKind.String)
                _attachments[name] = value.RootElement.GetString()!;
        }
    }

    private static IEnumerable<string> Marks(string text)
    {
        for (var at = text.IndexOf(AttachmentMark, StringComparison.Ordinal); at >= 0; at = text.IndexOf(
            AttachmentMark, at + 1, StringComparison.Ordinal))
        {
            var start = at + AttachmentMark.Length;
            var end = start;
            while (end < text.Length && char.IsAsciiHexDigit(text[end]))
                end++;
            if (end > start)
                yield return text[start..end];
        }
    }

    // A long text is replaced as a whole by its mark: within JSON it stands between quotes.
    private string? Resolved(string? text)
    {
        if (text is null || !text.Contains(AttachmentMark, StringComparison.Ordinal))
            return text;
        foreach (var name in Marks(text).Distinct(StringComparer.Ordinal).ToList())
        {
            if (!_attachments.TryGetValue(name, out var value))
                continue;
            text = text == AttachmentMark + name ? value
                : text.Replace($"\"{AttachmentMark}{name}\"", JsonSerializer.Serialize(value), StringComparison.Ordinal);
        }

        return text;
    }
}
