// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace FwCorrelate.Ingestion.Text;

/// <summary>Decimal numbers in bytes: digits only, no sign, no white space.</summary>
/// <remarks>
/// Eight digits are read as one word and put together by three multiplications instead of eight: half of a flow record is digits, and
/// a loop over numbers of changing length is a branch that no processor predicts.
/// </remarks>
internal static class Utf8Number
{
    private const int Word = sizeof(ulong);
    private const int LongestNumber = 18;
    private const ulong Zeros = 0x3030_3030_3030_3030;

    /// <summary>Reads up to 18 digits, which cannot overflow.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        if (text.Length is >= Word and <= 2 * Word)
        {
            var isHead = TryParseLast(
                BinaryPrimitives.ReadUInt64LittleEndian(text) << (8 * ((2 * Word) - text.Length)), text.Length - Word, out var head);
            var isTail = TryParseLast(BinaryPrimitives.ReadUInt64LittleEndian(text[^Word..]), Word, out var tail);
            value = (head * 100_000_000) + tail;
            return isHead & isTail;
        }

        value = 0;
        if ((uint)(text.Length - 1) >= LongestNumber)
            return false;
        foreach (var b in text)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
                return false;
            value = (value * 10) + digit;
        }

        return true;
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out ushort value)
    {
        var isNumber = TryParse(text, out long wide) && wide <= ushort.MaxValue;
        value = isNumber ? (ushort)wide : (ushort)0;
        return isNumber;
    }

    /// <summary>Reads the last digits of eight bytes, whatever stands before them.</summary>
    /// <param name="bytes">As they lie in memory, the first in the lowest place.</param>
    /// <param name="length">1 to 8 digits; none are the number 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryParseLast(ulong bytes, int length, out long value)
    {
        // Digits become 0 to 9, what is not the number's becomes 0; a byte of 10 or more reaches its highest bit by adding 0x76.
        // Two shifts, since a shift by 64 is none.
        var digits = ((bytes ^ Zeros) >> (32 - (4 * length)) >> (32 - (4 * length))) << (32 - (4 * length)) << (32 - (4 * length));
        var areDigits = ((digits | (digits + 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080) == 0;

        // Neighbours are joined to pairs, pairs to fours, fours to eight (D. Lemire, "Quickly parsing eight digits").
        var pairs = (digits * 2_561) >> 8;
        var fours = ((pairs & 0x00FF_00FF_00FF_00FF) * 6_553_601) >> 16;
        value = areDigits ? (long)(((fours & 0x0000_FFFF_0000_FFFF) * 42_949_672_960_001) >> 32) : 0;
        return areDigits;
    }
}
