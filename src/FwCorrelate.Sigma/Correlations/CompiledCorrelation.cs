// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Correlations;

/// <summary>A correlation whose references are resolved.</summary>
internal sealed class CompiledCorrelation(CorrelationRule rule, CorrelationSemantics semantics)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    public CorrelationRule Rule => rule;

    /// <summary>What is said of it where it is reported.</summary>
    public required RuleSummary Summary { get; set; }

    /// <summary>In the order of <see cref="CorrelationRule.Rules"/>.</summary>
    public required CorrelationMember[] Members { get; init; }

    /// <summary>Place among all, inner ones before those that name them.</summary>
    public int Index { get; set; }

    /// <summary>Correlations that name this one, and as which of their members.</summary>
    public List<(CompiledCorrelation Outer, int Member)> Outer { get; } = [];

    /// <summary>Fields that an outer correlation groups by or counts and this one does not group by: noted with each event.</summary>
    public List<string> Carried { get; } = [];

    /// <summary>
    /// Nanoseconds: an event at t is in the windows that end at t up to, and without, t plus this. Times are whole nanoseconds, so
    /// one more makes the window closed at both ends.
    /// </summary>
    public long Span { get; } = (rule.Timespan.ToInt64Nanoseconds() / NanosecondsPerSecond * NanosecondsPerSecond)
        + (semantics.WindowEnds == WindowEnds.Closed ? 1 : 0);

    /// <summary>Whether it is judged when a window closes, since later events could still break it.</summary>
    public bool Closes { get; } = semantics.UpperBounds == UpperBounds.WhenWindowCloses
        && (rule.Condition.Bounds.Any(b => !b.IsLower) || (rule.Condition.Expression is { } expression && HasNot(expression)));

    public bool GroupsMissing { get; } = semantics.MissingGroupField == MissingGroupField.GroupOfItsOwn;

    public bool KeepsArrivalOrder { get; } = semantics.EqualTimes == EqualTimes.OrderOfArrival;

    /// <summary>Whether the match is one chain of all rules in order, so that only events on such a chain belong to it.</summary>
    public bool IsPlainSequence => rule.Type == CorrelationType.TemporalOrdered && rule.Condition is { Bounds: [], Expression: null };

    public bool HasInner => Members.Any(m => m.Inner is not null);

    /// <summary>Whether it measures a number of its events.</summary>
    public bool IsMetric { get; } = rule.Type.IsMetric();

    /// <summary>Whether it counts values.</summary>
    public bool CountsValues { get; } = rule.Type == CorrelationType.ValueCount;

    /// <summary>Whether it asks which rules matched, not how much.</summary>
    public bool IsTemporal { get; } = rule.Type.IsTemporal();

    private static bool HasNot(Condition condition) => condition switch
    {
        NotCondition => true,
        AndCondition all => all.Parts.Any(HasNot),
        OrCondition any => any.Parts.Any(HasNot),
        _ => false,
    };
}

/// <summary>One rule that a correlation joins.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Detection">Its index among the detections; -1 for a correlation.</param>
internal sealed record CorrelationMember(string Rule, int Detection, CompiledCorrelation? Inner)
{
    public ValueSource[] Group { get; set; } = [];

    public ValueSource[] Values { get; set; } = [];

    public ValueSource[] Carried { get; set; } = [];
}

/// <summary>Where a value is found.</summary>
/// <param name="Field">In an event.</param>
/// <param name="Group">In the group of an inner match: the index of its field; else -1.</param>
/// <param name="Carried">In what an inner match carries: the index of the field; else -1.</param>
internal readonly record struct ValueSource(Field? Field, int Group, int Carried);
