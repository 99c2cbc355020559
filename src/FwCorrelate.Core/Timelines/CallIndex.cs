// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>
/// The calls of one sandbox, sorted by start with the latest end so far beside each: an overlap query is a binary search and a walk
/// back that stops where nothing earlier can reach. Calls may overlap.
/// </summary>
public sealed class CallIndex
{
    private readonly ToolCall[] _calls;
    private readonly Instant[] _latestEnd;

    public CallIndex(IEnumerable<ToolCall> calls)
    {
        _calls = [.. calls.OrderBy(c => c.Start.Value).ThenBy(c => c.TraceId, StringComparer.Ordinal).ThenBy(c => c.SpanId, StringComparer.Ordinal)];
        _latestEnd = new Instant[_calls.Length];
        var latest = Instant.MinValue;
        for (var i = 0; i < _calls.Length; i++)
            _latestEnd[i] = latest = Instant.Max(latest, _calls[i].End.Latest);
    }

    public static CallIndex Empty { get; } = new([]);

    /// <summary>By start.</summary>
    public IReadOnlyList<ToolCall> Calls => _calls;

    /// <summary>Calls whose interval meets [<paramref name="from"/>, <paramref name="to"/>], by start.</summary>
    public IReadOnlyList<ToolCall> Meeting(Instant from, Instant to)
    {
        var found = new List<ToolCall>();
        for (var i = CountStartedBy(to) - 1; i >= 0 && _latestEnd[i] >= from; i--)
        {
            if (_calls[i].End.Latest >= from)
                found.Add(_calls[i]);
        }

        found.Reverse();
        return found;
    }

    /// <summary>Calls that started at or before <paramref name="time"/>, by start.</summary>
    public IEnumerable<ToolCall> StartedBy(Instant time) => _calls.Take(CountStartedBy(time));

    /// <summary>Time within [<paramref name="from"/>, <paramref name="to"/>] that no call covers, each widened by <paramref name="slack"/>.</summary>
    public Duration TimeOutside(Instant from, Instant to, Duration slack)
    {
        var outside = Duration.Zero;
        var free = from;
        foreach (var call in _calls)
        {
            var start = call.Start.Earliest - slack;
            if (start >= to)
                break;
            if (start > free)
                outside += start - free;
            free = Instant.Max(free, call.End.Latest + slack);
        }

        return free < to ? outside + (to - free) : outside;
    }

    private int CountStartedBy(Instant time)
    {
        int low = 0, high = _calls.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_calls[middle].Start.Earliest <= time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
