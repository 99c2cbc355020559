// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Sigma.Examples;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Examples;

[TestClass]
public sealed class RuleTestsTests
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fwcorrelate-").FullName;

    [TestCleanup]
    public void Cleanup() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void ShippedPack_ItsExamples_AllHold()
    {
        var (results, errors) = RuleTests.Run(SigmaRules.Load([], SigmaOptions.Default));

        Assert.IsEmpty(errors, string.Join("\n", errors));
        Assert.IsEmpty(results.SelectMany(r => r.Failures), string.Join("\n", results.SelectMany(r => r.Failures).Select(f => $"{f.Place} {f.What}")));
        Assert.IsTrue(results.All(r => r.HasExamples), "a shipped rule has no examples");
    }

    [TestMethod]
    public void Run_ExampleThatFails_IsNamedAndExplained()
    {
        Write("r.yml", TestRules.Rule("dst_port: 22"));
        Write("r.tests.yml", "matches:\n  - {dst_port: 443, protocol: tcp}\nmisses:\n  - {dst_port: 22, protocol: tcp}\n  - {dst_port: 80, protocol: tcp}\n");

        var result = Run().Results.Single();

        Assert.AreEqual("1 2", $"{result.Positive} {result.Negative}");
        Assert.AreEqual("r.tests.yml:2:5 should match, but does not|r.tests.yml:4:5 should not match, but does", string.Join('|', result.Failures.Select(f => $"{Short(f.Place)} {f.What}")));
        Assert.IsFalse(result.Failures[0].Verdict!.Matches);
        Assert.AreEqual("443", result.Failures[0].Verdict!.Trace.Parts[0].Found.Single().Value);
    }

    [TestMethod]
    public void Run_RuleWithoutExamples_IsSaid()
    {
        Write("r.yml", TestRules.Rule("dst_port: 22"));

        var result = Run().Results.Single();

        Assert.IsFalse(result.HasExamples);
        Assert.IsNull(result.File);
    }

    [TestMethod]
    public void Run_FileOfSeveralRules_TakesEachItsOwnExamples()
    {
        Write("r.yml", TestRules.Rule("dst_port: 22", id: "a") + "---\n" + TestRules.Rule("dst_port: 80", id: "b"));
        Write("r.tests.yml", "rule: b\nmatches: [{dst_port: 80, protocol: tcp}]\n---\nrule: a\nmatches: [{dst_port: 22, protocol: tcp}]\nmisses: [{dst_port: 80, protocol: tcp}]\n");

        var (results, errors) = Run();

        Assert.IsEmpty(errors);
        Assert.AreEqual("a 1 1, b 1 0", string.Join(", ", results.Select(r => $"{r.Rule.Id} {r.Positive} {r.Negative}")));
        Assert.IsEmpty(results.SelectMany(r => r.Failures));
    }

    [TestMethod]
    [DataRow("matches: [{dst_port: 99999}]", "r.tests.yml:1:12: The value '99999' of 'dst_port' is no number")]
    [DataRow("match: []", "r.tests.yml:1:1: 'match' is unknown in examples. Use rule, matches, misses, fires, quiet.")]
    [DataRow("matches: {a: 1}", "r.tests.yml:1:10: 'matches' must be a list; this is a map.")]
    [DataRow("- a", "r.tests.yml:1:1: Examples must be a map")]
    [DataRow("rule: other\nmatches: [{a: 1}]", "r.tests.yml:1:1: The rule file beside has no rule 'other' that can be used.")]
    [DataRow("# nothing", "r.tests.yml:1:1: The file holds no examples.")]
    [DataRow("fires: [{events: []}]", "r.tests.yml:1:9: A sequence must be a map with a list of 'events'.")]
    [DataRow("fires: [{events: [{a: 1}]}]", "r.tests.yml:1:19: An event of a sequence needs 'at'")]
    [DataRow("fires: [{events: [{at: 99999999999999999999d, a: 1}]}]", "r.tests.yml:1:20: An event of a sequence needs 'at'")]
    [DataRow("fires: [{events: [{at: 1s, event: x, a: 1}]}]", "r.tests.yml:1:28: 'x' is no kind of event. Use flow, alert or tool_call.")]
    [DataRow("a: &x [*x, *x]\nmatches: *x", "r.tests.yml:1:4: The anchor '&x' is refused")]
    public void Run_WrongExamples_AreErrorsWithTheirPlace(string examples, string error)
    {
        Write("r.yml", TestRules.Rule("dst_port: 22"));
        Write("r.tests.yml", examples);

        Assert.StartsWith(error, Short(Run().Errors[0].ToString()));
    }

    [TestMethod]
    public void Orphans_ExamplesWithoutARule_AreNamed()
    {
        Write("r.tests.yml", "matches: []");
        Write("s.yml", TestRules.Rule("dst_port: 22"));
        Write("s.tests.yaml", "matches: []");

        Assert.AreEqual("r.tests.yml:1:1: There is no rule file beside these examples. Name it r.yml, or remove the examples.", Short(ExampleFiles.Orphans([_folder]).Single().ToString()));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text, new UTF8Encoding(false));

    private (IReadOnlyList<RuleTestResult> Results, IReadOnlyList<RuleError> Errors) Run()
    {
        var loaded = SigmaRules.Load([_folder], new SigmaOptions { UseShippedRules = false });
        Assert.IsEmpty(loaded.Errors, string.Join("\n", loaded.Errors));
        return RuleTests.Run(loaded);
    }

    private string Short(string text) => text.Replace(_folder + "/", "", StringComparison.Ordinal);
}
