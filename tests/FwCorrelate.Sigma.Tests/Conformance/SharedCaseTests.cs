// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Sigma.Events;

namespace FwCorrelate.Sigma.Tests.Conformance;

/// <summary>Public rules with real events; they lie beside the repository.</summary>
[TestClass]
public sealed class SharedCaseTests
{
    [TestMethod]
    [DataRow("sigma/sigmahq-regression")]
    [DataRow("sigma/sigmalite")]
    public void PublicRules_OverTheirEvents_GiveTheExpectedResult(string folder)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var test in Cases(folder))
        {
            var (rules, errors) = test.Load();
            wrong.AddRange(errors.Select(e => e.ToString()));
            var expect = test.Readings[0];
            var actual = test.Detections(rules);
            if (expect.TryGetProperty("detections", out _))
                wrong.AddRange(SigmaCase.Expected(expect).Where((e, i) => e != actual[i]).Select(e => $"{test.Name}: expected [{e}]"));
            if (expect.TryGetProperty("at_least_one", out var required))
                wrong.AddRange(required.EnumerateArray().Where(id => !actual.Any(a => a.Split(' ').Contains(id.GetString()))).Select(id => $"{test.Name}: {id} never matched"));
            count++;
        }

        Assert.IsGreaterThan(9, count);
        Assert.AreEqual("", string.Join('\n', wrong));
    }

    [TestMethod]
    public void PublicRules_OverTheEventsOfAllOthers_GiveTheMatrix()
    {
        var path = SharedCases.Path("sigma/sigmahq-regression/matrix.json");
        var expected = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty("events");
        var cases = Cases("sigma/sigmahq-regression").ToList();
        var rules = cases.SelectMany(c => c.Load().Rules).ToList();
        var wrong = new List<string>();
        foreach (var test in cases)
        {
            var rows = expected.GetProperty(Path.GetFileNameWithoutExtension(test.Name));
            foreach (var (e, row) in test.Events.Zip(rows.EnumerateArray()))
            {
                var wanted = string.Join(' ', row.EnumerateArray().Select(r => r.GetString()).Order(StringComparer.Ordinal));
                var actual = string.Join(' ', rules.Where(r => r.Compiled.Full.Matches(new JsonEvent(e))).Select(r => r.Rule.Id).Order(StringComparer.Ordinal));
                if (wanted != actual)
                    wrong.Add($"{test.Name}: expected [{wanted}], got [{actual}]");
            }
        }

        Assert.AreEqual("", string.Join('\n', wrong));
    }

    private static IEnumerable<SigmaCase> Cases(string folder) =>
        Directory.EnumerateFiles(SharedCases.Path(folder), "*.json").Where(f => !f.EndsWith("matrix.json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(SigmaCase.Read);
}
