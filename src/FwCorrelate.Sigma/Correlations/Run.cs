// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Correlations;

/// <summary>One event of a run.</summary>
/// <param name="Inner">The inner match that it is; then it has no number.</param>
internal readonly record struct RunEvent(long Time, long Id, int Member, Run? Inner);

/// <summary>A match in the making: windows of one group that overlap and all hold. Events that leave the window are kept here.</summary>
internal sealed class Run(WindowTable table, int group, string?[] values, long fired)
{
    private readonly Queue<RunEvent> _left = [];

    public WindowTable Table => table;

    /// <summary>Values of the group, by <c>group-by</c>.</summary>
    public string?[] Values => values;

    /// <summary>When it first held.</summary>
    public long Fired { get; } = fired;

    /// <summary>End of the newest window that held.</summary>
    public long Last { get; private set; } = fired;

    public long Evicted { get; private set; }

    /// <summary>Whether the input ended before its window did.</summary>
    public bool IsCut { get; init; }

    public bool HasEnded { get; private set; }

    public long Bytes => _left.Count * 32L;

    public void Extend(long time) => Last = time;

    /// <summary>Takes an event that leaves the window; returns how many had to give way.</summary>
    public int Keep(in RunEvent e, int most)
    {
        _left.Enqueue(e);
        if (_left.Count <= most)
            return 0;
        _left.Dequeue();
        Evicted++;
        return 1;
    }

    public void CountEvicted() => Evicted++;

    /// <summary>Takes over what is still in the window: from here on the run is complete.</summary>
    public void End()
    {
        foreach (var e in table.EventsOf(group, Last))
            _left.Enqueue(e);
        HasEnded = true;
    }

    /// <summary>Its events up to a time, by time.</summary>
    public IEnumerable<RunEvent> Events(long until)
    {
        var all = HasEnded ? _left : _left.Concat(table.EventsOf(group, Last));
        return all.Where(e => e.Time <= until);
    }
}
