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
/// Closed intervals, sorted by start, with the latest end so far beside each: an overlap query is a binary search and a walk back
/// that stops where nothing earlier can reach. Queries may come in any order and allocate nothing.
/// </summary>
/// <remarks>
/// Times are whole numbers of any one unit. They are held as 4 bytes relative to the first start, 12 bytes an interval: that keeps half
/// a million calls within the caches of a processor, which is worth more than any cleverer tree (a flow meets four calls; a miss costs
/// more than the walk). Where the intervals span more than 2^31 units, times are held rounded down; see <see cref="IsExact"/>.
/// </remarks>
public sealed class IntervalIndex
{
    private readonly long _origin;
    private readonly int _shift;
    private readonly int[] _starts;
    private readonly Reach[] _reaches;

    /// <param name="starts">Ascending.</param>
    /// <param name="ends">Of the same intervals; an end before its start makes an interval that only the latest end of others can find.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or the starts are not ascending.</exception>
    public IntervalIndex(ReadOnlySpan<long> starts, ReadOnlySpan<long> ends)
    {
        if (starts.Length != ends.Length)
            throw new ArgumentException($"There are {starts.Length} starts and {ends.Length} ends.", nameof(ends));
        _starts = new int[starts.Length];
        _reaches = new Reach[starts.Length];
        if (starts.IsEmpty)
            return;
        _origin = starts[0];
        _shift = ShiftFor(starts, ends);
        var latest = int.MinValue;
        for (var i = 0; i < starts.Length; i++)
        {
            if (i > 0 && starts[i] < starts[i - 1])
                throw new ArgumentException("The starts are not ascending.", nameof(starts));
            var end = Relative(ends[i]);
            latest = Math.Max(latest, end);
            _starts[i] = Relative(starts[i]);
            _reaches[i] = new Reach(end, latest);
        }
    }

    public int Count => _starts.Length;

    /// <summary>Whether queries answer exactly. Else they may also name intervals that miss the query by less than one part in 2^30 of the whole span: check those.</summary>
    public bool IsExact => _shift == 0;

    /// <summary>Visits the intervals that meet [<paramref name="from"/>, <paramref name="to"/>], ends inclusive, latest start first.</summary>
    public void Visit<TVisitor>(long from, long to, ref TVisitor visitor)
        where TVisitor : struct, IOverlapVisitor
    {
        var earliest = Relative(from);
        var reaches = _reaches;
        for (var i = CountStartedBy(to) - 1; (uint)i < (uint)reaches.Length && reaches[i].Latest >= earliest; i--)
        {
            if (reaches[i].End >= earliest)
                visitor.Visit(i);
        }
    }

    /// <summary>How many intervals start at or before <paramref name="time"/> (see <see cref="IsExact"/>): the first ones.</summary>
    public int CountStartedBy(long time)
    {
        var limit = Relative(time);
        var starts = _starts;
        int low = 0, length = starts.Length;
        while (length > 0)
        {
            // Written so that the compiler needs no branch: the outcome is a coin toss that no predictor learns.
            var half = (length + 1) >> 1;
            low += starts[low + half - 1] <= limit ? half : 0;
            length -= half;
        }

        return low;
    }

    /// <summary>Rounds down, so that comparing two relative times never denies what comparing the times themselves affirms.</summary>
    private int Relative(long time) =>
        time < _origin ? -1 : (int)Math.Min((ulong)(time - _origin) >> _shift, int.MaxValue);

    private static int ShiftFor(ReadOnlySpan<long> starts, ReadOnlySpan<long> ends)
    {
        var latest = starts[^1];
        foreach (var end in ends)
            latest = Math.Max(latest, end);
        var span = (ulong)(latest - starts[0]);
        return Math.Max(0, 64 - BitOperations.LeadingZeroCount(span) - 31);
    }

    /// <param name="Latest">Latest end of this interval and all that start before it.</param>
    private readonly record struct Reach(int End, int Latest);
}
