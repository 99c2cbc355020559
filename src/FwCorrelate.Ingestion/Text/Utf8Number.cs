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
    private const ulong Zeros = 0x3030_3030_3030_3030;

    /// <summary>Reads up to 18 digits, which cannot overflow.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long value)
    {
        if (text.Length is >= 4 and <= Word)
            return TryParseWord(RightAligned(text), out value);
        if (text.Length is >= 1 and <= 3)
            return TryParseFew(text, out value);
        if (text.Length is > Word and <= 2 * Word)
            return TryParseTwoWords(text, out value);
        return TryParseDigits(text, out value);
    }

    public static bool TryParse(ReadOnlySpan<byte> text, out ushort value)
    {
        var isNumber = TryParse(text, out long wide) && wide <= ushort.MaxValue;
        value = isNumber ? (ushort)wide : (ushort)0;
        return isNumber;
    }

    /// <summary>One to three digits: the first, the middle and the last, which may be the same one, with weights by length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryParseFew(ReadOnlySpan<byte> text, out long value)
    {
        var shift = 8 * text.Length;
        var first = (uint)(text[0] - '0');
        var middle = (uint)(text[text.Length >> 1] - '0');
        var last = (uint)(text[^1] - '0');
        value = (first * ((0x64_0A_00_00u >> shift) & 0xFF)) + (middle * ((0x0A_00_00_00u >> shift) & 0xFF)) + last;
        return first <= 9 & middle <= 9 & last <= 9;
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        if ((uint)(text.Length - 1) >= 18)
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryParseTwoWords(ReadOnlySpan<byte> text, out long value)
    {
        var missing = 8 * ((2 * Word) - text.Length);
        var head = BinaryPrimitives.ReadUInt64LittleEndian(text);
        head = missing == 0 ? head : (head << missing) | (Zeros >> (64 - missing));
        var isNumber = TryParseWord(head, out var upper) & TryParseWord(BinaryPrimitives.ReadUInt64LittleEndian(text[^Word..]), out var lower);
        value = (upper * 100_000_000) + lower;
        return isNumber;
    }

    /// <summary>Four to eight digits as eight, zeros in front: two loads that overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong RightAligned(ReadOnlySpan<byte> text)
    {
        var missing = 8 * (Word - text.Length);
        var digits = BinaryPrimitives.ReadUInt32LittleEndian(text)
            | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^4..]) << (32 - missing));
        return missing == 0 ? digits : (digits << missing) | (Zeros >> (64 - missing));
    }

    // Neighbours are joined to pairs, pairs to fours, fours to eight (D. Lemire, "Quickly parsing eight digits").
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryParseWord(ulong digits, out long value)
    {
        const ulong HighHalves = 0xF0F0_F0F0_F0F0_F0F0;
        var areDigits = (digits & HighHalves) == Zeros && ((digits + 0x0606_0606_0606_0606) & HighHalves) == Zeros;
        var pairs = ((digits & 0x0F0F_0F0F_0F0F_0F0F) * 2_561) >> 8;
        var fours = ((pairs & 0x00FF_00FF_00FF_00FF) * 6_553_601) >> 16;
        value = areDigits ? (long)(((fours & 0x0000_FFFF_0000_FFFF) * 42_949_672_960_001) >> 32) : 0;
        return areDigits;
    }
}
