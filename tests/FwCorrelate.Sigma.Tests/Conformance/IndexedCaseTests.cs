// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Parsing;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Conformance;

/// <summary>The index loses none of the matches of public rules over real events, nor of the specification's cases.</summary>
[TestClass]
public sealed class IndexedCaseTests
{
    private static readonly string[] Folders = ["sigma/sigmahq-regression", "sigma/sigmalite"];

    [TestMethod]
    public void PublicRules_OverAllPublicEvents_AgreeWithTryingEveryRule()
    {
        var cases = Folders.SelectMany(f => Cases(SharedCases.Path(f))).ToList();
        AssertAgreement(cases);
    }

    [TestMethod]
    public void SpecificationRules_OverAllEventsOfTheSpecification_AgreeWithTryingEveryRule() =>
        AssertAgreement([.. Cases(Path.Combine(AppContext.BaseDirectory, "Cases", "spec"))]);

    [TestMethod]
    public void IndexedPublicRules_OverTheEventsOfAllOthers_GiveTheMatrix()
    {
        var expected = JsonDocument.Parse(File.ReadAllBytes(SharedCases.Path("sigma/sigmahq-regression/matrix.json"))).RootElement.GetProperty("events");
        var cases = Cases(SharedCases.Path("sigma/sigmahq-regression")).ToList();
        var (set, errors) = JsonRuleSet.Compile(cases.SelectMany(Rules), SigmaOptions.Default);
        Assert.IsEmpty(errors);
        foreach (var test in cases)
        {
            var rows = expected.GetProperty(Path.GetFileNameWithoutExtension(test.Name)).EnumerateArray();
            foreach (var (e, row) in test.Events.Zip(rows))
            {
                var wanted = row.EnumerateArray().Select(r => r.GetString()!).Order(StringComparer.Ordinal).ToList();
                CollectionAssert.AreEqual(wanted, Matches(set, e).Select(r => set.Rules[r].Id).Order(StringComparer.Ordinal).ToList(), test.Name);
            }
        }
    }

    private static void AssertAgreement(IReadOnlyList<SigmaCase> cases)
    {
        var (set, _) = JsonRuleSet.Compile(cases.SelectMany(Rules), SigmaOptions.Default);
        var oneByOne = set.Rules.Select(r => RuleCompiler.Compile<JsonEvent>(r, FieldMap.AnyName, SigmaOptions.Default).Rule!.Full).ToList();
        Assert.IsGreaterThan(50, oneByOne.Count);
        foreach (var e in cases.SelectMany(c => c.Events))
            CollectionAssert.AreEqual(Enumerable.Range(0, oneByOne.Count).Where(r => oneByOne[r].Matches(new JsonEvent(e))).ToList(), Matches(set, e), e.GetRawText());
    }

    private static List<int> Matches(JsonRuleSet set, JsonElement e)
    {
        var matches = new List<int>();
        Assert.IsTrue(set.CreateMatcher().TryMatch(Encoding.UTF8.GetBytes(e.GetRawText()), matches));
        return matches;
    }

    private static IReadOnlyList<Rule> Rules(SigmaCase test) => RuleReader.Read(Path.GetFileName(test.Name), Encoding.UTF8.GetBytes(test.Text)).Rules;

    private static IEnumerable<SigmaCase> Cases(string folder) =>
        Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Where(f => !f.EndsWith("matrix.json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(SigmaCase.Read);
}
