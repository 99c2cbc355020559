// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Ingestion.Parquet;

/// <summary>
/// Reads structures in Thrift's compact protocol, as Parquet writes its footer and the headers of its pages (Apache Thrift, "Thrift compact
/// protocol encoding"). Never reads beyond the bytes it was given, whatever they say.
/// </summary>
internal ref struct CompactReader(ReadOnlySpan<byte> bytes)
{
    private const int DeepestNesting = 24;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _depth;
    private int _position;
    private int _field;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Begins a structure; what is returned is to be given to <see cref="End"/>.</summary>
    public int Begin()
    {
        if (++_depth > DeepestNesting)
            throw new InvalidDataException($"its structures nest deeper than {DeepestNesting} levels");
        var outer = _field;
        _field = 0;
        return outer;
    }

    public void End(int outer)
    {
        _depth--;
        _field = outer;
    }

    /// <summary>The next field of the structure that was begun; false at its end.</summary>
    public bool TryNext(out int field, out CompactType type)
    {
        var head = Byte();
        type = (CompactType)(head & 0x0F);
        if (type == CompactType.Stop)
        {
            field = 0;
            return false;
        }

        _field = head >> 4 is var delta and > 0 ? _field + delta : (int)Signed();
        field = _field;
        return true;
    }

    /// <summary>An i16, i32 or i64.</summary>
    public long Signed()
    {
        var number = Unsigned();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    /// <summary>A number that counts or places something.</summary>
    /// <exception cref="InvalidDataException">It is negative, or above <paramref name="most"/>.</exception>
    public long Count(long most)
    {
        var number = Signed();
        return number >= 0 && number <= most ? number : throw new InvalidDataException($"it says {number} where at most {most} can be");
    }

    public string Text() => Encoding.UTF8.GetString(Binary());

    /// <summary>Begins a list; its elements follow.</summary>
    public int List(out CompactType elements)
    {
        var head = Byte();
        elements = (CompactType)(head & 0x0F);
        var count = head >> 4 is var few and < 15 ? (ulong)few : Unsigned();

        // Each element takes a byte at least.
        return count <= (ulong)(_bytes.Length - Position) ? (int)count
            : throw new InvalidDataException($"a list of {count} elements stands in {_bytes.Length - Position} bytes");
    }

    /// <summary>Passes over a value.</summary>
    public void Skip(CompactType type)
    {
        switch (type)
        {
            case CompactType.True or CompactType.False:
                break;
            case CompactType.Byte:
                Byte();
                break;
            case CompactType.I16 or CompactType.I32 or CompactType.I64:
                Unsigned();
                break;
            case CompactType.Double:
                Take(sizeof(double));
                break;
            case CompactType.Binary:
                Binary();
                break;
            case CompactType.List or CompactType.Set:
                SkipList();
                break;
            case CompactType.Struct:
                var outer = Begin();
                while (TryNext(out _, out var inner))
                    Skip(inner);
                End(outer);
                break;
            default:
                throw new InvalidDataException($"it has a value of the unknown type {(int)type}");
        }
    }

    private void SkipList()
    {
        var count = List(out var elements);
        for (var i = 0; i < count; i++)
        {
            // In a list a truth value takes a byte of its own.
            if (elements is CompactType.True or CompactType.False)
                Byte();
            else
                Skip(elements);
        }
    }

    private ReadOnlySpan<byte> Binary()
    {
        var length = Unsigned();
        return length <= (ulong)(_bytes.Length - Position) ? Take((int)length) : throw CutOff();
    }

    private ulong Unsigned() => Leb128.Unsigned(_bytes, ref _position) ?? throw CutOff();

    private byte Byte() => Position < _bytes.Length ? _bytes[_position++] : throw CutOff();

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - Position)
            throw CutOff();
        _position += length;
        return _bytes.Slice(Position - length, length);
    }

    private static EndOfStreamException CutOff() => new("it ends within a value");
}
