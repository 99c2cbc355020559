// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Sigma.Parsing;

namespace FwCorrelate.Sigma.Tests.Conformance;

/// <summary>Every public rule beside the repository is used, or refused with a reason; none is skipped silently.</summary>
[TestClass]
public sealed class PublicRuleTests
{
    [TestMethod]
    [DataRow("sigma/sigmahq-regression")]
    [DataRow("sigma/sigmalite")]
    [DataRow("sigma/spec")]
    public void PublicRules_Loaded_AreUsedOrRefusedWithAReason(string folder)
    {
        var (used, refused) = (0, 0);
        foreach (var file in Directory.EnumerateFiles(SharedCases.Path(folder), "*.json", SearchOption.AllDirectories).Where(f => !f.EndsWith("matrix.json", StringComparison.Ordinal)))
        {
            var lines = JsonDocument.Parse(File.ReadAllBytes(file)).RootElement.GetProperty("rules").EnumerateArray().Select(l => l.GetString()).ToList();
            var read = RuleReader.Read(file, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
            var (set, more) = JsonRuleSet.Compile(read.Rules, SigmaOptions.Default);
            Assert.AreEqual(read.Rules.Count, set.Rules.Count + more.Select(e => (e.File, RuleOf(read.Rules, e.Line))).Distinct().Count(), file);
            Assert.IsTrue(set.Rules.Count + read.Correlations.Count + read.Filters.Count + read.Errors.Count + more.Count > 0, $"{file}: nothing came of it");
            Assert.IsTrue(read.Errors.Concat(more).All(e => e is { Line: > 0, Column: > 0, What.Length: > 10, Do.Length: > 5 }), file);
            used += set.Rules.Count;
            refused += read.Errors.Count + more.Count;
        }

        Assert.IsGreaterThan(8, used);
        if (folder == "sigma/sigmahq-regression")
            Assert.AreEqual(0, refused);
    }

    private static int RuleOf(IReadOnlyList<Rules.Rule> rules, int line) => rules.Where(r => r.Position.Line <= line).Max(r => r.Position.Line);
}
