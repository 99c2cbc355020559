// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace FwCorrelate.Scenarios;

/// <summary><c>infrastructure propose</c>: drafts what recurs on hosts, and applies nothing.</summary>
[TestClass]
public sealed class InfrastructureProposeTests
{
    [TestMethod]
    public void Propose_WithoutEntries_DraftsTheTrainersTunnelsAndNoStrangersLogin()
    {
        using var copy = CaseCopy.Of("rome");
        var settings = File.ReadAllText(Path.Combine(copy.Path, "case.yml"));
        var without = Regex.Replace(settings, "infrastructure:\n(?:  .*\n)+", "");
        Assert.AreNotEqual(settings, without);
        copy.Add("case.yml", without);
        using var result = WrittenResult.Of(copy.Path);
        var run = ProgramRun.Of("infrastructure", "propose", result.Path);
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.Contains("{to: \"203.0.113.44\", ports: [7844], from: hosts, why: \"\", by: \"\"}", run.Output);
        Assert.Contains("{to: \"203.0.113.40\", ports: [7000], from: hosts, why: \"\", by: \"\"}", run.Output);
        Assert.DoesNotContain("to: \"10.", run.Output);
        Assert.DoesNotContain("ports: [22]", run.Output);
        Assert.Contains("2 drafts", run.Error);

        // As it stands it excuses nothing: somebody must give a reason first.
        copy.Add("case.yml", without + run.Output);
        var refused = ProgramRun.Of("investigate", copy.Path);
        Assert.AreEqual(3, refused.Code);
        Assert.Contains("why", refused.Error);
        copy.Add("case.yml", without + run.Output.Replace("why: \"\"", "why: tunnel of the trainer", StringComparison.Ordinal).Replace("by: \"\"", "by: ml-infra", StringComparison.Ordinal));
        Assert.AreEqual(0, ProgramRun.Of("investigate", copy.Path, "--format", "csv").Code);
    }

    [TestMethod]
    public void Propose_WhereEverythingIsExpected_SaysSo()
    {
        using var result = WrittenResult.Of(Folders.Scenario("rome"));
        var run = ProgramRun.Of("infrastructure", "propose", result.Path);
        Assert.AreEqual((0, ""), (run.Code, run.Output));
        Assert.Contains("nothing recurs on hosts", run.Error);
    }
}
