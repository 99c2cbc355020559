// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Sigma.Correlations;

namespace FwCorrelate.Sigma.Tests.Conformance;

/// <summary>The conformance cases written from the Sigma specification, one test each.</summary>
[TestClass]
public sealed class SpecificationTests
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "Cases", "spec");

    public static IEnumerable<object[]> Cases => Directory.EnumerateFiles(Root, "*.json", SearchOption.AllDirectories)
        .Select(p => Path.GetRelativePath(Root, p).Replace('\\', '/')).Order(StringComparer.Ordinal).Select(p => new object[] { p });

    /// <summary>The reading of each ambiguous case that is ours, and the switches that give the others.</summary>
    private static readonly Dictionary<string, CorrelationSemantics[]> Switches = new()
    {
        ["correlation/event-count-upper-bound.json"] = [new(), new() { UpperBounds = UpperBounds.AtEachEvent }],
        ["correlation/group-by-missing-field.json"] = [new(), new() { MissingGroupField = MissingGroupField.GroupOfItsOwn }],
        ["correlation/ordered-same-time.json"] = [new(), new() { EqualTimes = EqualTimes.OrderOfArrival }],
        ["correlation/window-edge.json"] = [new(), new() { WindowEnds = WindowEnds.Closed }],
        ["reject/pipe-aggregation.json"] = [new() { OldAggregations = OldAggregations.Refuse }, new()],
    };

    public static IEnumerable<object[]> SwitchableCases => Switches.Keys.Select(p => new object[] { p });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Case_OfTheSpecification_GivesTheExpectedResult(string path)
    {
        var test = SigmaCase.Read(Path.Combine(Root, path));
        var wrong = test.Readings.Select(r => Difference(test, r, CorrelationSemantics.Default)).ToList();
        Assert.Contains((string?)null, wrong, string.Join("\n", wrong));
    }

    [TestMethod]
    [DynamicData(nameof(SwitchableCases))]
    public void Switch_OfAnAmbiguousCase_GivesEachOfItsReadings(string path)
    {
        var test = SigmaCase.Read(Path.Combine(Root, path));
        var wrong = test.Readings.Zip(Switches[path], (reading, switched) => Difference(test, reading, switched)).OfType<string>();
        Assert.AreEqual("", string.Join("\n", wrong));
    }

    private static string? Difference(SigmaCase test, JsonElement expect, CorrelationSemantics semantics)
    {
        var (rules, plan, errors) = test.Load(semantics);
        if (expect.TryGetProperty("load", out var load) && load.GetString() == "reject")
            return errors.Count > 0 ? null : "the rule was accepted";
        if (errors.Count > 0)
            return "refused: " + string.Join("; ", errors);
        var differences = new List<string>();
        if (expect.TryGetProperty("detections", out _))
            differences.AddRange(Differing(SigmaCase.Expected(expect), test.Detections(rules)));
        if (expect.TryGetProperty("reported_detections", out _))
            differences.AddRange(Differing(SigmaCase.Expected(expect, "reported_detections"), test.Detections([.. rules.Where(r => plan.IsReported(r.Rule.Id))])));
        if (expect.TryGetProperty("correlations", out var correlations))
        {
            var withArrival = correlations.EnumerateArray().Any(c => c.TryGetProperty("first_at", out _));
            var expected = string.Join(", ", SigmaCase.ExpectedCorrelations(expect));
            var actual = string.Join(", ", SigmaCase.Describe(test.Correlate(rules, plan), withArrival));
            if (expected != actual)
                differences.Add($"expected [{expected}], got [{actual}]");
        }

        if (!expect.EnumerateObject().Any())
            return "another reading";
        return string.Join("; ", differences) is { Length: > 0 } text ? text : null;
    }

    private static IEnumerable<string> Differing(IReadOnlyList<string> expected, IReadOnlyList<string> actual) =>
        Enumerable.Range(0, expected.Count).Where(i => expected[i] != actual[i]).Select(i => $"event {i}: expected [{expected[i]}], got [{actual[i]}]");
}
