// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Conformance;

/// <summary>The conformance cases written from the Sigma specification, one test each.</summary>
[TestClass]
public sealed class SpecificationTests
{
    private static string Root => Path.Combine(AppContext.BaseDirectory, "Cases", "spec");

    public static IEnumerable<object[]> Cases => Directory.EnumerateFiles(Root, "*.json", SearchOption.AllDirectories)
        .Select(p => Path.GetRelativePath(Root, p).Replace('\\', '/')).Order(StringComparer.Ordinal).Select(p => new object[] { p });

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void Case_OfTheSpecification_GivesTheExpectedResult(string path)
    {
        var test = SigmaCase.Read(Path.Combine(Root, path));
        if (path.StartsWith("correlation/", StringComparison.Ordinal) || path.StartsWith("filter/", StringComparison.Ordinal))
        {
            AssertRefusedAsUnsupported(test);
            return;
        }

        var wrong = test.Readings.Select(r => Difference(test, r)).ToList();
        Assert.Contains((string?)null, wrong, string.Join("\n", wrong));
    }

    /// <summary>Correlations and filters are later work: until then each such document is reported, never skipped.</summary>
    private static void AssertRefusedAsUnsupported(SigmaCase test)
    {
        var documents = test.Text.Split('\n').Count(l => l is "correlation:" or "filter:");
        var (_, errors) = test.Load();
        Assert.AreEqual(documents, errors.Count(e => e.Kind == RuleErrorKind.NotSupported), string.Join("\n", errors));
    }

    private static string? Difference(SigmaCase test, JsonElement expect)
    {
        var (rules, errors) = test.Load();
        if (expect.TryGetProperty("load", out var load) && load.GetString() == "reject")
            return errors.Count > 0 ? null : "the rule was accepted";
        if (errors.Count > 0)
            return "refused: " + string.Join("; ", errors);
        if (!expect.TryGetProperty("detections", out _))
            return "another reading";
        var (expected, actual) = (SigmaCase.Expected(expect), test.Detections(rules));
        var differing = Enumerable.Range(0, expected.Count).Where(i => expected[i] != actual[i])
            .Select(i => $"event {i}: expected [{expected[i]}], got [{actual[i]}]");
        return string.Join("; ", differing) is { Length: > 0 } text ? text : null;
    }
}
