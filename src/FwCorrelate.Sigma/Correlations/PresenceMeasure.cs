// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>Which of the joined rules a group has events of.</summary>
internal sealed class PresenceMeasure : Measure
{
    private readonly int _rules;
    private readonly NumberTest? _count;
    private readonly Func<ulong, bool>? _expression;
    private ulong[] _present = [];
    private int[] _events = [];

    public PresenceMeasure(CompiledCorrelation correlation)
    {
        var condition = correlation.Rule.Condition;
        _rules = correlation.Members.Length;
        _count = condition.Bounds.Count > 0 ? new NumberTest(condition.Bounds) : null;
        _expression = condition.Expression is { } expression ? OrderedTerms.MaskTest(correlation.Rule, expression) : null;
    }

    public override long Bytes => (_present.Length * sizeof(ulong)) + (_events.Length * sizeof(int));

    public override void Grow(int groups)
    {
        Array.Resize(ref _present, groups);
        Array.Resize(ref _events, groups * _rules);
    }

    public override void Enter(int group, in WindowEvent e, Int128 number)
    {
        _events[(group * _rules) + e.Member]++;
        _present[group] |= 1UL << e.Member;
    }

    public override void Leave(int group, in WindowEvent e, Int128 number)
    {
        if (--_events[(group * _rules) + e.Member] == 0)
            _present[group] &= ~(1UL << e.Member);
    }

    public override void Clear(int group) => _present[group] = 0;

    public override bool Holds(int group, int count, long start)
    {
        var present = _present[group];
        if (_expression is not null)
            return _expression(present);
        var rules = BitOperations.PopCount(present);
        return _count?.Holds(rules) ?? rules == _rules;
    }
}
