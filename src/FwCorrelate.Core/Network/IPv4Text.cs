// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FwCorrelate.Network;

/// <summary>Dotted IPv4 addresses: four decimal parts of 0 to 255 without leading zeros.</summary>
/// <remarks>
/// A leading zero is refused: some parsers read it as octal, and an address that two tools read differently accuses the wrong host.
/// Every flow record holds two addresses, of unpredictable shape, so the usual form is read without a branch per character: the 
/// </remarks>
internal static class IPv4Text
{
    private const int Word = sizeof(ulong);

    /// <param name="value">The four bytes in network order.</param>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out uint value)
    {
        value = 0;
        var length = utf8.Length;
        if (length is < Word or > 15)
            return length == Word - 1 && TryParseShort(utf8, out value);
        var tail = BinaryPrimitives.ReadUInt64LittleEndian(utf8[^Word..]);
        var text = Vector128.Create(BinaryPrimitives.ReadUInt64LittleEndian(utf8), length == Word ? 0 : tail >> (8 * ((2 * Word) - length))).AsByte();
        var digits = text - Vector128.Create((byte)'0');
        var dots = Vector128.Equals(text, Vector128.Create((byte)'.')).ExtractMostSignificantBits();
        var areDigits = Vector128.LessThanOrEqual(digits, Vector128.Create((byte)9)).ExtractMostSignificantBits();
        if ((dots | areDigits) != (1u << length) - 1 || BitOperations.PopCount(dots) != 3)
            return false;

        var first = BitOperations.TrailingZeroCount(dots);
        var second = BitOperations.TrailingZeroCount(dots &= dots - 1);
        var third = BitOperations.TrailingZeroCount(dots & (dots - 1));
        var ends = Vector128.Create(first, second, third, length);
        return TryJoin(digits, ends, ends - Vector128.Create(0, first + 1, second + 1, third + 1), out value);
    }

    /// <summary>All four parts at once, one in each lane: its last three digits are fetched, those that are not its own as zeros, and weighed.</summary>
    /// <param name="ends">Place behind the last digit of each part.</param>
    /// <param name="lengths">Digits of each part.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryJoin(Vector128<byte> digits, Vector128<int> ends, Vector128<int> lengths, out uint value)
    {
        var lengthOfEach = Repeat(lengths);
        var foreign = Vector128.GreaterThan(Vector128.Create(0xFF_03_02_01u).AsByte(), lengthOfEach);
        var own = Vector128.Shuffle(digits, (Repeat(ends) - Vector128.Create(0x00_03_02_01u).AsByte()) | foreign).AsInt32();
        var byteOnly = Vector128.Create(0xFF);
        var (tens, hundreds) = (Vector128.ShiftRightLogical(own, 8) & byteOnly, Vector128.ShiftRightLogical(own, 16));
        var parts = (own & byteOnly) + (tens << 3) + (tens << 1) + (hundreds << 6) + (hundreds << 5) + (hundreds << 2);

        // A part of two digits is at least 10 and one of three at least 100, else it has a leading zero; one of none or of four is refused too.
        var least = Vector128.Shuffle(Vector128.Create((byte)0xFF, 0, 10, 100, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF), lengthOfEach).AsInt32() & byteOnly;
        value = Vector128.Shuffle(parts.AsByte(), Vector128.Create((byte)12, 8, 4, 0, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16, 16)).AsUInt32().ToScalar();
        return Vector128.LessThanOrEqualAll(least, parts) && Vector128.LessThanOrEqualAll(parts, byteOnly) && Vector128.LessThanOrEqualAll(lengths, Vector128.Create(3));
    }

    /// <summary>The lowest byte of each lane in its lower three.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Repeat(Vector128<int> lanes) => (lanes | (lanes << 8) | (lanes << 16)).AsByte();

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
