// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace FwCorrelate.Timelines;

/// <summary>Takes the intervals that a query meets. Implement it as a struct: the call is then compiled into the walk.</summary>
public interface IOverlapVisitor
{
    /// <param name="index">Of the interval, in the order in which the index was given them.</param>
    void Visit(int index);
}

/// <summary>
/// Closed intervals, sorted by start, with the latest end so far beside each: an overlap query finds the last start in time and walks
/// back until nothing earlier can reach. Queries may come in any order and allocate nothing.
/// </summary>
/// <remarks>
/// What a query costs is waiting for memory, so it touches little of it. Times are whole numbers of any one unit, held as 4 bytes
/// relative to the first start; where the intervals span more than 2^31 units they are held rounded down (<see cref="IsExact"/>).
/// Time is cut into as many equal slots as there are intervals, and each slot knows its first interval: the binary search then runs over
/// the one or two intervals of a slot, and no longer over cache lines that nothing else wants. 16 bytes an interval, all told.
/// </remarks>
public sealed class IntervalIndex
{
    /// <summary>As many are looked at one by one; they lie in one or two cache lines.</summary>
    private const int FewIntervals = 8;

    private readonly long _origin;
    private readonly int _shift;
    private readonly int _slotShift;
    private readonly Interval[] _intervals;

    // One more than there are slots: the intervals of slot s start at [s] and end before [s + 1].
    private readonly int[] _firstOfSlot;

    /// <param name="starts">Ascending.</param>
    /// <param name="ends">Of the same intervals; one that ends before it starts may be met by queries between the two.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or the starts are not ascending.</exception>
    public IntervalIndex(ReadOnlySpan<long> starts, ReadOnlySpan<long> ends)
    {
        if (starts.Length != ends.Length)
            throw new ArgumentException($"There are {starts.Length} starts and {ends.Length} ends.", nameof(ends));
        _intervals = new Interval[starts.Length];
        _origin = starts.IsEmpty ? 0 : starts[0];
        _shift = ShiftFor(starts, ends);
        var latest = int.MinValue;
        for (var i = 0; i < starts.Length; i++)
        {
            if (i > 0 && starts[i] < starts[i - 1])
                throw new ArgumentException("The starts are not ascending.", nameof(starts));
            var end = Relative(ends[i]);
            latest = Math.Max(latest, end);
            _intervals[i] = new Interval(Relative(starts[i]), end, latest);
        }

        _slotShift = starts.IsEmpty ? 0
            : Math.Max(0, BitOperations.Log2((uint)_intervals[^1].Start + 1) - BitOperations.Log2((uint)starts.Length));
        _firstOfSlot = FirstOfSlot();
    }

    public int Count => _intervals.Length;

    /// <summary>
    /// Whether queries answer exactly. Else they may also name intervals that miss the query by less than one part in 2^30 of the whole
    /// span: check those.
    /// </summary>
    public bool IsExact => _shift == 0;

    /// <summary>
    /// Visits the intervals that meet [<paramref name="from"/>, <paramref name="to"/>], ends inclusive, latest start first.
    /// </summary>
    public void Visit<TVisitor>(long from, long to, ref TVisitor visitor)
        where TVisitor : struct, IOverlapVisitor
    {
        VisitBack(CountStartedBy(to), from, ref visitor);
    }

    /// <summary>
    /// The second half of <see cref="Visit{TVisitor}(long, long, ref TVisitor)"/>: visits the first <paramref name="started"/> intervals
    /// that end at or after <paramref name="from"/>, latest start first. Who has many queries asks <see cref="CountStartedBy"/> for all of
    /// them first: the processor then waits for several places of memory at once.
    /// </summary>
    /// <param name="started">What <see cref="CountStartedBy"/> returned.</param>
    public void VisitBack<TVisitor>(int started, long from, ref TVisitor visitor)
        where TVisitor : struct, IOverlapVisitor
    {
        var earliest = Relative(from);
        var intervals = _intervals;
        for (var i = started - 1; (uint)i < (uint)intervals.Length && intervals[i].Latest >= earliest; i--)
        {
            if (intervals[i].End >= earliest)
                visitor.Visit(i);
        }
    }

    /// <summary>How many intervals start at or before <paramref name="time"/> (see <see cref="IsExact"/>): the first ones.</summary>
    public int CountStartedBy(long time)
    {
        var limit = Relative(time);
        if (limit < 0)
            return 0;
        var slot = Math.Min(limit >> _slotShift, _firstOfSlot.Length - 2);
        var (low, high) = (_firstOfSlot[slot], _firstOfSlot[slot + 1]);
        while (high - low > FewIntervals)
        {
            var middle = (low + high) >>> 1;
            if (_intervals[middle].Start <= limit)
                low = middle + 1;
            else
                high = middle;
        }

        // From behind: these are the intervals that a walk back touches next.
        while (low < high && _intervals[high - 1].Start > limit)
            high--;
        return high;
    }

    private int[] FirstOfSlot()
    {
        var slots = _intervals.Length == 0 ? 1 : (_intervals[^1].Start >> _slotShift) + 1;
        var first = new int[slots + 1];
        foreach (var interval in _intervals)
            first[(interval.Start >> _slotShift) + 1]++;
        for (var slot = 0; slot < slots; slot++)
            first[slot + 1] += first[slot];
        return first;
    }

    /// <summary>Rounds down, so that comparing two relative times never denies what comparing the times themselves affirms.</summary>
    private int Relative(long time) =>
        time < _origin ? -1 : (int)Math.Min((ulong)(time - _origin) >> _shift, int.MaxValue);

    private static int ShiftFor(ReadOnlySpan<long> starts, ReadOnlySpan<long> ends)
    {
        if (starts.IsEmpty)
            return 0;
        var latest = starts[^1];
        foreach (var end in ends)
            latest = Math.Max(latest, end);
        var span = (ulong)(latest - starts[0]);
        return Math.Max(0, 64 - BitOperations.LeadingZeroCount(span) - 31);
    }

    /// <param name="Latest">Latest end of this interval and all that start before it.</param>
    private readonly record struct Interval(int Start, int End, int Latest);
}
