// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Service.Results;

namespace FwCorrelate.Scenarios;

/// <summary><c>evidence reproduce</c>: the same bytes from the same inputs, and a sentence where they are not the same.</summary>
[TestClass]
public sealed class ReproduceTests
{
    [TestMethod]
    public void Reproduce_TheSameCase_IsTheSameBytes()
    {
        using var copy = CaseCopy.Of("aws");
        using var result = Investigated(copy);
        var run = ProgramRun.Of("evidence", "reproduce", result.Path);
        Assert.AreEqual(0, run.Code, run.Error + run.Output);
        Assert.Contains("incidents.jsonl: the same bytes", run.Output);
        Assert.Contains("report.html: the same bytes", run.Output);
    }

    [TestMethod]
    public void Reproduce_AMovedCase_IsTheSameBytes()
    {
        using var copy = CaseCopy.Of("aws");
        using var result = Investigated(copy);
        using var moved = CaseCopy.Of("aws");
        Directory.Delete(copy.Path, recursive: true);
        Directory.CreateDirectory(copy.Path);
        var run = ProgramRun.Of("evidence", "reproduce", result.Path, "--case", moved.Path);
        Assert.AreEqual(0, run.Code, run.Error + run.Output);
        Assert.Contains("attributions.jsonl: the same bytes", run.Output);
    }

    [TestMethod]
    public void Reproduce_AnInputThatChanged_IsToldAndFails()
    {
        using var copy = CaseCopy.Of("aws");
        using var result = Investigated(copy);
        copy.Add("case.yml", "clock_offsets: {aws-vpc-flow: 300s}\n");
        var run = ProgramRun.Of("evidence", "reproduce", result.Path);
        Assert.AreEqual(4, run.Code, run.Output);
        Assert.Contains("attributions.jsonl: other bytes", run.Output);
        Assert.Contains("evidence verify", run.Output);
    }

    [TestMethod]
    public void Reproduce_AResultThatNoCommandLineTells_IsRefused()
    {
        using var result = WrittenResult.Of(Folders.Scenario("aws"));
        var run = ProgramRun.Of("evidence", "reproduce", result.Path);
        Assert.AreEqual(3, run.Code);
        Assert.Contains("expected a result of investigate", run.Error);
    }

    private static WrittenResult Investigated(CaseCopy copy)
    {
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-result-").FullName;
        var run = ProgramRun.Of("investigate", copy.Path, "--out", folder, "--force", "--fail-on", "high", "--format", "csv");
        Assert.AreEqual(1, run.Code, run.Error);
        Assert.IsTrue(File.Exists(Path.Combine(folder, OutputFiles.Manifest)));
        return WrittenResult.At(folder);
    }
}
