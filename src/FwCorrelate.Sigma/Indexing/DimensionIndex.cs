// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// For every value of a dimension the rules that could hold with it, as bits. Values that no rule tells apart share a row,
/// so that the rows of all 65,537 ports stay small enough for the caches.
/// </summary>
internal sealed class DimensionIndex
{
    private readonly int[] _rowOf;
    private readonly ulong[] _rows;
    private readonly int _words;

    /// <summary>Whether all values share one row: then the look-up in a long table, seldom in a cache, is left out.</summary>
    private readonly bool _tellsNothing;

    /// <param name="sets">One per rule.</param>
    public DimensionIndex(int size, IReadOnlyList<ValueSet> sets)
    {
        _words = (sets.Count + 63) / 64;
        _rowOf = new int[size];
        var rows = new List<ulong[]> { new ulong[_words] };
        for (var rule = 0; rule < sets.Count; rule++)
            Refine(rows, sets[rule], rule);
        _rows = [.. rows.SelectMany(r => r)];
        _tellsNothing = rows.Count == 1;
    }

    /// <summary>Bits of the rules that could hold; one word for 64 rules.</summary>
    public ReadOnlySpan<ulong> this[int value] => _tellsNothing ? _rows : _rows.AsSpan(_rowOf[value] * _words, _words);

    /// <summary>Splits the rows that hold values inside and outside of the set. Only the smaller side moves.</summary>
    private void Refine(List<ulong[]> rows, ValueSet set, int rule)
    {
        var bit = 1UL << (rule & 63);
        var movesIn = set.Count <= set.Size / 2;
        var moving = movesIn ? set : set.Complement();
        var moved = new Dictionary<int, int>();
        var before = rows.Count;
        foreach (var value in moving.Values())
        {
            if (!moved.TryGetValue(_rowOf[value], out var target))
            {
                target = rows.Count;
                moved.Add(_rowOf[value], target);
                rows.Add((ulong[])rows[_rowOf[value]].Clone());
            }

            _rowOf[value] = target;
        }

        for (var row = movesIn ? before : 0; row < (movesIn ? rows.Count : before); row++)
            rows[row][rule >> 6] |= bit;
    }
}
