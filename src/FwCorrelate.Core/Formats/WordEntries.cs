// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace FwCorrelate.Formats;

/// <summary>Words as bytes are compared with them: up to eight bytes at once, as one number that also tells their count.</summary>
/// <remarks>
/// Traded for the look-up in a table: a word of more than eight bytes, or one that holds control characters, is compared byte by byte. The
/// words of the bulk formats have at most eight.
/// </remarks>
internal sealed class WordEntries
{
    private const int MaxLength = sizeof(ulong);
    private readonly ulong[] _keys;
    private readonly byte[][] _words;

    public WordEntries(IReadOnlyList<string> words)
    {
        _words = new byte[words.Count][];
        _keys = new ulong[words.Count];
        for (var i = 0; i < words.Count; i++)
        {
            _words[i] = Encoding.UTF8.GetBytes(words[i]);
            _keys[i] = KeyOf(_words[i]);
        }
    }

    /// <summary>Place of a word; -1 where it is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(ReadOnlySpan<byte> word) => IndexOf(word, 0, _keys.Length);

    /// <summary>The same among those from one place up to another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(ReadOnlySpan<byte> word, int start, int end)
    {
        var key = KeyOf(word);
        if (key == 0)
            return Search(word, start, end);
        var keys = _keys;
        for (var i = start; i < end && i < keys.Length; i++)
        {
            if (keys[i] == key)
                return i;
        }

        return -1;
    }

    /// <summary>The same of a word that is loaded already, with what stands before it.</summary>
    /// <param name="lastEight">The eight bytes that end with the word, the first in the lowest place.</param>
    /// <param name="length">Of the word: 1 to 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IndexOf(ulong lastEight, int length)
    {
        var key = KeyOf(lastEight >> (8 * (MaxLength - length)), length);
        var keys = _keys;
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] == key)
                return key == 0 ? -1 : i;
        }

        return -1;
    }

    /// <inheritdoc cref="IndexOf(ReadOnlySpan{byte})"/>
    public int IndexIgnoringCase(ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(word, _words[i]))
                return i;
        }

        return -1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Search(ReadOnlySpan<byte> word, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (word.SequenceEqual(_words[i]))
                return i;
        }

        return -1;
    }

    // 0 for what cannot be told by one number. Where fewer than eight bytes are read as two halves, the halves overlap.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(ReadOnlySpan<byte> text)
    {
        var length = text.Length;
        if ((uint)(length - 1) >= MaxLength)
            return 0;
        var bytes = length >= sizeof(uint)
            ? BinaryPrimitives.ReadUInt32LittleEndian(text) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(
                text[^sizeof(uint)..]) << (8 * (length - sizeof(uint)))
            : text[0] | (ulong)text[length / 2] << (8 * (length / 2)) | (ulong)text[^1] << (8 * (length - 1));
        return KeyOf(bytes, length);
    }

    // Eight bytes that end with a control character would look like fewer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong KeyOf(ulong bytes, int length)
    {
        const int top = 8 * (MaxLength - 1);
        return length < MaxLength ? bytes | (ulong)length << top : bytes >> top >= ' ' ? bytes : 0;
    }
}
