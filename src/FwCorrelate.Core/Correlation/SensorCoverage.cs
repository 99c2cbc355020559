// SPDX-License-Identifier: Apache-2.0
using NodaTime.HighPerformance;

namespace FwCorrelate.Correlation;

/// <summary>
/// When one sensor logged: intervals without a silence longer than the idle time-out, and intervals in which it said that it lost
/// records. The same whatever the order in which records are noted; memory grows with the silences, not with the records.
/// </summary>
public sealed class SensorCoverage
{
    private readonly IntervalUnion _logged;
    private readonly IntervalUnion _lost = new(Duration64.FromNanoseconds(0));
    private readonly IntervalUnion _unread = new(Duration64.FromNanoseconds(0));

    public SensorCoverage(Duration64 idleTimeout) => _logged = new IntervalUnion(idleTimeout);

    public long Records { get; private set; }

    /// <summary>Silences cut this: start and end of each stretch, by start.</summary>
    public IReadOnlyList<(Instant64 Start, Instant64 End)> Logged => _logged.Intervals;

    public IReadOnlyList<(Instant64 Start, Instant64 End)> Lost => _lost.Intervals;

    /// <summary>Notes a record's interval, also of NODATA records: a sensor that says "nothing" is there.</summary>
    public void NoteRecord(Instant64 start, Instant64 end)
    {
        Records++;
        _logged.Add(start, end);
    }

    /// <summary>Notes an interval in which records were lost.</summary>
    public void NoteLoss(Instant64 start, Instant64 end)
    {
        Records++;
        _logged.Add(start, end);
        _lost.Add(start, end);
    }

    /// <summary>Notes an interval of which records could not be read: what was not seen in it may have been there.</summary>
    public void NoteUnread(Instant64 start, Instant64 end) => _unread.Add(start, end);

    public void Merge(SensorCoverage other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Records += other.Records;
        foreach (var (start, end) in other.Logged)
            _logged.Add(start, end);
        foreach (var (start, end) in other.Lost)
            _lost.Add(start, end);
        foreach (var (start, end) in other._unread.Intervals)
            _unread.Add(start, end);
    }

    /// <summary>
    /// Since when the sensor has logged without a gap, loss or damage up to <paramref name="time"/>; null where it did not log then.
    /// </summary>
    public Instant64? CoveredSince(Instant64 time)
    {
        var stretch = _logged.Around(time);
        if (stretch is not { } logged)
            return null;
        if (_lost.Around(time) is not null || _unread.Around(time) is not null)
            return null;
        return Instant64.Max(logged.Start, Instant64.Max(_lost.LastEndBy(time), _unread.LastEndBy(time)));
    }
}

/// <summary>A union of closed intervals in which gaps up to a tolerance are closed. Adding is associative and commutative.</summary>
internal sealed class IntervalUnion(Duration64 tolerance)
{
    private readonly List<(Instant64 Start, Instant64 End)> _intervals = [];

    public IReadOnlyList<(Instant64 Start, Instant64 End)> Intervals => _intervals;

    public void Add(Instant64 start, Instant64 end)
    {
        var last = _intervals.Count - 1;

        // Records come nearly in order: the last interval is the usual one.
        var first = last >= 0 && start >= _intervals[last].Start && start <= _intervals[last].End + tolerance ? last : FirstReaching(start);
        var next = first;
        while (next <= last && _intervals[next].Start <= end + tolerance)
        {
            start = Instant64.Min(start, _intervals[next].Start);
            end = Instant64.Max(end, _intervals[next].End);
            next++;
        }

        if (next == first + 1)
        {
            _intervals[first] = (start, end);
            return;
        }

        _intervals.RemoveRange(first, next - first);
        _intervals.Insert(first, (start, end));
    }

    public (Instant64 Start, Instant64 End)? Around(Instant64 time)
    {
        var index = FirstReaching(time - tolerance);
        return index < _intervals.Count && _intervals[index].Start <= time
            && time <= _intervals[index].End + tolerance ? _intervals[index] : null;
    }

    /// <summary>The latest end that is not after <paramref name="time"/>; the least of all times where there is none.</summary>
    public Instant64 LastEndBy(Instant64 time)
    {
        int low = 0, high = _intervals.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_intervals[middle].End <= time)
                low = middle + 1;
            else
                high = middle;
        }

        return low == 0 ? Instant64.MinValue : _intervals[low - 1].End;
    }

    /// <summary>Index of the first interval whose end, widened by the tolerance, is not before <paramref name="time"/>.</summary>
    private int FirstReaching(Instant64 time)
    {
        int low = 0, high = _intervals.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_intervals[middle].End + tolerance < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
