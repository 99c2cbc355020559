// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

namespace FwCorrelate.Formats;

/// <summary>
/// A vendor's words and what each means. The reader looks bytes up in it and the ingest pipeline's function is generated of it, so that
/// both take the same words.
/// </summary>
public sealed class WordTable<T>
    where T : struct, Enum
{
    private readonly WordEntries _entries;
    private readonly T[] _values;

    /// <param name="words">Each word once; what is not among them is no word.</param>
    public WordTable(params (string Word, T Value)[] words)
        : this(ignoresCase: false, words)
    {
    }

    /// <param name="ignoresCase">Whether ASCII letters may be of either case; the words are then given in small letters.</param>
    public WordTable(bool ignoresCase, params (string Word, T Value)[] words)
    {
        ArgumentNullException.ThrowIfNull(words);
        IgnoresCase = ignoresCase;
        Words = words;
        var texts = new string[words.Length];
        _values = new T[words.Length];
        for (var i = 0; i < words.Length; i++)
            (texts[i], _values[i]) = words[i];
        _entries = new WordEntries(texts);
    }

    public bool IgnoresCase { get; }

    /// <summary>In the order in which they were given.</summary>
    public IReadOnlyList<(string Word, T Value)> Words { get; }

    /// <summary>False for what is no word; the value is then the enumeration's first.</summary>
    public bool TryFind(ReadOnlySpan<byte> word, out T value)
    {
        var at = IgnoresCase ? _entries.IndexIgnoringCase(word) : _entries.IndexOf(word);
        value = at < 0 ? default : _values[at];
        return at >= 0;
    }

    /// <summary>The same of a word that is loaded already, with what stands before it; for tables that tell capitals apart.</summary>
    /// <param name="lastEight">The eight bytes that end with the word, the first in the lowest place.</param>
    /// <param name="length">Of the word: 1 to 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(ulong lastEight, int length, out T value)
    {
        var at = _entries.IndexOf(lastEight, length);
        value = at < 0 ? default : _values[at];
        return at >= 0;
    }
}
