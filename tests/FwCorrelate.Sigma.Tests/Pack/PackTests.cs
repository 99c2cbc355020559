// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Sigma.Examples;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Pack;

[TestClass]
public sealed class PackTests
{
    private static readonly LoadedRules Pack = SigmaRules.Load([], SigmaOptions.Default);
    private static readonly Lazy<(IReadOnlyList<RuleTestResult> Results, IReadOnlyList<RuleError> Errors)> Examples = new(() => RuleTests.Run(Pack));

    /// <summary>A tag as the appendix of Sigma's specification on tags has it, in ATT&amp;CK's own words.</summary>
    private const string TagForm = "^atlas\\.aml\\.t[0-9]{4}(\\.[0-9]{3})?$|^attack\\.(t[0-9]{4}(\\.[0-9]{3})?|reconnaissance|initial-access|execution|persistence|privilege-escalation|defense-evasion|credential-access|discovery|lateral-movement|collection|command-and-control|exfiltration|impact)$";

    public static IEnumerable<object[]> Names => ShippedRules.Files.Select(f => f.Name).Where(n => !n.StartsWith("indicators/", StringComparison.Ordinal)).Select(n => new object[] { n });

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "rules");

    [TestMethod]
    public void Pack_Loaded_HasNoErrors()
    {
        Assert.IsEmpty(Pack.Errors, string.Join("\n", Pack.Errors));
        Assert.AreEqual(Names.Count(), Pack.Detector.Rules.Count(r => r.IsReported));
        Assert.IsGreaterThanOrEqualTo(45, Names.Count());
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
        var rule = DocumentOf(name);
        Assert.IsTrue(Guid.TryParse(rule.Id, out _), rule.Id);
        Assert.AreEqual("FwCorrelate", rule.Author);
        Assert.AreEqual(Path.GetFileNameWithoutExtension(name), rule.Name);
        Assert.AreEqual("experimental", rule.Status);
        Assert.StartsWith("Sees ", rule.Description);
        Assert.Contains(" First ", rule.Description, "what the reader does first");
        Assert.IsNotEmpty(rule.FalsePositives);
        Assert.IsTrue(rule.Tags.Any(t => t.StartsWith("attack.t1", StringComparison.Ordinal)), "no technique");
        Assert.Contains($"attack.{name.Split('/')[0]}", rule.Tags);
        foreach (var tag in rule.Tags)
            Assert.MatchesRegex(TagForm, tag);
        Assert.IsTrue(rule.Custom.ContainsKey("fwcorrelate_family"));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Rule_OfThePack_DoesWhatItsExamplesSay(string name)
    {
        var result = Examples.Value.Results.Single(r => r.Rule.Id == DocumentOf(name).Id);
        Assert.IsGreaterThan(0, result.Positive, "no example that it must match");
        Assert.IsGreaterThan(0, result.Negative, "no example that it must not match");
        Assert.IsEmpty(result.Failures, string.Join('\n', result.Failures.Select(f => $"{f.Place} {f.What}")));
    }

    [TestMethod]
    public void Examples_OfThePack_CanAllBeRead() => Assert.IsEmpty(Examples.Value.Errors, string.Join('\n', Examples.Value.Errors));

    [TestMethod]
    public void Pack_HasCorrelationsOfSeveralTypes()
    {
        Assert.IsGreaterThanOrEqualTo(12, Pack.Correlations.Count);
        Assert.IsGreaterThanOrEqualTo(4, Pack.Correlations.Select(c => c.Type).Distinct().Count());
    }

    /// <summary>A rule with a file of its own is reported; what stands below a correlation only serves it.</summary>
    [TestMethod]
    public void Pack_Rules_AreReportedWhereTheyHaveAFileOfTheirOwn()
    {
        var main = Names.Select(n => DocumentOf((string)n[0]).Id).ToHashSet();
        foreach (var rule in Pack.Detector.Rules)
            Assert.AreEqual(main.Contains(rule.Id), rule.IsReported, $"{rule.Source} {rule.Title}");
    }

    private static RuleDocument DocumentOf(string name) =>
        Pack.Rules.Concat<RuleDocument>(Pack.Correlations).Where(r => r.File == "rules/" + name).MinBy(r => r.Position.Line)!;
}
