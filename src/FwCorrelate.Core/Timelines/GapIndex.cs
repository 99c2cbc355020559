// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>What the traces do not tell of one sandbox, for questions about a time: it is asked for every connection.</summary>
internal sealed class GapIndex
{
    private readonly TraceGap[] _gaps;

    // The latest end among a gap and all before it: no gap before one that ends too early can reach the question.
    private readonly Instant[] _latest;

    public GapIndex(IEnumerable<TraceGap> gaps)
    {
        _gaps = [.. gaps.OrderBy(g => g.From)];
        _latest = new Instant[_gaps.Length];
        for (var i = 0; i < _gaps.Length; i++)
            _latest[i] = i == 0 ? _gaps[i].To : Instant.Max(_latest[i - 1], _gaps[i].To);
    }

    public static GapIndex Empty { get; } = new([]);

    /// <summary>Those that meet [<paramref name="from"/>, <paramref name="to"/>], latest start first.</summary>
    public IEnumerable<TraceGap> Meeting(Instant from, Instant to)
    {
        for (var i = CountStartedBy(to) - 1; i >= 0 && _latest[i] >= from; i--)
        {
            if (_gaps[i].To >= from)
                yield return _gaps[i];
        }
    }

    private int CountStartedBy(Instant time)
    {
        var (low, high) = (0, _gaps.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_gaps[middle].From <= time)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
