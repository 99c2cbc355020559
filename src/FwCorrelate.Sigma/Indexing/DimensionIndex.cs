// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

namespace FwCorrelate.Sigma.Indexing;

/// <summary>
/// For every value of a dimension the rules that could hold with it, as bits. Values that no rule tells apart share a row, and pages of
/// values with the same rows are one page, so that what is looked up for all 65,537 ports stays in the nearest cache.
/// </summary>
internal sealed class DimensionIndex
{
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;

    private readonly int[] _pages;
    private readonly ushort[] _rowOf;
    private readonly ulong[] _rows;
    private readonly int _words;

    /// <summary>Whether all values share one row: then the look-up is left out.</summary>
    private readonly bool _tellsNothing;

    /// <param name="sets">One per rule.</param>
    /// <exception cref="ArgumentException">The rules tell more values apart than a dimension of this kind has room for.</exception>
    public DimensionIndex(int size, IReadOnlyList<ValueSet> sets)
    {
        _words = (sets.Count + 63) / 64;
        var rowOf = new int[size];
        var rows = new List<ulong[]> { new ulong[_words] };
        for (var rule = 0; rule < sets.Count; rule++)
            Refine(rowOf, rows, sets[rule], rule);
        (_pages, _rowOf) = Paged(rowOf);
        _rows = [.. rows.SelectMany(r => r)];
        _tellsNothing = rows.Count == 1;
    }

    /// <summary>Bits of the rules that could hold; one word for 64 rules.</summary>
    public ReadOnlySpan<ulong> this[int value]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _tellsNothing ? _rows : _rows.AsSpan(_rowOf[_pages[value >> PageBits] + (value & (PageSize - 1))] * _words, _words);
    }

    private static (int[] Pages, ushort[] RowOf) Paged(int[] rowOf)
    {
        var pages = new int[(rowOf.Length + PageSize - 1) / PageSize];
        var kept = new List<ushort>();
        var known = new Dictionary<string, int>();
        for (var page = 0; page < pages.Length; page++)
        {
            // A row's number is kept as a char, so that a page is a text that a dictionary can find again. 65,537 ports cannot need more
            // rows.
            var values = new char[PageSize];
            for (var i = 0; i < PageSize && (page * PageSize) + i < rowOf.Length; i++)
                values[i] = checked((char)rowOf[(page * PageSize) + i]);
            var text = new string(values);
            if (!known.TryGetValue(text, out pages[page]))
            {
                known.Add(text, pages[page] = kept.Count);
                kept.AddRange(values.Select(v => (ushort)v));
            }
        }

        return (pages, [.. kept]);
    }

    /// <summary>Splits the rows that hold values inside and outside of the set. Only the smaller side moves.</summary>
    private static void Refine(int[] rowOf, List<ulong[]> rows, ValueSet set, int rule)
    {
        var bit = 1UL << (rule & 63);
        var movesIn = set.Count <= set.Size / 2;
        var moving = movesIn ? set : set.Complement();
        var moved = new Dictionary<int, int>();
        var before = rows.Count;
        foreach (var value in moving.Values())
        {
            if (!moved.TryGetValue(rowOf[value], out var target))
            {
                target = rows.Count;
                moved.Add(rowOf[value], target);
                rows.Add((ulong[])rows[rowOf[value]].Clone());
            }

            rowOf[value] = target;
        }

        for (var row = movesIn ? before : 0; row < (movesIn ? rows.Count : before); row++)
            rows[row][rule >> 6] |= bit;
    }
}
