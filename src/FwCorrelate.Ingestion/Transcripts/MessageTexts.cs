// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Conversations;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Transcripts;

/// <summary>Opens messages again, by where they stand.</summary>
public static class MessageTexts
{
    private const int LongestRecord = 64 * 1024 * 1024;
    private const int Deepest = 64;
    private static readonly string[] SpokenMembers =
        ["text", "content", "thinking", "reasoning", "reasoning_content", "thought", "summary", "message", "parts", "payload"];
    private static readonly JsonReaderOptions Options = new() { MaxDepth = int.MaxValue, AllowMultipleValues = true };

    /// <summary>The texts of messages of one file.</summary>
    /// <param name="messages">In any order; all of <paramref name="input"/>.</param>
    /// <returns>By message: its texts in order, one but for whole conversations. A message that cannot be opened is left out.</returns>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static IReadOnlyDictionary<EpisodeMessage, IReadOnlyList<MessageText>> Read(
        CaseInput input, IEnumerable<EpisodeMessage> messages)
    {
        var texts = new Dictionary<EpisodeMessage, IReadOnlyList<MessageText>>();
        using var opened = OpenedInput.Open(input, isHashed: false);
        var text = new ForwardBytes(opened);
        foreach (var atOffset in messages.GroupBy(m => m.Origin.Offset).OrderBy(g => g.Key))
        {
            try
            {
                if (text.ValueAt(atOffset.Key, LongestRecord) is not { } bytes)
                    continue;
                using var document = LenientJson.Parse(bytes);
                foreach (var message in atOffset)
                    texts[message] = TextsOf(message, document.RootElement);
            }
            catch (JsonException)
            {
                // What was read once and is no JSON now has changed: it tells nothing.
            }
        }

        return texts;
    }

    private static IReadOnlyList<MessageText> TextsOf(EpisodeMessage message, JsonElement record)
    {
        if (message.Role == MessageRole.Conversation)
            return SpanConversation.Of(record, message.Origin);
        // Of a list that is one record, the element; of a record that is one message, all of it.
        var list = JsonMembers.Get(record, "history") is { ValueKind: JsonValueKind.Array } history ? history : record;
        var element = list.ValueKind == JsonValueKind.Array
            ? JsonMembers.Items(list).SelectMany(e => e.ValueKind == JsonValueKind.Array ? JsonMembers.Items(e) : [e])
            .ElementAtOrDefault(message.Origin.Index) : record;
        if (element.ValueKind == JsonValueKind.Undefined)
            return [];
        var (all, spoken) = (new StringBuilder(), new StringBuilder());
        Collect(element, all, spoken, isSpoken: false, 0);
        return [new MessageText(message.Role, all.ToString(), spoken.ToString().Trim(), message.Origin)];
    }

    /// <summary>All texts of a value, and those of members that hold prose.</summary>
    internal static (string All, string Spoken) Collect(JsonElement element)
    {
        var (all, spoken) = (new StringBuilder(), new StringBuilder());
        Collect(element, all, spoken, isSpoken: element.ValueKind == JsonValueKind.String, 0);
        return (all.ToString(), spoken.ToString().Trim());
    }

    private static void Collect(JsonElement element, StringBuilder all, StringBuilder spoken, bool isSpoken, int depth)
    {
        if (depth > Deepest)
            return;
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                var text = element.GetString()!;
                all.Append(text).Append('\n');
                if (isSpoken)
                    spoken.Append(text).Append('\n');
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, all, spoken, isSpoken, depth + 1);
                break;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                    Collect(member.Value, all, spoken, Array.IndexOf(SpokenMembers, member.Name) >= 0, depth + 1);
                break;
            default:
                break;
        }
    }

    /// <summary>A text that is read forward once, in which JSON values are opened by their offset.</summary>
    private sealed class ForwardBytes(OpenedInput input)
    {
        private byte[] _buffer = new byte[64 * 1024];
        private int _length;
        private long _position;
        private bool _isAtEnd;

        public ReadOnlyMemory<byte>? ValueAt(long offset, int longest)
        {
            while (_position + _length <= offset)
            {
                _position += _length;
                _length = 0;
                if (!ReadMore())
                    return null;
            }

            var skipped = (int)(offset - _position);
            if (skipped < 0)
                return null;
            _buffer.AsSpan(skipped, _length - skipped).CopyTo(_buffer);
            (_length, _position) = (_length - skipped, offset);
            while (true)
            {
                var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), _isAtEnd, new JsonReaderState(Options));
                if (reader.Read() && reader.TrySkip())
                    return _buffer.AsMemory(0, (int)reader.BytesConsumed).ToArray();
                if (_isAtEnd || _length >= longest)
                    return null;
                ReadMore();
            }
        }

        private bool ReadMore()
        {
            if (_length == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var read = input.Read(_buffer.AsSpan(_length));
            _length += read;
            _isAtEnd |= read == 0;
            return read > 0;
        }
    }
}
