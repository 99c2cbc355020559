// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Ingestion;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Scenarios;

/// <summary>Files, folders, rules and settings that are not what they should be.</summary>
[TestClass]
public sealed class BadInputPathTests
{
    [TestMethod]
    public void Investigate_LinksRoundAndIntoNowhere_AreNamedAndTheRestIsRead()
    {
        using var copy = CaseCopy.Of("aws");
        File.CreateSymbolicLink(Path.Combine(copy.Path, "logs", "dangling.log"), "/nonexistent/file");
        File.CreateSymbolicLink(Path.Combine(copy.Path, "logs", "self"), "self");
        Directory.CreateSymbolicLink(Path.Combine(copy.Path, "logs", "loop"), "..");
        Directory.CreateDirectory(Path.Combine(copy.Path, "leases", "folder.csv"));
        var log = Directory.EnumerateFiles(Path.Combine(copy.Path, "logs", "vpc"), "*.log").Order(StringComparer.Ordinal).First();
        File.Move(log, Path.Combine(copy.Path, "elsewhere"));
        File.CreateSymbolicLink(log, "../../elsewhere");
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.Contains("logs/dangling.log: DAMAGED", run.Error);
        Assert.AreEqual(201, ledger.GetProperty("matched").GetInt64());
    }

    [TestMethod]
    public void Investigate_PipeOrDeviceInTheCase_IsNeverOpened()
    {
        using var copy = CaseCopy.Of("aws");
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("Windows has no named pipes in folders, so that no case can hold one.");
        using (var make = Process.Start("mkfifo", Path.Combine(copy.Path, "logs", "pipe.log")))
            make.WaitForExit();
        File.CreateSymbolicLink(Path.Combine(copy.Path, "logs", "zero.log"), "/dev/zero");
        var (run, ledger) = ProgramRun.Investigate(copy);
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.Contains("logs/pipe.log: it holds no bytes (a pipe or a device is not read by name", run.Error);
        Assert.AreEqual(2, ledger.GetProperty("unrecognised_files").GetArrayLength());
    }

