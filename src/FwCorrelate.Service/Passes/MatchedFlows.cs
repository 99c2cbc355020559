// SPDX-License-Identifier: Apache-2.0
using System.Collections;
using FwCorrelate.Correlation;

namespace FwCorrelate.Service.Passes;

/// <summary>The records that all workers matched, in an order made of their content.</summary>
internal sealed class MatchedFlows : IReadOnlyCollection<MatchedFlow>
{
    private readonly IReadOnlyList<ChunkedList<MatchedFlow>> _lists;
    private Place[] _places;

    private MatchedFlows(IReadOnlyList<ChunkedList<MatchedFlow>> lists, Place[] places) => (_lists, _places) = (lists, places);

    public static MatchedFlows None { get; } = new([], []);

    public int Count => _places.Length;

    public ref readonly MatchedFlow this[int index] => ref At(_places[index]);

    /// <summary>Puts the lists together without the records of some files.</summary>
    /// <param name="leftOut">Files whose records stand in others too.</param>
    /// <param name="repeated">Told the file of each record that an earlier file has too: a line that was delivered twice. Two equal lines
    /// of one file are two records.</param>
    public static MatchedFlows Join(IReadOnlyList<ChunkedList<MatchedFlow>> lists, IReadOnlySet<LogFile> leftOut, Action<LogFile> repeated)
    {
        var places = new List<Place>(lists.Sum(l => l.Count));
        for (var list = 0; list < lists.Count; list++)
        {
            for (var i = 0; i < lists[list].Count; i++)
            {
                if (leftOut.Count == 0 || !leftOut.Contains(lists[list][i].File))
                    places.Add(new Place(list, i));
            }
        }

        var joined = new MatchedFlows(lists, [.. places]);
        joined.LeaveOutRepeated(repeated);
        KeyedSort.Sort(
            Array.ConvertAll(joined._places, p => joined.At(p).Record.Start.ToUnixTimeTicks()), joined._places, joined.CompareByStart);
        return joined;
    }

    public IEnumerator<MatchedFlow> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private ref readonly MatchedFlow At(Place place) => ref _lists[place.List][place.Index];

    private void LeaveOutRepeated(Action<LogFile> repeated)
    {
        KeyedSort.Sort(Array.ConvertAll(_places, p => At(p).Hash.Prefix), _places, CompareByHash);
        var kept = new List<Place>(_places.Length);
        for (int i = 0, first = 0; i < _places.Length; i++)
        {
            if (!IsSameRecord(At(_places[first]), At(_places[i])))
                first = i;
            if (At(_places[first]).File == At(_places[i]).File)
                kept.Add(_places[i]);
            else
                repeated(At(_places[i]).File);
        }

        if (kept.Count < _places.Length)
            _places = [.. kept];
    }

    private static bool IsSameRecord(in MatchedFlow left, in MatchedFlow right) =>
        left.Hash == right.Hash && left.Record.Index == right.Record.Index && left.File.Format.Name == right.File.Format.Name;

    // The file with the first path has the record; the others repeat it.
    private int CompareByHash(Place left, Place right)
    {
        ref readonly var a = ref At(left);
        ref readonly var b = ref At(right);
        var order = a.Hash.CompareTo(b.Hash);
        if (order == 0)
            order = string.CompareOrdinal(a.File.Format.Name, b.File.Format.Name);
        if (order == 0)
            order = a.Record.Index.CompareTo(b.Record.Index);
        return order != 0 ? order : string.CompareOrdinal(a.File.File.Path, b.File.File.Path);
    }

    private int CompareByStart(Place left, Place right) => CompareByStart(At(left), At(right));

    /// <summary>By start, then by content and place: no two records are equal.</summary>
    public static int CompareByStart(in MatchedFlow a, in MatchedFlow b)
    {
        var order = a.Record.Start.CompareTo(b.Record.Start);
        if (order == 0)
            order = a.Hash.CompareTo(b.Hash);
        if (order == 0)
            order = string.CompareOrdinal(a.File.File.Path, b.File.File.Path);
        if (order == 0)
            order = a.Record.Line.CompareTo(b.Record.Line);
        if (order == 0)
            order = a.Record.Index.CompareTo(b.Record.Index);
        return order != 0 ? order : a.Record.Offset.CompareTo(b.Record.Offset);
    }

    private readonly record struct Place(int List, int Index);
}
