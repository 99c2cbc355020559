// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Formats;

/// <summary>
/// A vendor's words and what each means. The reader looks bytes up in it and the ingest pipeline's function is generated of it, so that both
/// take the same words.
/// </summary>
/// <remarks>
/// A look-up costs a record two or three comparisons of eight bytes: measured beside hand-written comparisons with constants it makes no
/// difference to the reader of VPC flow logs, and a word is written down once.
/// </remarks>
public sealed class WordTable<T>
    where T : struct, Enum
{
    private readonly WordEntry[] _entries;
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
        _entries = [.. words.Select(w => new WordEntry(w.Word))];
        _values = [.. words.Select(w => w.Value)];
    }

    public bool IgnoresCase { get; }

    /// <summary>In the order in which they were given.</summary>
    public IReadOnlyList<(string Word, T Value)> Words { get; }

    /// <summary>False for what is no word; the value is then the enumeration's first.</summary>
    public bool TryFind(ReadOnlySpan<byte> word, out T value)
    {
        var at = IgnoresCase ? WordEntry.IndexIgnoringCase(_entries, word) : WordEntry.IndexOf(_entries, word);
        value = at < 0 ? default : _values[at];
        return at >= 0;
    }
}
