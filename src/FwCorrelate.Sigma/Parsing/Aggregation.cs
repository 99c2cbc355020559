// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Rules;
using NodaTime;

namespace FwCorrelate.Sigma.Parsing;

/// <summary>An aggregation of Sigma 1. It is run as the correlation that it means, over the rule without it.</summary>
internal sealed record Aggregation(CorrelationType Type)
{
    public Duration Timeframe { get; init; }

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    public CorrelationCondition Condition { get; init; } = new();

    /// <summary>For <c>near</c>: detections that must, or must not, match within the time too.</summary>
    public IReadOnlyList<(string Name, bool IsNegated)> Near { get; init; } = [];

    public Position Position { get; init; }

    /// <summary>The rule's own id goes to the correlation, since that is what is reported; its parts get ids made of it.</summary>
    public (IEnumerable<Rule> Detections, CorrelationRule Correlation) Expand(Rule plain)
    {
        var whole = plain with { Id = $"{plain.Id}#detection", Name = null };
        var parts = Near.Select(n => plain with { Id = $"{plain.Id}#{n.Name}", Name = null, Condition = new DetectionReference(n.Name) })
            .DistinctBy(r => r.Id);
        IReadOnlyList<Rule> detections = [whole, .. parts];
        var correlation = new CorrelationRule(plain)
        {
            Type = Type,
            Rules = [.. detections.Select(d => new RuleMention(d.Id, Position))],
            GroupBy = GroupBy,
            Timespan = Timeframe,
            Condition = Near.Any(n => n.IsNegated) ? Condition with { Expression = NearExpression(plain, whole) } : Condition,
            IsAggregation = true,
        };
        return (detections, correlation);
    }

    private AndCondition NearExpression(Rule plain, Rule whole) => new(
    [
        new DetectionReference(whole.Id),
        .. Near.Select(n => new DetectionReference($"{plain.Id}#{n.Name}"))
        .Zip(Near, Condition (reference, near) => near.IsNegated ? new NotCondition(reference) : reference),
    ]);
}
