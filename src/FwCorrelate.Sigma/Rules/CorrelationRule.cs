// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Sigma.Rules;

/// <summary>A correlation as written (Sigma correlation rules specification 2.1).</summary>
public sealed record CorrelationRule : RuleDocument
{
    internal CorrelationRule(RuleDocument described)
        : base(described)
    {
    }

    public required CorrelationType Type { get; init; }

    /// <summary>The rules whose matches are joined, in order; correlations too.</summary>
    public required IReadOnlyList<RuleMention> Rules { get; init; }

    /// <summary>Fields or aliases whose values must be equal; empty where all events are one group.</summary>
    public IReadOnlyList<string> GroupBy { get; init; } = [];

    public required Duration Timespan { get; init; }

    public required CorrelationCondition Condition { get; init; }

    /// <summary>Field names by alias, then by rule.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FieldAlias>> Aliases { get; init; } =
        new Dictionary<string, IReadOnlyList<FieldAlias>>();

    /// <summary>Whether the joined rules are reported on their own too.</summary>
    public bool Generate { get; init; }

    /// <summary>Whether it was written as an aggregation of Sigma 1, after a pipe in a condition.</summary>
    public bool IsAggregation { get; init; }
}

/// <summary>What a correlation looks at.</summary>
public enum CorrelationType
{
    EventCount,
    ValueCount,
    ValueSum,
    ValueAverage,
    ValuePercentile,
    ValueMedian,
    Temporal,
    TemporalOrdered,
}

/// <summary>The field that an alias stands for in the matches of one rule.</summary>
public sealed record FieldAlias(RuleMention Rule, string Field);

/// <summary>When a correlation holds: bounds of a number, or for temporal types an expression over names of rules.</summary>
public sealed record CorrelationCondition
{
    /// <summary>All must hold.</summary>
    public IReadOnlyList<Bound> Bounds { get; init; } = [];

    /// <summary>What is counted or measured; several fields count as one value, their combination.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Above 0, at most 100; for <see cref="CorrelationType.ValuePercentile"/>.</summary>
    public decimal Percentile { get; init; } = 50;

    /// <summary>References are to <see cref="CorrelationRule.Rules"/>, as named there.</summary>
    public Condition? Expression { get; init; }
}

/// <summary>One comparison with a number.</summary>
public readonly record struct Bound(Relation Relation, decimal Limit)
{
    /// <summary>Whether more can only help: such a bound may be judged while a window is still filling.</summary>
    public bool IsLower => Relation is Relation.Greater or Relation.GreaterOrEqual;
}

public enum Relation
{
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
}

/// <summary>Names of types and comparisons, as Sigma writes them.</summary>
public static class CorrelationWords
{
    private static readonly (string Name, CorrelationType Type)[] Types =
    [
        ("event_count", CorrelationType.EventCount),
        ("value_count", CorrelationType.ValueCount),
        ("value_sum", CorrelationType.ValueSum),
        ("value_avg", CorrelationType.ValueAverage),
        ("value_percentile", CorrelationType.ValuePercentile),
        ("value_median", CorrelationType.ValueMedian),
        ("temporal", CorrelationType.Temporal),
        ("temporal_ordered", CorrelationType.TemporalOrdered),
    ];

    private static readonly (string Name, Relation Relation)[] Relations =
    [
        ("gt", Relation.Greater),
        ("gte", Relation.GreaterOrEqual),
        ("lt", Relation.Less),
        ("lte", Relation.LessOrEqual),
        ("eq", Relation.Equal),
        ("neq", Relation.NotEqual),
    ];

    public static string Name(this CorrelationType type) => Types.First(t => t.Type == type).Name;

    public static string Name(this Relation relation) => Relations.First(c => c.Relation == relation).Name;

    public static bool IsTemporal(this CorrelationType type) => type is CorrelationType.Temporal or CorrelationType.TemporalOrdered;

    /// <summary>Whether it measures a number of each event, not events or values.</summary>
    public static bool IsMetric(this CorrelationType type) =>
        type is CorrelationType.ValueSum or CorrelationType.ValueAverage or CorrelationType.ValuePercentile or CorrelationType.ValueMedian;

    internal static IEnumerable<string> TypeNames => Types.Select(t => t.Name);

    internal static IEnumerable<string> RelationNames => Relations.Select(c => c.Name);

    internal static CorrelationType? ParseType(string text)
    {
        foreach (var (name, type) in Types)
        {
            if (name == text)
                return type;
        }

        return null;
    }

    internal static Relation? ParseRelation(string text)
    {
        foreach (var (name, relation) in Relations)
        {
            if (name == text)
                return relation;
        }

        return null;
    }
}
