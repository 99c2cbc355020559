// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// Texts by small numbers, each kept as long as something refers to it. Numbers of texts that are gone are given out again, so that
/// arrays indexed by them stay as small as what is live.
/// </summary>
internal sealed class InternTable
{
    private const int None = -1;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private Entry[] _entries = new Entry[16];
    private int _used;
    private int _free = None;
    private long _characters;

    public InternTable() => _bySpan = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Above every number in use.</summary>
    public int Capacity => _entries.Length;

    /// <summary>Texts that are kept.</summary>
    public int Count => _ids.Count;

    /// <summary>
    /// Memory: entries, the dictionary's entries and buckets (24 + 4 bytes on 64-bit), and the texts (22 bytes and 2 for each character, in
    /// units of 8).
    /// </summary>
    public long Bytes => (_entries.Length * 16L) + (_ids.Capacity * 28L) + (_ids.Count * 26L) + (_characters * 2);

    public string this[int id] => _entries[id].Text!;

    /// <summary>The text's number; one reference more.</summary>
    public int Acquire(ReadOnlySpan<char> text)
    {
        if (!_bySpan.TryGetValue(text, out var id))
            id = Add(text.ToString());
        _entries[id].References++;
        return id;
    }

    public void Acquire(int id) => _entries[id].References++;

    /// <summary>One reference less; the last one frees the number.</summary>
    public void Release(int id)
    {
        ref var entry = ref _entries[id];
        if (--entry.References > 0)
            return;
        _characters -= entry.Text!.Length;
        _ids.Remove(entry.Text);
        entry.Text = null;
        entry.Next = _free;
        _free = id;
    }

    private int Add(string text)
    {
        var id = _free;
        if (id == None)
        {
            if (_used == _entries.Length)
                Array.Resize(ref _entries, _used * 2);
            id = _used++;
        }
        else
        {
            _free = _entries[id].Next;
        }

        _entries[id] = new Entry { Text = text };
        _ids.Add(text, id);
        _characters += text.Length;
        return id;
    }

    private struct Entry
    {
        public string? Text;
        public int References;
        public int Next;
    }
}