    [TestMethod]
    [DataRow("investigate", "nosuch")]
    [DataRow("investigate", "--logs", "nosuch/*.log")]
    [DataRow("investigate", "--frmo", "x")]
    [DataRow("investigate")]
    [DataRow("investigat", "x")]
    [DataRow("flows", "nosuch.log")]
    [DataRow("timeline", "nosuch")]
    public void Run_WrongUsage_IsOneLineAndTheWayOut(params string[] arguments)
    {
        var run = ProgramRun.Of(arguments);
        Assert.AreEqual(3, run.Code);
        Assert.HasCount(2, run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("--help", run.Error);
        Assert.IsEmpty(run.Output);
    }

    [TestMethod]
    [DataRow("bogus: 1\n", "unknown key 'bogus'")]
    [DataRow("idle_timeout: &a 15m\n", "without anchors and aliases")]
    [DataRow("idle_timeout: [1]\n", "expected a duration")]
    [DataRow("idle_timeout: 15m\nidle_timeout: 16m\n", "stands twice")]
    [DataRow("internal_networks: [10.0.0.0/99]\n", "CIDR block")]
    [DataRow("a: [\n", "not valid YAML")]
    [DataRow("- a\n", "expected a map")]
    public void Investigate_UnusableSettings_StopBeforeAnyWork(string text, string reason)
    {
        using var copy = CaseCopy.Of("aws");
        copy.Add("case.yml", text);
        var (run, _) = ProgramRun.Investigate(copy);
        Assert.AreEqual(3, run.Code);
        Assert.Contains("case.yml:", run.Error);
        Assert.Contains(reason, run.Error);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Investigate_SettingsThatAreNoFile_AreNotPassedOver(bool isFolder)
    {
        using var copy = CaseCopy.Of("aws");
        var path = Path.Combine(copy.Path, "case.yml");
        File.Delete(path);
        if (isFolder)
            Directory.CreateDirectory(path);
        else
            File.CreateSymbolicLink(path, "nowhere");
        var (run, _) = ProgramRun.Investigate(copy);
        Assert.AreEqual(3, run.Code, run.Error);
        Assert.Contains("case.yml", run.Error);
    }

    [TestMethod]
    public void Investigate_UnusableRules_AreNamedAndTheOthersRun()
    {
        using var copy = CaseCopy.Of("aws");
        var rules = Directory.CreateDirectory(Path.Combine(copy.Path, "..", Path.GetFileName(copy.Path) + ".rules"));
        try
        {
            File.WriteAllText(Path.Combine(rules.FullName, "syntax.yml"), "title: [\n");
            File.WriteAllText(Path.Combine(rules.FullName, "alias.yml"), "a: &a [x]\nb: [*a, *a]\n");
            File.WriteAllText(Path.Combine(rules.FullName, "big.yml"), new string('#', 10_000_000));
            File.WriteAllBytes(Path.Combine(rules.FullName, "nul.yml"), [0, 0, 0]);
            var (run, ledger) = ProgramRun.Investigate(copy, "--rules", rules.FullName);
            Assert.AreEqual(2, run.Code, run.Error);
            foreach (var name in (string[])["syntax.yml", "alias.yml", "big.yml", "nul.yml"])
                Assert.Contains(name + ":", run.Error);
            Assert.AreEqual(201, ledger.GetProperty("matched").GetInt64());
        }
        finally
        {
            rules.Delete(recursive: true);
        }
    }

    [TestMethod]
    public void Investigate_OutputThatCannotBeWritten_ShowsTheResultsAndSaysWhy()
    {
        using var copy = CaseCopy.Of("aws");
        copy.Add("file", "x");
        var run = ProgramRun.Of("investigate", copy.Path, "--format", "csv", "--out", Path.Combine(copy.Path, "file", "out"));
        Assert.AreEqual(4, run.Code);
        Assert.Contains("the results cannot be written", run.Error);
        Assert.Contains("INC-", run.Output);
        if (OperatingSystem.IsLinux())
            Assert.AreEqual(4, ProgramRun.Of("investigate", copy.Path, "--format", "csv", "--out", "/proc/fwcorrelate").Code);
    }

    [TestMethod]
    public void Investigate_Interrupted_WritesWhatItHasAndSaysSo()
    {
        using var copy = CaseCopy.Of("aws");
        using var interruption = new CancellationTokenSource();
        interruption.Cancel();
        var run = ProgramRun.Of(isTerminal: false, interruption.Token, "investigate", copy.Path, "--format", "csv");
        Assert.AreEqual(130, run.Code, run.Error);
        Assert.Contains("interrupted", run.Error);
    }

    [TestMethod]
    [DataRow("cancelled")]
    [DataRow("vanishes")]
    [DataRow("changes")]
    public void Investigate_SecondPassThatCannotReadAgain_StillLaysWhatMatchedOnItsCause(string what)
    {
        using var copy = CaseCopy.Of("aws");
        using var interruption = new CancellationTokenSource();
        var logs = Path.Combine(copy.Path, "logs", "vpc");
        var result = Service.Investigation.Run(
            new Service.InvestigationOptions { CasePath = copy.Path, Threads = 1 }, new BeforeStitching(Act), cancellation: interruption.Token);
        Assert.IsEmpty(result.Ledger.Discrepancies());
        Assert.AreEqual(201, result.Ledger.Matched);
        Assert.AreEqual(what == "cancelled", result.Interrupted);
        var truth = ScenarioTruth.OfScenario("aws");
        foreach (var record in result.Attributions.Where(a => a.Attribution.Call is not null))
            Assert.AreEqual(truth.Of(record).SpanId, record.Attribution.Call!.SpanId);
        if (what != "cancelled")
            Assert.Contains(i => i.Role == Service.InputRole.Damaged && i.Problem!.Contains(what == "changes" ? "changed between" : "not again", StringComparison.Ordinal), result.Inputs);

        void Act()
        {
            if (what == "cancelled")
                interruption.Cancel();
            else if (what == "vanishes")
                Directory.Delete(logs, recursive: true);
            else
                Directory.EnumerateFiles(logs, "*.log").ToList().ForEach(f => File.WriteAllText(f, File.ReadAllText(f).Replace("ACCEPT", "REJECT", StringComparison.Ordinal)));
        }
    }

    [TestMethod]
    [DataRow("grows", "it grew from")]
    [DataRow("shrinks", "it shrank from")]
    [DataRow("vanishes", "Could not find file")]
    public void Read_FileThatChangesBetweenFindingAndReading_IsReadAsFoundOrReported(string change, string damage)
    {
        using var copy = CaseCopy.Of("aws");
        var path = Path.Combine(copy.Path, "leases", "leases.csv");
        var input = new CaseInput(path, "leases/leases.csv", new FileInfo(path).Length);
        var before = TimelineReader.Read([], [input], Cases.CaseSettings.Default);
        if (change == "grows")
            File.AppendAllText(path, "10.99.0.1,sandbox,new,n,2026-02-10T08:00:00Z,,\n");
        else if (change == "shrinks")
            File.WriteAllBytes(path, File.ReadAllBytes(path)[..200]);
        else
            File.Delete(path);
        var reading = TimelineReader.Read([], [input], Cases.CaseSettings.Default);
        Assert.Contains(damage, reading.Files.Single().Problem!);
        if (change == "grows")
        {
            Assert.HasCount(before.Timeline.Leases.Count, reading.Timeline.Leases);
            Assert.AreEqual(before.Files[0].Sha256, reading.Files[0].Sha256);
        }
        else if (change == "shrinks")
        {
            Assert.HasCount(1, reading.Rejected);
        }
    }

    /// <summary>Acts once, when the first pass has read its last bytes.</summary>
    private sealed class BeforeStitching(Action act) : IProgress<Service.InvestigationProgress>
    {
        private bool _hasActed;

        public void Report(Service.InvestigationProgress value)
        {
            if (_hasActed || value.Stage != "reading logs" || value.BytesDone < value.BytesTotal)
                return;
            _hasActed = true;
            act();
        }
    }
}
