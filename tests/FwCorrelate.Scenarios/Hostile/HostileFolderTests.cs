// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;

namespace FwCorrelate.Scenarios.Hostile;

/// <summary>Findings of the attacker that no other test reads where they lie, each with one of its kind made here.</summary>
[TestClass]
[DoNotParallelize]
public sealed class HostileFolderTests
{
    private const string Target = "203.0.113.7:22/tcp";

    public required TestContext TestContext { get; init; }

    [TestMethod]
    public void OpenCall_OfTheSharedCase_IsNotSaidToHaveEnded()
    {
        using var hostile = HostileCase.Of("open-call-said-not-running");
        Assert.DoesNotContain("no call was running", hostile.Investigate().Output);
    }

    [TestMethod]
    public void OpenCall_ThatNamesTheDestination_IsACandidate()
    {
        // No end: the agent died, or the call runs still.
        using var tiny = new TinyCase().Append("logs/vpc.log", TinyCase.Flow(1100, TinyCase.Stranger, 22, 50000))
            .Write("timeline/t.jsonl", TinyCase.Call(1, 100, 0, $"ssh -fN dev@{TinyCase.Stranger}").Replace($"\"endTimeUnixNano\":\"{TinyCase.Zero.ToUnixTimeSeconds()}000000000\"", "\"endTimeUnixNano\":\"0\"", StringComparison.Ordinal));
        var attributions = tiny.Attributions();
        Assert.IsNotEmpty(attributions);
        foreach (var attribution in attributions.Select(a => a.GetProperty("attribution")))
        {
            Assert.AreEqual("call_1", attribution.GetProperty("candidates")[0].GetProperty("tool_call_id").GetString());
            Assert.DoesNotContain("no call was running", attribution.GetRawText());
        }
    }

    [TestMethod]
    public void BrokenRule_OfTheSharedCase_CostsItself()
    {
        using var hostile = HostileCase.Of("rule-open-bracket");
        var rules = Path.Combine(hostile.Folder, "rules");
        var output = Path.Combine(hostile.Folder, "out");
        var run = ProgramRun.Of("investigate", hostile.Path, "--no-default-rules", "--rules", rules, "--format", "jsonl", "--out", output);
        AssertOnlyTheBrokenRuleIsLost(run, output, "typo.yml:4");
        var check = ProgramRun.Of("rules", "check", rules, "--format", "csv");
        Assert.AreEqual(2, check.Code);
        Assert.Contains("typo.yml,4", check.Output);
    }

    [TestMethod]
    [DataRow("tags: [attack.t1572")]
    [DataRow("logsource: {category: firewall")]
    [DataRow("title: \"never closed")]
    [DataRow("a: {!!]")]
    [DataRow("title: t\n  bad: indent\n\tx: 1")]
    public void BrokenRule_OfAnyKind_CostsItself(string text)
    {
        using var tiny = new TinyCase().Append("logs/vpc.log", TinyCase.Flow(1200, TinyCase.Stranger, 22, 50000));
        var rules = Directory.CreateDirectory(Path.Combine(tiny.Folder, "rules")).FullName;
        File.WriteAllText(Path.Combine(rules, "bad.yml"), text + "\n");
        File.WriteAllText(Path.Combine(rules, "good.yml"), "title: g\nid: 00000000-0000-4000-8000-0000000000f1\nlogsource: {category: firewall}\ndetection:\n  s: {dst_port: 22}\n  condition: s\nlevel: low\n");
        AssertOnlyTheBrokenRuleIsLost(tiny.Investigate("--no-default-rules", "--rules", rules, "--out", tiny.Out), tiny.Out, "bad.yml:");
    }

