// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using FwCorrelate.Sigma.Indexing;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Events;

/// <summary>
/// One JSON object, read once: where the values of the fields that rules name stand in its bytes, and which rules they make
/// worth trying. Values become texts only when a rule asks. Belongs to one thread; the next object takes its place.
/// </summary>
/// <remarks>
/// A field that stands in the object once, outside of arrays, is answered from the table. Where names repeat or an array is on
/// the way the whole object is answered by <see cref="JsonEvent"/>, which knows what that means.
/// </remarks>
internal sealed class JsonRecord(JsonFieldTree tree, FieldIndex?[] indexes, RuleIndex rules, CandidateSet candidates)
{
    /// <summary>UTF-8 bytes of an object.</summary>
    public const int MaxLength = 16 << 20;

    private static readonly JsonReaderOptions Options = new() { MaxDepth = 64 };
    private readonly Slot[] _slots = new Slot[indexes.Length];
    private readonly int[] _edgeSeen = new int[tree.Edges];
    private readonly (JsonNames Names, JsonEdge? Edge)[] _outer = new (JsonNames, JsonEdge?)[Options.MaxDepth + 1];
    private byte[] _bytes = [];
    private JsonDocument? _document;
    private int _length;
    private int _unescaped;
    private int _number;
    private bool _irregular;

    /// <summary>Takes over the next object, and shows its values to the index; false where it is no object in valid JSON.</summary>
    public bool TryRead(ReadOnlySpan<byte> line)
    {
        if (line.Length > MaxLength || !Utf8.IsValid(line))
            return false;
        Begin(line);
        try
        {
            return ReadObject(new Utf8JsonReader(_bytes.AsSpan(0, _length), Options));
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            // An escape in a string names half of a surrogate pair: no text.
            return false;
        }
    }

    public void End()
    {
        _document?.Dispose();
        _document = null;
    }

    public FieldValue Read(Field field)
    {
        if (_irregular)
            return new JsonEvent(Document()).Read(field);
        ref var slot = ref _slots[field.Code];
        if (slot.SeenIn != _number)
            return FieldValue.Missing;
        if (!slot.IsRead)
            (slot.Value, slot.IsRead) = (ValueOf(in slot), true);
        return slot.Value;
    }

    public bool AnyValue(ValueTest test) => new JsonEvent(Document()).AnyValue(test);

    private void Begin(ReadOnlySpan<byte> line)
    {
        // Room for the line, and behind it for its strings without escapes.
        if (_bytes.Length < 2 * line.Length)
            _bytes = new byte[2 * line.Length];
        line.CopyTo(_bytes);
        _length = _unescaped = line.Length;
        _irregular = false;
        if (_number++ == int.MaxValue)
            Forget();
    }

    private void Forget()
    {
        Array.Clear(_slots);
        Array.Clear(_edgeSeen);
        _number = 1;
    }

    private bool ReadObject(Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        var (names, edge, depth) = (tree.Root, (JsonEdge?)null, 0);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    edge = Follow(names, ref reader);
                    if (edge is null && !rules.SearchesEveryValue && reader.Read()
                        && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                        reader.Skip();
                    break;
                case JsonTokenType.StartObject:
                    if (edge is { Field: > 0 })
                        Keep(edge, ref reader);
                    _outer[depth++] = (names, edge);
                    (names, edge) = (edge?.Inner ?? JsonNames.None, null);
                    break;
                case JsonTokenType.EndObject when depth > 0:
                    (names, edge) = _outer[--depth];
                    break;
                case JsonTokenType.StartArray:
                    _irregular |= edge is not null;
                    if (edge is { Field: > 0 })
                        Keep(edge, ref reader);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    break;
                default:
                    Show(edge, ref reader);
                    break;
            }
        }

        return true;
    }

    private JsonEdge? Follow(JsonNames names, ref Utf8JsonReader reader)
    {
        var edge = names.Find(reader.ValueIsEscaped ? Unescape(ref reader) : reader.ValueSpan);
        if (edge is null)
            return null;
        _irregular |= _edgeSeen[edge.Number] == _number;
        _edgeSeen[edge.Number] = _number;
        return edge;
    }

    /// <summary>Remembers where the value stands.</summary>
    private void Keep(JsonEdge edge, ref Utf8JsonReader reader)
    {
        ref var slot = ref _slots[edge.Field];
        _irregular |= slot.SeenIn == _number;
        (slot.SeenIn, slot.IsRead, slot.Kind) = (_number, false, reader.TokenType);
        indexes[edge.Field]?.FindThere(isNull: reader.TokenType == JsonTokenType.Null, candidates);
    }

    private void Show(JsonEdge? edge, ref Utf8JsonReader reader)
    {
        var field = edge?.Field ?? 0;
        if (field > 0)
            Keep(edge!, ref reader);
        else if (!rules.SearchesEveryValue)
            return;
        var index = indexes[field];
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                var text = reader.ValueIsEscaped ? Unescape(ref reader) : reader.ValueSpan;
                _slots[field].Start = reader.ValueIsEscaped ? _unescaped - text.Length : (int)reader.TokenStartIndex + 1;
                _slots[field].Length = text.Length;
                index?.FindText(text, candidates);
                break;
            case JsonTokenType.Number:
                (_slots[field].Start, _slots[field].Length) = ((int)reader.TokenStartIndex, reader.ValueSpan.Length);
                index?.FindNumber(reader.ValueSpan, candidates);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                index?.FindText(reader.ValueSpan, candidates);
                break;
        }
    }

    private ReadOnlySpan<byte> Unescape(ref Utf8JsonReader reader)
    {
        var start = _unescaped;
        _unescaped += reader.CopyString(_bytes.AsSpan(start));
        return _bytes.AsSpan(start, _unescaped - start);
    }

    private FieldValue ValueOf(in Slot slot) => slot.Kind switch
    {
        JsonTokenType.String => FieldValue.Of(Encoding.UTF8.GetString(_bytes, slot.Start, slot.Length)),
        JsonTokenType.Number => JsonNumber.Read(_bytes.AsSpan(slot.Start, slot.Length)),
        JsonTokenType.True => FieldValue.Of(true),
        JsonTokenType.False => FieldValue.Of(false),
        JsonTokenType.Null => FieldValue.Null,
        _ => JsonEvent.NoMembers,
    };

    private JsonElement Document() => (_document ??= JsonDocument.Parse(_bytes.AsMemory(0, _length))).RootElement;

    /// <summary>A field's value in the object of that number; slot 0 takes the values of no field.</summary>
    private struct Slot
    {
        public int SeenIn;
        public int Start;
        public int Length;
        public JsonTokenType Kind;
        public bool IsRead;
        public FieldValue Value;
    }
}

/// <summary>A <see cref="JsonRecord"/> as rules see it.</summary>
internal readonly struct JsonRecordEvent(JsonRecord record) : IEvent
{
    public bool IsContinuation => false;

    public FieldValue Read(Field field) => record.Read(field);

    public bool AnyValue(ValueTest test) => record.AnyValue(test);
}
