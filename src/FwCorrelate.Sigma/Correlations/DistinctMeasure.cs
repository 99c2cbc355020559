// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>How many different values a group has in its window.</summary>
internal sealed class DistinctMeasure(NumberTest test) : Measure
{
    /// <summary>Events by group (high half) and value (low half).</summary>
    private readonly Dictionary<long, int> _events = [];
    private int[] _distinct = [];

    public override long Bytes => (_distinct.Length * sizeof(int)) + (_events.Capacity * 28L);

    public override void Grow(int groups) => Array.Resize(ref _distinct, groups);

    public override void Enter(int group, in WindowEvent e, Int128 number)
    {
        ref var events = ref CollectionsMarshal.GetValueRefOrAddDefault(_events, Key(group, e.Value), out _);
        if (events++ == 0)
            _distinct[group]++;
    }

    public override void Leave(int group, in WindowEvent e, Int128 number)
    {
        var key = Key(group, e.Value);
        ref var events = ref CollectionsMarshal.GetValueRefOrNullRef(_events, key);
        if (--events > 0)
            return;
        _events.Remove(key);
        _distinct[group]--;
    }

    public override void Clear(int group) => _distinct[group] = 0;

    public override bool Holds(int group, int count, long start) => test.Holds(_distinct[group]);

    private static long Key(int group, int value) => ((long)group << 32) | (uint)value;
}
