// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Correlations;

/// <summary>Hits by time, then arrival. What arrives in order goes through a ring; only what is late is sorted in.</summary>
internal sealed class HitQueue
{
    private readonly PriorityQueue<Hit, (long Time, long Sequence)> _late = new();
    private Hit[] _ring = new Hit[16];
    private int _head;
    private int _count;
    private long _sequence;

    public int Count => _count + _late.Count;

    public long Bytes => (_ring.Length + _late.Count) * (long)System.Runtime.CompilerServices.Unsafe.SizeOf<Hit>();

    /// <summary>Time of the first hit; the largest number where there is none.</summary>
    public long FirstTime
    {
        get
        {
            var first = _count > 0 ? _ring[_head].Time : long.MaxValue;
            return _late.Count > 0 ? Math.Min(first, _late.Peek().Time) : first;
        }
    }

    public void Add(in Hit hit)
    {
        var sequence = _sequence++;
        if (_count > 0 && hit.Time < _ring[(_head + _count - 1) & (_ring.Length - 1)].Time)
        {
            _late.Enqueue(hit with { Sequence = sequence }, (hit.Time, sequence));
            return;
        }

        if (_count == _ring.Length)
            Grow();
        ref var last = ref _ring[(_head + _count++) & (_ring.Length - 1)];
        last = hit;
        last.Sequence = sequence;
    }

    public Hit Take()
    {
        if (_late.Count > 0 && (_count == 0 || IsBefore(_late.Peek(), _ring[_head])))
            return _late.Dequeue();
        var hit = _ring[_head];
        _head = (_head + 1) & (_ring.Length - 1);
        _count--;
        return hit;
    }

    private static bool IsBefore(in Hit a, in Hit b) => a.Time < b.Time || (a.Time == b.Time && a.Sequence < b.Sequence);

    private void Grow()
    {
        var larger = new Hit[_ring.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        (_ring, _head) = (larger, 0);
    }
}
