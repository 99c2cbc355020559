// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>
/// The fields of one document, as places in its line: nested objects, dotted names and the wrapper of a search hit
/// (<c>_index</c>, <c>_id</c>, <c>_source</c>) are all read alike. Filled again for each line; nothing is allocated.
/// </summary>
internal sealed class EcsRow
{
    private const int DeepestNesting = 64;
    private const int LongestPath = 128;
    private readonly Slot[] _slots = new Slot[EcsFieldNames.Count];
    private byte[] _unescaped = new byte[1024];
    private int _unescapedLength;

    /// <summary>Reads an object to its end, and what follows it.</summary>
    /// <exception cref="JsonException">The text is not JSON, or something follows the object.</exception>
    public void Read(ref Utf8JsonReader reader)
    {
        Array.Clear(_slots);
        _unescapedLength = 0;
        Span<int> starts = stackalloc int[DeepestNesting];
        Span<char> path = stackalloc char[LongestPath];
        var (depth, length) = (0, 0);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                length = depth > 0 ? starts[--depth] : 0;
                continue;
            }

            var start = length;
            length = reader.ValueIsEscaped ? 0 : Append(path, length, reader.ValueSpan);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && length > 0 && IsEntered(path[..length], depth))
            {
                starts[depth++] = start;
                length = depth == 1 && path[..length].SequenceEqual("_source") ? 0 : length;
                continue;
            }

            var field = length == 0 ? EcsFieldNames.Unknown : EcsFieldNames.Find(path[..length]);
            if (field >= 0)
                Take(ref _slots[field], ref reader);
            else
                reader.Skip();
            length = start;
        }
    }

    /// <summary>The field's text, the first one of a list; empty where it is absent, null or an object.</summary>
    public ReadOnlySpan<byte> this[EcsField field, ReadOnlySpan<byte> line]
    {
        get
        {
            ref readonly var slot = ref _slots[(int)field];
            if (slot.Length == 0)
                return default;
            var text = line.Slice(slot.Start, slot.Length);
            if (slot.IsList)
                text = FirstOf(text);
            return slot.IsEscaped || slot.IsList ? Unescaped(text) : text;
        }
    }

    /// <summary>The first of several fields that has a text.</summary>
    public ReadOnlySpan<byte> First(ReadOnlySpan<EcsField> fields, ReadOnlySpan<byte> line)
    {
        foreach (var field in fields)
        {
            if (this[field, line] is { IsEmpty: false } text)
                return text;
        }

        return default;
    }

    /// <summary>Whether a field tells all of its text: no half of a surrogate pair stands in it.</summary>
    public bool HoldsAllOf(EcsField field, ReadOnlySpan<byte> line)
    {
        ref readonly var slot = ref _slots[(int)field];
        return !slot.IsEscaped || !JsonEscapes.HoldsHalf(line.Slice(slot.Start, slot.Length));
    }

    public bool Has(EcsField field) => _slots[(int)field].Length > 0;

    /// <summary>Whether the field is a list of more than one value.</summary>
    public bool IsFolded(EcsField field) => _slots[(int)field].Count > 1;

    /// <summary>Whether a field, or one of the values of its list, is this word.</summary>
    public bool Holds(EcsField field, ReadOnlySpan<byte> word, ReadOnlySpan<byte> line)
    {
        ref readonly var slot = ref _slots[(int)field];
        var text = line.Slice(slot.Start, slot.Length);
        if (!slot.IsList)
            return text.SequenceEqual(word);
        for (var at = text.IndexOf(word); at >= 0; at = text.IndexOf(word))
        {
            if (at > 0 && text[at - 1] == (byte)'"' && at + word.Length < text.Length && text[at + word.Length] == (byte)'"')
                return true;
            text = text[(at + word.Length)..];
        }

        return false;
    }

    private static bool IsEntered(ReadOnlySpan<char> path, int depth) =>
        depth < DeepestNesting - 1 && (EcsFieldNames.Find(path) == EcsFieldNames.Above || (depth == 0 && path.SequenceEqual("_source")));

    // A name that does not fit or is not plain ASCII belongs to none of the fields: 0 stands for no path.
    private static int Append(Span<char> path, int length, ReadOnlySpan<byte> name)
    {
        var dot = length > 0 ? 1 : 0;
        if (name.IsEmpty || length + dot + name.Length > path.Length)
            return 0;
        if (dot > 0)
            path[length++] = '.';
        foreach (var b in name)
            path[length++] = (char)b;
        return length;
    }

    private static void Take(ref Slot slot, ref Utf8JsonReader reader)
    {
        var isFirst = slot.Length == 0;
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                if (isFirst)
                    slot = new Slot((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length, reader.ValueIsEscaped, 1, IsList: false);
                break;
            case JsonTokenType.StartArray:
                var list = ReadList(ref reader);
                if (isFirst)
                    slot = list;
                break;
            case JsonTokenType.StartObject:
                reader.Skip();
                break;
            case not JsonTokenType.Null when isFirst:
                slot = new Slot((int)reader.TokenStartIndex, reader.ValueSpan.Length, false, 1, IsList: false);
                break;
        }
    }

    private static Slot ReadList(ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            count++;
            reader.Skip();
        }

        return new Slot(start, (int)reader.BytesConsumed - start, IsEscaped: true, count, IsList: true);
    }

    private static ReadOnlySpan<byte> FirstOf(ReadOnlySpan<byte> list)
    {
        var reader = new Utf8JsonReader(list);
        if (!reader.Read() || !reader.Read())
            return default;
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
            ? reader.ValueSpan : default;
    }

    private ReadOnlySpan<byte> Unescaped(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
            return text;
        if (_unescaped.Length - _unescapedLength < text.Length)
        {
            // Texts given out before keep the old array.
            _unescaped = new byte[Math.Max(2 * _unescaped.Length, 2 * text.Length)];
            _unescapedLength = 0;
        }

        var written = JsonEscapes.Unescape(text, _unescaped.AsSpan(_unescapedLength));
        var unescaped = _unescaped.AsSpan(_unescapedLength, written);
        _unescapedLength += written;
        return unescaped;
    }

    private record struct Slot(int Start, int Length, bool IsEscaped, int Count, bool IsList);
}
