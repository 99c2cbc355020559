// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace FwCorrelate.Flows;

/// <summary>A SHA-256 as a value of 32 bytes, where its text would take 150. Ordered as its hex text is.</summary>
public readonly record struct RecordHash : IComparable<RecordHash>
{
    /// <summary>Length of the text in characters.</summary>
    public const int TextLength = 64;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");
    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private RecordHash(ulong first, ulong second, ulong third, ulong fourth) =>
        (_first, _second, _third, _fourth) = (first, second, third, fourth);

    /// <summary>The first eight bytes as a number that is ordered as hashes are: it tells almost all of them apart.</summary>
    public long Prefix => (long)(_first ^ (1UL << 63));

    /// <summary>The hash of a raw record without its terminator. Allocates nothing.</summary>
    public static RecordHash Of(ReadOnlySpan<byte> record)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record, hash);
        return new RecordHash(
            BinaryPrimitives.ReadUInt64BigEndian(hash), BinaryPrimitives.ReadUInt64BigEndian(hash[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(hash[16..]), BinaryPrimitives.ReadUInt64BigEndian(hash[24..]));
    }

    /// <summary>Reads 64 lower-case hex digits; false for any other text.</summary>
    public static bool TryParse(string text, out RecordHash hash)
    {
        ArgumentNullException.ThrowIfNull(text);
        hash = default;
        if (text.Length != TextLength || text.AsSpan().IndexOfAnyExcept(Digits) >= 0)
            return false;
        hash = new RecordHash(Part(text, 0), Part(text, 16), Part(text, 32), Part(text, 48));
        return true;
    }

    public int CompareTo(RecordHash other)
    {
        if (_first != other._first)
            return _first.CompareTo(other._first);
        if (_second != other._second)
            return _second.CompareTo(other._second);
        return _third != other._third ? _third.CompareTo(other._third) : _fourth.CompareTo(other._fourth);
    }

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{_first:x16}{_second:x16}{_third:x16}{_fourth:x16}");

    public static bool operator <(RecordHash left, RecordHash right) => left.CompareTo(right) < 0;

    public static bool operator >(RecordHash left, RecordHash right) => left.CompareTo(right) > 0;

    public static bool operator <=(RecordHash left, RecordHash right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RecordHash left, RecordHash right) => left.CompareTo(right) >= 0;

    private static ulong Part(string text, int start) =>
        ulong.Parse(text.AsSpan(start, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
