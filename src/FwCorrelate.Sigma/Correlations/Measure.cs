// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>What a condition needs to know of the events in the window of each group, kept up to date as they enter and leave.</summary>
internal abstract class Measure
{
    /// <summary>Memory beyond the events themselves.</summary>
    public abstract long Bytes { get; }

    public static Measure Of(CompiledCorrelation correlation)
    {
        var condition = correlation.Rule.Condition;
        var test = new NumberTest(condition.Bounds);
        return correlation.Rule.Type switch
        {
            CorrelationType.EventCount => new CountMeasure(test),
            CorrelationType.ValueCount => new DistinctMeasure(test),
            CorrelationType.ValueSum => new SumMeasure(test, isAverage: false),
            CorrelationType.ValueAverage => new SumMeasure(test, isAverage: true),
            CorrelationType.ValuePercentile => new RankMeasure(test, condition.Percentile),
            CorrelationType.ValueMedian => new RankMeasure(test, null),
            CorrelationType.Temporal => new PresenceMeasure(correlation),
            _ => SequenceMeasure.Of(correlation),
        };
    }

    /// <summary>Makes room for groups below <paramref name="groups"/>.</summary>
    public abstract void Grow(int groups);

    public abstract void Enter(int group, in WindowEvent e, Int128 number);

    public abstract void Leave(int group, in WindowEvent e, Int128 number);

    /// <summary>Forgets a group; its events have left.</summary>
    public abstract void Clear(int group);

    /// <param name="count">Events in the window.</param>
    /// <param name="start">Nanoseconds: the window is what came after.</param>
    public abstract bool Holds(int group, int count, long start);
}

internal sealed class CountMeasure(NumberTest test) : Measure
{
    public override long Bytes => 0;

    public override void Grow(int groups)
    {
    }

    public override void Enter(int group, in WindowEvent e, Int128 number)
    {
    }

    public override void Leave(int group, in WindowEvent e, Int128 number)
    {
    }

    public override void Clear(int group)
    {
    }

    public override bool Holds(int group, int count, long start) => test.Holds(count);
}
