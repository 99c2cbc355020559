// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Rules;
using NodaTime;

namespace FwCorrelate.Sigma.Tests.Pack;

[TestClass]
public sealed class PackTests
{
    private static readonly LoadedRules Pack = SigmaRules.Load([], SigmaOptions.Default);

    /// <summary>A tag as the appendix of Sigma's specification on tags has it, in ATT&amp;CK's own words.</summary>
    private const string TagForm = "^attack\\.(t[0-9]{4}(\\.[0-9]{3})?|initial-access|execution|persistence|privilege-escalation|defense-evasion|credential-access|discovery|lateral-movement|collection|command-and-control|exfiltration|impact)$";

    public static IEnumerable<object[]> Names => ShippedRules.Files.Select(f => f.Name).Where(n => !n.StartsWith("indicators/", StringComparison.Ordinal)).Select(n => new object[] { n });

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "rules");

    [TestMethod]
    public void Pack_Loaded_HasNoErrors()
    {
        Assert.IsEmpty(Pack.Errors, string.Join("\n", Pack.Errors));
        Assert.IsGreaterThanOrEqualTo(Names.Count(), Pack.Rules.Count);
        Assert.IsGreaterThanOrEqualTo(45, Pack.Rules.Count);
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

    private static Rule RuleOf(string name) => Pack.Rules.Where(r => r.File == "rules/" + name).MinBy(r => r.Position.Line)!;

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
        example.TryGetValue("attribution.kind", out var kind) ? Enum.Parse<AttributionKind>(kind.Replace("_", "", StringComparison.Ordinal), ignoreCase: true) : AttributionKind.UnknownAddress)
        with
        { Connection = ConnectionOf(example) };

    private static Connection? ConnectionOf(IReadOnlyDictionary<string, string> example)
    {
        var duration = example.TryGetValue("connection.duration", out var seconds) ? double.Parse(seconds, CultureInfo.InvariantCulture) : 0;
        var start = Instant.FromUtc(2026, 1, 15, 3, 0);
        return new Connection(
            "c", start, StartBasis.Proven, start + Duration.FromSeconds(duration), 1, example.GetValueOrDefault("connection.first_contact") == "true", Initiator.Source);
    }

    private static string Written(IReadOnlyDictionary<string, string> example) => string.Join(' ', example.Select(p => $"{p.Key}={p.Value}"));
}
