// SPDX-License-Identifier: Apache-2.0
using System.Numerics;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>
/// Chains of events in the order of the rules. For each chain that could still grow only the latest possible start is kept: a later
/// start is in every window that an earlier one is in. So an event costs the number of rules, not the number of events.
/// </summary>
internal abstract class SequenceMeasure(CompiledCorrelation correlation) : Measure
{
    /// <summary>No such chain yet.</summary>
    protected const long Never = long.MinValue;

    private readonly bool _keepsArrivalOrder = correlation.KeepsArrivalOrder;
    private long[] _starts = [];

    /// <summary>Rules with events of the newest time: all of one time count as in order, so they wait until time goes on.</summary>
    private ulong[] _fresh = [];
    private long[] _newest = [];

    public override long Bytes => (_starts.Length + _fresh.Length + _newest.Length) * 8L;

    /// <summary>Chains that are kept for a group.</summary>
    protected abstract int Chains { get; }

    public static new SequenceMeasure Of(CompiledCorrelation correlation) => correlation.Rule.Condition switch
    {
        { Expression: { } expression } => new TermSequences(correlation, OrderedTerms.Of(correlation.Rule, expression)!),
        { Bounds: [] } => new TermSequences(correlation, [new OrderedTerm(ulong.MaxValue >> (64 - correlation.Members.Length), 0)]),
        _ => new LongestSequence(correlation),
    };

    public override void Grow(int groups)
    {
        var before = _starts.Length;
        Array.Resize(ref _starts, groups * Chains);
        Array.Fill(_starts, Never, before, _starts.Length - before);
        Array.Resize(ref _fresh, groups);
        Array.Resize(ref _newest, groups);
    }

    public override void Enter(int group, in WindowEvent e, Int128 number)
    {
        if (_keepsArrivalOrder)
        {
            Extend(ChainsOf(group), e.Member, e.Time);
            return;
        }

        if (e.Time != _newest[group])
            Settle(group);
        _newest[group] = e.Time;
        _fresh[group] |= 1UL << e.Member;
    }

    public override void Leave(int group, in WindowEvent e, Int128 number)
    {
    }

    public override void Clear(int group)
    {
        ChainsOf(group).Fill(Never);
        _fresh[group] = 0;
        _newest[group] = 0;
    }

    public override bool Holds(int group, int count, long start)
    {
        Settle(group);
        return Holds(ChainsOf(group), start);
    }

    /// <summary>An event of a rule at a time that none before it exceeds.</summary>
    protected abstract void Extend(Span<long> starts, int member, long time);

    protected abstract bool Holds(ReadOnlySpan<long> starts, long start);

    private void Settle(int group)
    {
        var starts = ChainsOf(group);
        for (var fresh = _fresh[group]; fresh != 0; fresh &= fresh - 1)
            Extend(starts, BitOperations.TrailingZeroCount(fresh), _newest[group]);
        _fresh[group] = 0;
    }

    private Span<long> ChainsOf(int group) => _starts.AsSpan(group * Chains, Chains);
}

/// <summary>Sequences of given rules: all of them, or one for each way to meet a boolean condition.</summary>
internal sealed class TermSequences(CompiledCorrelation correlation, IReadOnlyList<OrderedTerm> terms) : SequenceMeasure(correlation)
{
    private readonly int[][] _members = [.. terms.Select(t => Enumerable.Range(0, 64).Where(i => (t.Present >> i & 1) != 0).ToArray())];
    private readonly int _rules = correlation.Members.Length;

    /// <summary>For each rule its newest event, then for each term and each of its rules the start of the chain that ends there.</summary>
    protected override int Chains { get; } = correlation.Members.Length + terms.Sum(t => t.Length);

    protected override void Extend(Span<long> starts, int member, long time)
    {
        starts[member] = time;
        var at = _rules;
        foreach (var members in _members)
        {
            var place = Array.IndexOf(members, member);
            if (place >= 0)
                starts[at + place] = place == 0 ? time : starts[at + place - 1];
            at += members.Length;
        }
    }

    protected override bool Holds(ReadOnlySpan<long> starts, long start)
    {
        var at = _rules;
        for (var i = 0; i < _members.Length; i++)
        {
            var length = _members[i].Length;
            if ((length == 0 || starts[at + length - 1] > start) && IsFreeOf(terms[i].Absent, starts, start))
                return true;
            at += length;
        }

        return false;
    }

    private static bool IsFreeOf(ulong absent, ReadOnlySpan<long> starts, long start)
    {
        for (; absent != 0; absent &= absent - 1)
        {
            if (starts[BitOperations.TrailingZeroCount(absent)] > start)
                return false;
        }

        return true;
    }
}

/// <summary>How many of the rules have events in order: the longest chain.</summary>
internal sealed class LongestSequence(CompiledCorrelation correlation) : SequenceMeasure(correlation)
{
    private readonly int _rules = correlation.Members.Length;
    private readonly NumberTest _test = new(correlation.Rule.Condition.Bounds);

    /// <summary>For each rule and each length the start of the chain of that length that ends with that rule.</summary>
    protected override int Chains { get; } = correlation.Members.Length * correlation.Members.Length;

    protected override void Extend(Span<long> starts, int member, long time)
    {
        for (var length = member + 1; length > 1; length--)
        {
            for (var earlier = 0; earlier < member; earlier++)
            {
                ref var start = ref starts[(member * _rules) + length - 1];
                start = Math.Max(start, starts[(earlier * _rules) + length - 2]);
            }
        }

        starts[member * _rules] = time;
    }

    protected override bool Holds(ReadOnlySpan<long> starts, long start)
    {
        for (var length = _rules; length > 0; length--)
        {
            for (var member = length - 1; member < _rules; member++)
            {
                if (starts[(member * _rules) + length - 1] > start)
                    return _test.Holds(length);
            }
        }

        return _test.Holds(0);
    }
}
