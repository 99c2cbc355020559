// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Pack;

[TestClass]
public sealed class PackTests
{
    private static readonly LoadedRules Pack = SigmaRules.Load([], SigmaOptions.Default);

    public static IEnumerable<object[]> Names => ShippedRules.Files.Select(f => new object[] { f.Name });

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "rules");

    [TestMethod]
    public void Pack_Loaded_HasNoErrors()
    {
        Assert.IsEmpty(Pack.Errors, string.Join("\n", Pack.Errors));
        Assert.HasCount(ShippedRules.Files.Count, Pack.Rules);
        Assert.IsGreaterThan(20, Pack.Rules.Count);
    }

    [TestMethod]
    public void Pack_InTheBinary_IsThatOfTheRulesFolder()
    {
        var folder = SigmaRules.Load([Folder], new SigmaOptions { UseShippedRules = false });
        Assert.AreEqual(folder.Hash, ShippedRules.Hash);
        Assert.MatchesRegex("^[0-9a-f]{64}$", ShippedRules.Hash);
    }

    [TestMethod]
    public void Hash_OfTheSameFilesInAnotherOrder_IsTheSame() =>
        Assert.AreEqual(ShippedRules.Hash, RuleFile.HashOf(ShippedRules.Files.Reverse()));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Rule_OfThePack_SaysWhatAReaderNeeds(string name)
    {
        var rule = RuleOf(name);
        Assert.IsTrue(Guid.TryParse(rule.Id, out _), rule.Id);
        Assert.AreEqual("FwCorrelate", rule.Author);
        Assert.IsGreaterThan(40, rule.Description.Length);
        Assert.IsNotEmpty(rule.FalsePositives);
        Assert.IsTrue(rule.Tags.Any(t => t.StartsWith("attack.t1", StringComparison.Ordinal)), "no technique");
        Assert.Contains($"attack.{name.Split('/')[0]}", rule.Tags);
        Assert.IsTrue(rule.Custom.ContainsKey("fwcorrelate_family"));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Rule_OfThePack_MatchesItsExamplesAndNothingElse(string name)
    {
        var rule = Pack.Rules.ToList().IndexOf(RuleOf(name));
        var examples = RuleExamples.Read(Path.Combine(Folder, Path.ChangeExtension(name, ".tests.yml")));
        Assert.IsNotEmpty(examples.Matches);
        Assert.IsNotEmpty(examples.Misses);
        foreach (var example in examples.Matches)
            Assert.IsTrue(Matches(rule, example), "should match: " + Written(example));
        foreach (var example in examples.Misses)
            Assert.IsFalse(Matches(rule, example), "should not match: " + Written(example));
    }

    private static Rule RuleOf(string name) => Pack.Rules.Single(r => r.File == "rules/" + name);

    private static bool Matches(int rule, IReadOnlyDictionary<string, string> example)
    {
        if (Pack.Detector.Rules[rule].Event == RuleEvent.ToolCall)
        {
            var calls = new List<CallMatch>();
            Pack.Detector.Detect([Calls.Of(example["tool.command"], example["tool.name"])], calls);
            return calls.Exists(m => m.Rule == rule);
        }

        var batch = Flows.Batch(example);
        var matches = new List<FlowMatch>();
        Pack.Detector.Detect(batch, matches);
        return matches.Exists(m => m.Rule == rule) && Pack.Detector.Confirms(rule, new RecordReference(batch, 0), AttributionOf(example));
    }

    private static Attribution AttributionOf(IReadOnlyDictionary<string, string> example) => Flows.Attribution(
        example.TryGetValue("attribution.kind", out var kind) ? Enum.Parse<AttributionKind>(kind.Replace("_", "", StringComparison.Ordinal), ignoreCase: true) : AttributionKind.UnknownAddress);

    private static string Written(IReadOnlyDictionary<string, string> example) => string.Join(' ', example.Select(p => $"{p.Key}={p.Value}"));
}
