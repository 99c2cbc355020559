// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Formats;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Explaining;

/// <summary>
/// A rule in words, before any event: how its condition hangs together, which fields it reads and what the index asks of a record first.
/// </summary>
/// <param name="Condition">As a tree; nothing of it holds or fails.</param>
/// <param name="Fields">Each name that the rule uses once, in its order.</param>
/// <param name="Witnesses">What a record must have for the rule to be tried at all, in words; empty where it is tried on every one.</param>
/// <param name="BlindWhere">Inputs on which it cannot fire, in words.</param>
public sealed record RuleOutline(
    TracedPart Condition, IReadOnlyList<FieldOrigin> Fields, IReadOnlyList<string> Witnesses, IReadOnlyList<string> BlindWhere)
{
    /// <summary>Whether it can match no event at all.</summary>
    public bool NeverMatches { get; init; }

    internal static RuleOutline Of(DetectionRule rule, IReadOnlyList<LogFormat> known)
    {
        var written = rule.Written;
        return new RuleOutline(
            Outline(written), FieldOrigin.Of(written, rule.Summary.Event), IndexWitness.Of(rule), Blindness.Where(rule, known))
        {
            NeverMatches = rule.Necessary is Constant { Value: false },
        };
    }

    private static TracedPart Outline(Predicate predicate) => predicate switch
    {
        Named named => Outline(named.Part).Under(named.Written),
        And all => TracedPart.Of(PartLink.All, null, [.. all.Parts.Select(Outline)]),
        Or any => TracedPart.Of(PartLink.Any, null, [.. any.Parts.Select(Outline)]),
        Not inverse => TracedPart.Inverse(Outline(inverse.Part)),
        FieldTest or FieldPairTest or KeywordTest or Constant => TracedPart.Test(null),
        _ => throw new UnreachableException(),
    };
}

/// <summary>A field that a rule reads, and where its value comes from, in words.</summary>
public sealed record FieldOrigin(string Name, string From)
{
    internal static IReadOnlyList<FieldOrigin> Of(Predicate predicate, Matching.RuleEvent kind) =>
        [.. FieldsOf(predicate).DistinctBy(f => f.Name).Select(f => new FieldOrigin(f.Name, OriginOf(f, kind)))];

    private static IEnumerable<Field> FieldsOf(Predicate predicate) => predicate switch
    {
        Named named => FieldsOf(named.Part),
        And all => all.Parts.SelectMany(FieldsOf),
        Or any => any.Parts.SelectMany(FieldsOf),
        Not inverse => FieldsOf(inverse.Part),
        FieldTest test => [test.Field],
        FieldPairTest pair => [pair.Left, pair.Right],
        _ => [],
    };

    private static string OriginOf(Field field, Matching.RuleEvent kind) => field.Scope switch
    {
        FieldScope.Vendor => "the log's own column of that name, or the one that its format maps to it",
        FieldScope.Agent => "the attribution, known after the join only",
        FieldScope.Absent => "nowhere: a tool call has no such field",
        _ when kind == Matching.RuleEvent.ToolCall => "the tool call",
        _ => "the record",
    };
}
