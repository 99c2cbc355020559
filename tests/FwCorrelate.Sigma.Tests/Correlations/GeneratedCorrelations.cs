// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using CsCheck;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Tests.Correlations;

/// <summary>Correlations of every type, chained ones among them, and events that lie close to the edges of their windows.</summary>
internal static class GeneratedCorrelations
{
    private static readonly string[] Names = ["a", "b", "c"];

    private static readonly Gen<string> Lower = Gen.Select(AnyOf("gt", "gte"), Gen.Int[1, 4], (relation, n) => $"{relation}: {n}");

    private static readonly Gen<string> Bounds = Gen.OneOf(
        Lower, Lower,
        Gen.Select(AnyOf("lt", "lte", "eq", "neq"), Gen.Int[0, 4], (relation, n) => $"{relation}: {n}"),
        Gen.Select(Gen.Int[0, 2], Gen.Int[2, 4], (low, high) => $"gt: {low}, lte: {high}"));

    private static readonly Gen<string> Expression = AnyOf(
        "a and (b or c)", "a or b and c", "a and not b", "not (a or b) and c", "b and not (a and c)", "a and b", "(a or b) and (b or c)", "a or not c");

    private static readonly Gen<string> Listed = AnyOf("[a]", "[a, b]", "[b, a]", "[a, b, c]", "[c, id-b]");

    /// <summary>What stands under <c>correlation</c>, without the time.</summary>
    private static readonly Gen<string> Section = Gen.OneOf(
        Gen.Select(Listed, Bounds, (rules, bounds) => $"type: event_count\n  rules: {rules}\n  condition: {{{bounds}}}"),
        Gen.Select(Listed, Bounds, (rules, bounds) => $"type: value_count\n  rules: {rules}\n  condition: {{field: v, {bounds}}}"),
        Gen.Select(AnyOf("sum", "avg", "median"), Listed, Bounds, (type, rules, bounds) => $"type: value_{type}\n  rules: {rules}\n  condition: {{field: v, {bounds}}}"),
        Gen.Select(AnyOf("10", "33.3", "50", "90", "100"), Listed, Bounds, (percentile, rules, bounds) => $"type: value_percentile\n  rules: {rules}\n  condition: {{field: v, percentile: {percentile}, {bounds}}}"),
        Gen.Select(AnyOf("temporal", "temporal_ordered"), Listed, (type, rules) => $"type: {type}\n  rules: {rules}"),
        Gen.Select(AnyOf("temporal", "temporal_ordered"), Listed, Bounds, (type, rules, bounds) => $"type: {type}\n  rules: {rules}\n  condition: {{{bounds}}}"),
        Gen.Select(AnyOf("temporal", "temporal_ordered"), Expression, (type, condition) => $"type: {type}\n  rules: [a, b, c]\n  condition: {condition}"));

    /// <summary>A correlation of another one and a rule; the inner one is no plain sequence.</summary>
    private static readonly Gen<string> Outer = Gen.OneOf(
        AnyOf("[x0, c]", "[c, x0]", "[x0, x1]", "[x0]").Select(AnyOf("temporal", "temporal_ordered"), (rules, type) => $"type: {type}\n  rules: {rules}"),
        Gen.Select(AnyOf("[x0, c]", "[x0]", "[x1, x0]"), Bounds, (rules, bounds) => $"type: event_count\n  rules: {rules}\n  condition: {{{bounds}}}"));

    private static readonly Gen<int> Seconds = Gen.Int[1, 6];

    /// <summary>Two correlations and one of them.</summary>
    public static Gen<string> Text { get; } = Gen.Select(Section, Section, Outer, Seconds.Array[3], (first, second, outer, seconds) => string.Concat(Names.Select(CorrelationLab.Base))
        + Correlation("x0", Inner(first), seconds[0]) + Correlation("x1", Inner(second), seconds[1]) + Correlation("x2", outer, seconds[2]));

    /// <summary>Events by time, in steps of half a second so that many are of one time or exactly a timespan apart.</summary>
    public static Gen<TestEvent[]> Events { get; } = Gen.Select(
            Gen.Int[0, 30], AnyOf("a", "b", "c", "d", "[a,b]"), Gen.Frequency((4, Gen.Const("u")), (4, Gen.Const("w")), (1, Gen.Const(""))), Gen.Frequency((6, Gen.Int[-1, 3].Select(v => v.ToString(CultureInfo.InvariantCulture))), (1, Gen.Const("1.5")), (1, Gen.Const("x")), (1, Gen.Const(""))))
        .Array[0, 25].Select(drafts => drafts.OrderBy(d => d.Item1).Select((d, id) => Event(id, d)).ToArray());

    private static Gen<string> AnyOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Inner(string section) =>
        section.StartsWith("type: temporal_ordered", StringComparison.Ordinal) && !section.Contains("condition", StringComparison.Ordinal) ? section + "\n  condition: {gte: 1}" : section;

    private static string Correlation(string id, string section, int seconds) =>
        string.Create(CultureInfo.InvariantCulture, $"title: {id}\nid: {id}\ncorrelation:\n  {section}\n  group-by: [g]\n  timespan: {seconds}s\n---\n");

    private static TestEvent Event(long id, (int Half, string Kind, string Group, string Value) draft)
    {
        var fields = new Dictionary<string, FieldValue>
        {
            ["k"] = draft.Kind.StartsWith('[') ? FieldValue.OfArray([FieldValue.Of("a"), FieldValue.Of("b")]) : FieldValue.Of(draft.Kind),
        };
        if (draft.Group.Length > 0)
            fields["g"] = FieldValue.Of(draft.Group);
        if (draft.Value.Length > 0)
            fields["v"] = FieldValue.Of(draft.Value);
        return new TestEvent(id, draft.Half * 500L, fields);
    }
}
