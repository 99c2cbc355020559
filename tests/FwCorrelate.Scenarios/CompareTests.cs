// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Scenarios;

/// <summary><c>compare</c> tells what changed, and by what.</summary>
[TestClass]
public sealed class CompareTests
{
    [TestMethod]
    public void Compare_TheSameCaseTwice_FindsNothing()
    {
        using var one = WrittenResult.Of(Folders.Scenario("aws"));
        using var other = WrittenResult.Of(Folders.Scenario("aws"));
        var run = ProgramRun.Of("compare", one.Path, other.Path, "--format", "table");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.Contains("0 gained, 0 lost, 0 changed, 11 the same", run.Output);
        Assert.Contains("the same rules, settings, inputs and arguments", run.Output);
    }

    [TestMethod]
    public void Compare_WithoutLeases_SaysWhatChangedAndThatTheInputIsGone()
    {
        using var copy = CaseCopy.Of("aws");
        using var one = WrittenResult.Of(copy.Path);
        Directory.Delete(Path.Combine(copy.Path, "leases"), recursive: true);
        using var other = WrittenResult.Of(copy.Path);
        var forward = ProgramRun.Of("compare", one.Path, other.Path, "--format", "table");
        Assert.Contains("input leases/leases.csv removed", forward.Output);
        Assert.Contains("attribution: tool_call -> unknown_address", forward.Output);
        var back = ProgramRun.Of("compare", other.Path, one.Path, "--format", "table");
        Assert.Contains("attribution: unknown_address -> tool_call", back.Output);
        Assert.Contains("input leases/leases.csv added", back.Output);
    }

    [TestMethod]
    public void Compare_WithARuleMore_NamesTheRuleByWhichAnIncidentWasGained()
    {
        using var copy = CaseCopy.Of("aws");
        copy.Add("rule/more.yml", "title: Anything to the pool\nid: 5f0f7c55-6d5a-4a35-9f53-0b2f4b6f3a12\nlogsource: {product: fwcorrelate, service: flow}\ndetection:\n  selection: {dst_port: 443, src_is_internal: true}\n  condition: selection\nlevel: low\n");
        string Out(string name) => Path.Combine(copy.Path, name);
        Assert.AreEqual(0, ProgramRun.Of("investigate", Folders.Scenario("aws"), "--out", Out("one"), "--format", "csv").Code);
        Assert.AreEqual(0, ProgramRun.Of("investigate", Folders.Scenario("aws"), "--out", Out("two"), "--rules", Out("rule/more.yml"), "--format", "csv").Code);
        var run = ProgramRun.Of("compare", Out("one"), Out("two"), "--where", "rule.name = 'Anything to the pool'", "--format", "table");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.Contains("+ gained", run.Output);
        Assert.Contains("more.yml added", run.Output);
    }
}
