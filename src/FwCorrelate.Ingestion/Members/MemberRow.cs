// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using System.Text.Json;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Members;

/// <summary>
/// The values of one object or row that a record is made of, as places in its line; empty where absent. Nothing is allocated.
/// </summary>
/// <typeparam name="TColumn">An enumeration of at most 32 columns.</typeparam>
/// <param name="line">What the values are read from.</param>
/// <param name="scratch">Room for values that do not stand in the line as they are, as long as the line.</param>
/// <param name="absent">How a value says that there is none, beside an empty one.</param>
internal ref struct MemberRow<TColumn>(ReadOnlySpan<byte> line, Span<byte> scratch, ReadOnlySpan<byte> absent)
    where TColumn : unmanaged, Enum
{
    private const int LongestPath = 128;
    private const int DeepestMember = 8;
    private readonly ReadOnlySpan<byte> _line = line;
    private readonly Span<byte> _scratch = scratch;
    private readonly ReadOnlySpan<byte> _absent = absent;
    private Places _places;
    private int _used;

    public readonly ReadOnlySpan<byte> this[TColumn column]
    {
        get
        {
            var place = _places[Unsafe.BitCast<TColumn, int>(column)];
            return place.Length == 0 ? default
                : place.Start >= 0 ? _line.Slice(place.Start, place.Length)
                : _scratch.Slice(~place.Start, place.Length);
        }
    }

    /// <summary>Reads an object to its end, and what follows it. Of members of one name the last counts.</summary>
    /// <exception cref="JsonException">The text is not JSON, or something follows the object.</exception>
    public void Read(ref Utf8JsonReader reader, ColumnTable<TColumn> columns)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var column = columns.Find(reader.ValueSpan);
            reader.Read();
            var room = _scratch[_used..];
            var value = JsonText.Take(ref reader, ref room);
            if (column is { } known)
                Set(known, value);
        }

        JsonText.Finish(ref reader);
    }

    /// <summary>
    /// The same where columns may be members of inner objects: a name is the path to it, with points. What stands in arrays is passed over,
    /// and what is absent does not take the place of another name's value.
    /// </summary>
    /// <exception cref="JsonException">The text is not JSON, or something follows the object.</exception>
    public void ReadNested(ref Utf8JsonReader reader, ColumnTable<TColumn> columns)
    {
        Span<byte> path = stackalloc byte[LongestPath];
        Span<int> parents = stackalloc int[DeepestMember];
        var (depth, parent) = (0, 0);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                if (depth == 0)
                    break;
                parent = parents[--depth];
                continue;
            }

            var length = parent + reader.ValueSpan.Length;
            var fits = length < path.Length;
            if (fits)
                reader.ValueSpan.CopyTo(path[parent..]);
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject && fits && depth < parents.Length && columns.HasWithin(path[..length]))
            {
                parents[depth++] = parent;
                path[length] = (byte)'.';
                parent = length + 1;
                continue;
            }

            var room = _scratch[_used..];
            var value = reader.TokenType is JsonTokenType.True or JsonTokenType.False ? reader.ValueSpan
                : JsonText.Take(ref reader, ref room);
            if (fits && !value.IsEmpty && !value.SequenceEqual(_absent) && columns.Find(path[..length]) is { } known)
                Set(known, value);
        }

        JsonText.Finish(ref reader);
    }

    /// <summary>Sets the value of a column; it may lie in the line or anywhere else.</summary>
    public void Set(TColumn column, ReadOnlySpan<byte> value)
    {
        ref var place = ref _places[Unsafe.BitCast<TColumn, int>(column)];
        if (value.IsEmpty || value.SequenceEqual(_absent))
            place = default;
        else if (_line.Overlaps(value, out var offset))
            place = new Place(offset, value.Length);
        else
        {
            value.CopyTo(_scratch[_used..]);
            place = new Place(~_used, value.Length);
            _used += value.Length;
        }
    }

    private readonly record struct Place(int Start, int Length);

    [InlineArray(32)]
    private struct Places
    {
        private Place _first;
    }
}
