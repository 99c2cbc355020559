// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Text.Json;

namespace FwCorrelate.Scenarios.Hostile;

/// <summary>Names, links, pipes and containers that whoever writes into a case's folders may choose.</summary>
[TestClass]
public sealed class OddFileTests
{
    [TestMethod]
    public void NameThatIsNotUtf8_OfTheSharedCase_IsListedAsUnread()
    {
        using var hostile = HostileCase.Of("silent-skip-non-utf8-name");
        Shell(hostile.Folder, "sh ./make.sh");
        var output = Path.Combine(hostile.Folder, "out");
        var run = hostile.Investigate("--strict", "--out", output);
        Assert.AreEqual(4, run.Code);
        Assert.Contains("its name is not UTF-8", run.Error);
        Assert.Contains("\"damaged_files\":[\"logs/vpc\uFFFD.log\"]", File.ReadAllText(Path.Combine(output, "ledger.json")).Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        Assert.Contains("vpc\uFFFD.log", File.ReadAllText(Path.Combine(output, "manifest.json")));
        Assert.AreEqual(0, ProgramRun.Of("evidence", "verify", output).Code);
        Shell(hostile.Folder, "rm -r case");
    }

    [TestMethod]
    public void NameThatIsWrittenLikeAnother_IsListedBesideIt()
    {
        using var tiny = new TinyCase();
        Shell(tiny.Path, "printf x > \"$(printf 'logs/a\\357\\277\\275.log')\"; printf x > \"$(printf 'logs/a\\377.log')\"; mkdir \"$(printf 'logs/d\\377')\"");
        var result = Service.Investigation.Run(new Service.InvestigationOptions { CasePath = tiny.Path });
        var unread = result.Inputs.Where(i => i.Problem?.Contains("not UTF-8", StringComparison.Ordinal) == true).Select(i => i.Path).ToList();
        CollectionAssert.AreEqual((string[])["logs/a\uFFFD.log", "logs/d\uFFFD"], unread);
        Shell(tiny.Folder, "rm -r case");
    }

    [TestMethod]
    public void PathThatIsTooLong_IsListedAsUnread()
    {
        using var tiny = new TinyCase();
        Shell(tiny.Path, "cd logs; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do n=$(printf '%0250d' $i); mkdir $n; cd $n; done; echo x > x.log");
        try
        {
            var result = Service.Investigation.Run(new Service.InvestigationOptions { CasePath = tiny.Path });
            Assert.Contains(i => i.Problem?.Contains("bytes, so that it cannot be opened: move it up", StringComparison.Ordinal) == true, result.Inputs);
        }
        finally
        {
            Shell(tiny.Path, "rm -r logs");
        }
    }

    [TestMethod]
    public void LinksBetweenFolders_OfTheSharedCase_AreReadInAMoment()
    {
        // Two folders with two links each to the other: as many ways down as nobody can go. ProgramRun watches the clock.
        using var hostile = HostileCase.Of("symlink-explosion");
        Shell(hostile.Folder, "sh ./make.sh");
        var run = hostile.Investigate();
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.HasCount(3, HostileCase.Incidents(run));
    }

    [TestMethod]
    public void LinksBetweenFolders_RelativeAndAbsolute_ReadEachFileOnce()
    {
        using var tiny = new TinyCase();
        var logs = Path.Combine(tiny.Path, "logs");
        for (var i = 0; i < 8; i++)
        {
            Directory.CreateDirectory(Path.Combine(logs, $"d{i}"));
            File.WriteAllText(Path.Combine(logs, $"d{i}", "f.log"), $"{TinyCase.Header}\n{TinyCase.Flow(i, "192.0.2.1", 443, 50000)}");
        }

        for (var i = 0; i < 64; i++)
            Directory.CreateSymbolicLink(Path.Combine(logs, $"d{i / 8}", $"a{i % 8}"), i % 2 == 0 ? $"../d{i % 8}" : Path.Combine(logs, $"d{i % 8}"));
        Directory.CreateSymbolicLink(Path.Combine(logs, "self"), "self/x");
        var result = Service.Investigation.Run(new Service.InvestigationOptions { CasePath = tiny.Path });
        Assert.AreEqual(9, result.Inputs.Count(i => i.Role == Service.InputRole.Log));
        Assert.IsTrue(result.Inputs.Where(i => i.Role == Service.InputRole.Log).All(i => !i.Path.Contains("/a", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void PipesForSettingsAndRules_OfTheSharedCase_AreToldAndTheRunEnds()
    {
        using var hostile = HostileCase.Of("fifo-hang");
        Shell(hostile.Folder, "sh ./make.sh");
        var run = hostile.Investigate();
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.Contains("case.yml: it holds no bytes (a pipe", run.Error);
        var check = ProgramRun.Of("rules", "check", Path.Combine(hostile.Folder, "rules"));
        Assert.AreEqual(2, check.Code);
        Assert.Contains("it holds no bytes (a pipe", check.Output + check.Error);
    }

    [TestMethod]
    [DataRow("rules", "explain", "{0}", "{1}/pipe")]
    [DataRow("rules", "check", "{1}/pipe.yml")]
    [DataRow("flows", "{1}/pipe")]
    [DataRow("timeline", "{1}/pipe")]
    [DataRow("evidence", "verify", "{1}")]
    public void Pipe_WhereAFileIsExpected_EndsTheRun(params string[] arguments)
    {
        using var tiny = new TinyCase();
        Shell(tiny.Folder, "mkfifo pipe pipe.yml manifest.json");
        var rule = Path.Combine(Folders.Repository, "rules", "command-and-control", "flow_ssh_to_stranger.yml");
        var run = ProgramRun.Of([.. arguments.Select(a => string.Format(System.Globalization.CultureInfo.InvariantCulture, a, rule, tiny.Folder))]);
        Assert.AreNotEqual(0, run.Code, run.Output);
        Assert.DoesNotContain("internal error", run.Error);
    }

    [TestMethod]
    public void Zstandard_OfTheSharedCase_IsRead()
    {
        using var hostile = HostileCase.Of("zstd-not-opened");
        var output = Path.Combine(hostile.Folder, "out");
        var run = hostile.Investigate("--out", output);
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.DoesNotContain("zst", run.Error);
        using var ledger = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(output, "ledger.json")));
        Assert.AreEqual(0, ledger.RootElement.GetProperty("unrecognised_files").GetArrayLength());
        Assert.AreEqual(0, ProgramRun.Of("evidence", "verify", output).Code);
    }

    [TestMethod]
    public void EvidenceOfDocuments_OfTheSharedCase_Verifies()
    {
        using var hostile = HostileCase.Of("ecs-evidence-verify");
        var output = Path.Combine(hostile.Folder, "out");
        hostile.Investigate("--out", output);
        var run = ProgramRun.Of("evidence", "verify", output);
        Assert.AreEqual(0, run.Code, run.Output);
    }

    private static void Shell(string folder, string script)
    {
        if (OperatingSystem.IsWindows())
            Assert.Inconclusive("there are no such names here.");
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = folder })!;
        shell.WaitForExit();
        Assert.AreEqual(0, shell.ExitCode);
    }
}
