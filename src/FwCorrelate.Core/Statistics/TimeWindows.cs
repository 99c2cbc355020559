// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>Closed windows of time in seconds since 1970, disjoint and in order.</summary>
public sealed class TimeWindows
{
    /// <summary>Lags further apart are looked up anew; nearer ones are reached by walking.</summary>
    private const double WalkedLag = 900;

    private readonly double[] _starts;
    private readonly double[] _ends;

    private TimeWindows(List<(double Start, double End)> windows) =>
        (_starts, _ends) = ([.. windows.Select(w => w.Start)], [.. windows.Select(w => w.End)]);

    public static TimeWindows None { get; } = new([]);

    public int Count => _starts.Length;

    public IEnumerable<(double Start, double End)> All => _starts.Zip(_ends);

    /// <summary>Windows in any order, which may overlap; those that end before they start are left out.</summary>
    public static TimeWindows Of(IEnumerable<(double Start, double End)> windows)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var joined = new List<(double Start, double End)>();
        foreach (var window in windows.Where(w => w.Start <= w.End).OrderBy(w => w.Start).ThenBy(w => w.End))
        {
            if (joined.Count > 0 && window.Start <= joined[^1].End)
                joined[^1] = (joined[^1].Start, Math.Max(joined[^1].End, window.End));
            else
                joined.Add(window);
        }

        return joined.Count == 0 ? None : new TimeWindows(joined);
    }

    public bool Covers(double time) => IndexAt(time) is >= 0 and var index && time <= _ends[index];

    /// <summary>Seconds of [<paramref name="from"/>, <paramref name="to"/>] that they cover.</summary>
    public double Within(double from, double to)
    {
        var seconds = 0.0;
        for (var i = Math.Max(0, IndexAt(from)); i < _starts.Length && _starts[i] < to; i++)
            seconds += Math.Max(0, Math.Min(_ends[i], to) - Math.Max(_starts[i], from));
        return seconds;
    }

    /// <summary>What is left of them outside of others. Ends touch: a time on the border may be in both.</summary>
    public TimeWindows Outside(TimeWindows others)
    {
        ArgumentNullException.ThrowIfNull(others);
        var left = new List<(double Start, double End)>();
        for (var i = 0; i < _starts.Length; i++)
        {
            var free = _starts[i];
            for (var j = Math.Max(0, others.IndexAt(free)); j < others.Count && others._starts[j] < _ends[i]; j++)
            {
                if (others._starts[j] > free)
                    left.Add((free, others._starts[j]));
                free = Math.Max(free, others._ends[j]);
            }

            if (free < _ends[i])
                left.Add((free, _ends[i]));
        }

        return left.Count == 0 ? None : new TimeWindows(left);
    }

    /// <summary>Adds 1 to the count of each lag at which a window covers <paramref name="time"/> minus the lag.</summary>
    /// <param name="lags">Ascending, in seconds.</param>
    public void CountCovered(double time, ReadOnlySpan<double> lags, Span<int> counts)
    {
        var index = -1;
        for (var i = 0; i < lags.Length; i++)
        {
            var at = time - lags[i];
            if (i == 0 || lags[i] - lags[i - 1] > WalkedLag)
                index = IndexAt(at);
            while (index >= 0 && _starts[index] > at)
                index--;
            if (index >= 0 && at <= _ends[index])
                counts[i]++;
        }
    }

    /// <summary>The last window that starts at or before a time; -1 where none does.</summary>
    private int IndexAt(double time)
    {
        int low = 0, high = _starts.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_starts[middle] <= time)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }
}
