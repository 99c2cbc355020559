// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace FwCorrelate.Network;

/// <summary>Dotted IPv4 addresses: four decimal parts of 0 to 255 without leading zeros.</summary>
/// <remarks>
/// A leading zero is refused: some parsers read it as octal, and an address that two tools read differently accuses the wrong host.
/// Every flow record holds two addresses, of unpredictable shape, so the usual form is read without a branch per character: the first
/// two parts always lie within the first eight bytes, the last two within the last eight.
/// </remarks>
internal static class IPv4Text
{
    private const int Word = sizeof(ulong);

    /// <param name="value">The four bytes in network order.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out uint value)
    {
        value = 0;
        if (utf8.Length is < Word or > 15)
            return utf8.Length == Word - 1 && TryParseShort(utf8, out value);
        var head = BinaryPrimitives.ReadUInt64LittleEndian(utf8);
        var tail = BinaryPrimitives.ReadUInt64LittleEndian(utf8[^Word..]);
        var both = Vector128.Create(head, tail).AsByte();
        var dots = Vector128.Equals(both, Vector128.Create((byte)'.')).ExtractMostSignificantBits();
        var digits = Vector128.LessThanOrEqual(both - Vector128.Create((byte)'0'), Vector128.Create((byte)9)).ExtractMostSignificantBits();
        var skipped = utf8.Length - Word;
        var places = (dots & 0xFF) | ((dots >> Word) << skipped);
        if ((dots | digits) != 0xFFFF || BitOperations.PopCount(places) != 3)
            return false;

        var first = BitOperations.TrailingZeroCount(places);
        var second = BitOperations.TrailingZeroCount(places &= places - 1);
        var third = BitOperations.TrailingZeroCount(places & (places - 1));
        var parts = (A: first, B: second - first - 1, C: third - second - 1, D: utf8.Length - third - 1);
        if ((uint)(parts.A - 1) > 2 || (uint)(parts.B - 1) > 2 || (uint)(parts.C - 1) > 2 || (uint)(parts.D - 1) > 2)
            return false;
        var a = Part(head, first, parts.A);
        var b = Part(head, second, parts.B);
        var c = Part(tail, third - skipped, parts.C);
        var d = Part(tail, Word, parts.D);
        value = (a << 24) | (b << 16) | (c << 8) | d;
        return (a | b | c | d) <= byte.MaxValue;
    }

    /// <summary>One part, or more than 255 where it has a leading zero.</summary>
    /// <param name="end">Place behind its last digit in the word.</param>
    /// <param name="length">One to three digits.</param>
    private static uint Part(ulong word, int end, int length)
    {
        // The last digit comes to the highest byte, and what stands before the part goes.
        var digits = (word << (64 - (8 * end))) & (ulong.MaxValue << (64 - (8 * length)));
        var value = (uint)((digits >> 56) & 15) + ((uint)((digits >> 48) & 15) * 10) + ((uint)((digits >> 40) & 15) * 100);
        var least = (0x64_0A_00u >> (8 * (length - 1))) & 0xFF;
        return value >= least && value <= byte.MaxValue ? value : 0x100;
    }

    /// <summary>Four parts of one digit.</summary>
    private static bool TryParseShort(ReadOnlySpan<byte> utf8, out uint value)
    {
        value = 0;
        for (var i = 0; i < utf8.Length; i++)
        {
            if (i % 2 == 1 ? utf8[i] != '.' : !char.IsAsciiDigit((char)utf8[i]))
                return false;
            if (i % 2 == 0)
                value = (value << 8) | (uint)(utf8[i] - '0');
        }

        return true;
    }
}
