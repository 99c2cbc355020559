// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>The calls of one sandbox, for overlap queries in any order. Calls may overlap.</summary>
public sealed class CallIndex
{
    private readonly ToolCall[] _calls;

    // In milliseconds, rounded down, and with the starts made ascending where uncertainties differ: it finds candidates, which are then
    // checked.
    private readonly IntervalIndex _intervals;

    public CallIndex(IEnumerable<ToolCall> calls)
    {
        _calls = [.. calls.OrderBy(c => c.TrueStart.Value).ThenBy(c => c.TraceId, StringComparer.Ordinal)
            .ThenBy(c => c.SpanId, StringComparer.Ordinal)];
        var starts = new long[_calls.Length];
        var ends = new long[_calls.Length];
        var earliest = long.MaxValue;
        for (var i = _calls.Length - 1; i >= 0; i--)
        {
            starts[i] = earliest = Math.Min(earliest, _calls[i].TrueStart.Earliest.ToUnixTimeMilliseconds());
            ends[i] = _calls[i].TrueEnd.Latest.ToUnixTimeMilliseconds();
        }

        _intervals = new IntervalIndex(starts, ends);
    }

    public static CallIndex Empty { get; } = new([]);

    /// <summary>By start.</summary>
    public IReadOnlyList<ToolCall> Calls => _calls;

    /// <summary>Calls whose interval meets [<paramref name="from"/>, <paramref name="to"/>], by start.</summary>
    public IReadOnlyList<ToolCall> Meeting(Instant from, Instant to)
    {
        var collector = new Collector(_calls, from, to, []);
        _intervals.Visit(from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds(), ref collector);
        collector.Found.Reverse();
        return collector.Found;
    }

    /// <summary>
    /// Time within [<paramref name="from"/>, <paramref name="to"/>] that no call covers, each widened by <paramref name="slack"/>.
    /// </summary>
    public Duration TimeOutside(Instant from, Instant to, Duration slack)
    {
        var outside = Duration.Zero;
        var free = from;
        foreach (var call in _calls)
        {
            var start = call.TrueStart.Earliest - slack;
            if (start >= to)
                break;
            if (start > free)
                outside += start - free;
            free = Instant.Max(free, call.TrueEnd.Latest + slack);
        }

        return free < to ? outside + (to - free) : outside;
    }

    private readonly struct Collector(ToolCall[] calls, Instant from, Instant to, List<ToolCall> found) : IOverlapVisitor
    {
        public List<ToolCall> Found => found;

        public void Visit(int index)
        {
            var call = calls[index];
            if (call.TrueStart.Earliest <= to && call.TrueEnd.Latest >= from)
                found.Add(call);
        }
    }
}
