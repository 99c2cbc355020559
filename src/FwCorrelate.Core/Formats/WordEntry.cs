// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Text;

namespace FwCorrelate.Formats;

/// <summary>A word as bytes are compared with it: its length and up to eight of its bytes, which tell apart all words of up to eight.</summary>
internal readonly struct WordEntry(string word)
{
    private const int KeyLength = sizeof(ulong);
    private readonly byte[] _text = Encoding.UTF8.GetBytes(word);
    private readonly ulong _key = KeyOf(Encoding.UTF8.GetBytes(word));

    public int Length => _text.Length;

    /// <summary>Place of a word; -1 where it is none.</summary>
    public static int IndexOf(ReadOnlySpan<WordEntry> entries, ReadOnlySpan<byte> word)
    {
        var key = KeyOf(word);
        for (var i = 0; i < entries.Length; i++)
        {
            ref readonly var entry = ref entries[i];
            if (entry._key == key && entry._text.Length == word.Length && (word.Length <= KeyLength || word.SequenceEqual(entry._text)))
                return i;
        }

        return -1;
    }

    /// <inheritdoc cref="IndexOf"/>
    public static int IndexIgnoringCase(ReadOnlySpan<WordEntry> entries, ReadOnlySpan<byte> word)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            if (Ascii.EqualsIgnoreCase(word, entries[i]._text))
                return i;
        }

        return -1;
    }

    // With the length it tells all of a text of up to eight bytes: the halves overlap where there are fewer.
    private static ulong KeyOf(ReadOnlySpan<byte> text) => text.Length switch
    {
        >= sizeof(uint) => BinaryPrimitives.ReadUInt32LittleEndian(text) | (ulong)BinaryPrimitives.ReadUInt32LittleEndian(text[^sizeof(uint)..]) << 32,
        0 => 0,
        _ => text[0] | (ulong)text[text.Length / 2] << 8 | (ulong)text[^1] << 16,
    };
}
