// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FwCorrelate.Ingestion.Text;

/// <summary>Searches in blocks of text that every byte of a log goes through, 64 bytes in one step.</summary>
/// <remarks>
/// The framework's own searches are compiled ahead for processors with 16-byte vectors, and the program takes them as they are to start
/// fast.
/// </remarks>
internal static class BlockSearch
{
    private const int Step = 64;

    /// <summary>How often a byte occurs.</summary>
    public static int Count(ReadOnlySpan<byte> text, byte value)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var (count, at) = (0, 0);
        var wanted = Vector512.Create(value);
        for (; at <= text.Length - Step; at += Step)
            count += BitOperations.PopCount(Vector512.Equals(Vector512.LoadUnsafe(ref first, (nuint)at), wanted)
                .ExtractMostSignificantBits());
        return count + text[at..].Count(value);
    }

    /// <summary>
    /// Where a mark first occurs; -1 where it does not. A mark that begins and ends with bytes that seldom stand so far apart is found
    /// fastest.
    /// </summary>
    /// <param name="mark">At least two bytes.</param>
    public static int IndexOf(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mark)
    {
        ref var first = ref MemoryMarshal.GetReference(text);
        var last = mark.Length - 1;
        var (head, tail) = (Vector512.Create(mark[0]), Vector512.Create(mark[last]));
        var at = 0;
        for (; at <= text.Length - Step - last; at += Step)
        {
            var found = (Vector512.Equals(Vector512.LoadUnsafe(ref first, (nuint)at), head)
                & Vector512.Equals(Vector512.LoadUnsafe(ref first, (nuint)(at + last)), tail)).ExtractMostSignificantBits();
            for (; found != 0; found &= found - 1)
            {
                var place = at + BitOperations.TrailingZeroCount(found);
                if (text.Slice(place, mark.Length).SequenceEqual(mark))
                    return place;
            }
        }

        return text[at..].IndexOf(mark) is var rest and >= 0 ? at + rest : -1;
    }
}