    [TestMethod]
    public void TwoRuns_OfTheSharedCase_BothSucceed()
    {
        using var hostile = HostileCase.Of("two-runs-one-folder");
        var output = Path.Combine(hostile.Folder, "out");
        var runs = new ProgramRun[2];
        Parallel.For(0, 2, i => runs[i] = hostile.Investigate("--out", output, "--force"));
        Assert.AreEqual((0, 0), (runs[0].Code, runs[1].Code), runs[0].Error + runs[1].Error);
        Assert.AreEqual(0, ProgramRun.Of("evidence", "verify", output, "--case", hostile.Path).Code);
        CollectionAssert.AreEquivalent((string[])["EXPECTED.md", "case", "out"], Directory.EnumerateFileSystemEntries(hostile.Folder).Select(Path.GetFileName).ToList());
    }

    [TestMethod]
    public void ManySmallLogs_OfTheSharedCase_AreReadInLittleMemory()
    {
        using var hostile = HostileCase.Of("many-small-logs-memory");
        Python(hostile.Folder, "10000");
        var run = MeasuredRun.Of(hostile.Folder, "investigate", "case", "--no-default-rules", "--rules", SharedCases.Path("hostile/_rules"), "--format", "jsonl", "-q");
        TestContext.WriteLine($"{run.PeakBytes >> 20} MiB");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.IsLessThan(512L << 20, run.PeakBytes);
    }

    [TestMethod]
    public void TwoMillionMatches_OfTheSharedCase_AreCountedAndReported()
    {
        using var hostile = HostileCase.Of("two-million-matches");
        Python(hostile.Folder);
        var run = MeasuredRun.Of(hostile.Folder, "investigate", "case", "--no-default-rules", "--rules", SharedCases.Path("hostile/_rules"), "--format", "jsonl", "-q", "--out", "out");
        TestContext.WriteLine($"{run.PeakBytes >> 20} MiB");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.IsLessThan(1200L << 20, run.PeakBytes);
        var ledger = File.ReadAllText(Path.Combine(hostile.Folder, "out", "ledger.json"));
        Assert.MatchesRegex("\"late\": ?[1-9][0-9]{6}", ledger);
    }

    /// <summary>
    /// Of the shared folder only the description is there, since its generator is not; this is the case that it describes.
    /// </summary>
    [TestMethod]
    public void OverlappingCalls_ThatNameTheDestination_AreLinearInCallsTimesConnections()
    {
        var (few, many) = (SecondsOf(500), SecondsOf(2_000));
        TestContext.WriteLine(string.Create(CultureInfo.InvariantCulture, $"500 calls {few:0.0} s, 2,000 calls {many:0.0} s of CPU"));
        Assert.IsLessThan(few * 8, many, "Four times the calls may take four times as long, not sixteen.");

        double SecondsOf(int calls)
        {
            using var tiny = new TinyCase();
            tiny.Append("logs/vpc.log", string.Concat(Enumerable.Range(0, 200).Select(i => TinyCase.Flow(1200 + i, TinyCase.Stranger, 22, 30_000 + i))))
                .Write("timeline/t.jsonl", string.Concat(Enumerable.Range(0, calls).Select(i => TinyCase.Call(i, 1000 + (i * 0.01), 3000, $"ssh -p 22 dev@{TinyCase.Stranger} {i}"))));
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            Assert.AreEqual(0, tiny.Investigate("--threads", "1").Code);
            return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        }
    }

    private static void AssertOnlyTheBrokenRuleIsLost(ProgramRun run, string output, string place)
    {
        Assert.AreEqual(2, run.Code, run.Error);
        Assert.Contains(place, run.Error);
        Assert.DoesNotContain("internal error", run.Error);
        Assert.IsTrue(File.Exists(Path.Combine(output, "manifest.json")));
        Assert.IsNotEmpty(HostileCase.Incidents(run));
        Assert.IsTrue(HostileCase.Incidents(run).Exists(i => i.GetProperty("fwcorrelate").GetProperty("target").GetString() == Target));
    }

    private static void Python(string folder, params string[] arguments)
    {
        try
        {
            using var made = Process.Start(new ProcessStartInfo("python3", ["make.py", .. arguments]) { WorkingDirectory = folder })!;
            made.WaitForExit();
            Assert.AreEqual(0, made.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Inconclusive("python3 is not here, which makes the case.");
        }
    }
}
