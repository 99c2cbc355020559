// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;

namespace FwCorrelate.Scenarios.Hostile;

/// <summary>The program among other programs: signals, pipes, two runs at once.</summary>
[TestClass]
public sealed class ProcessTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [TestMethod]
    [DataRow("TERM", "flows", "-")]
    [DataRow("INT", "flows", "-")]
    [DataRow("TERM", "investigate", "--logs", "-")]
    [DataRow("INT", "timeline", "-")]
    public void Signal_WhileItWaitsForInput_EndsItWith130AndLeavesNoSpool(string signal, params string[] arguments)
    {
        using var tiny = new TinyCase();
        using var process = MeasuredRun.Start(tiny.Folder, arguments);
        process.StandardInput.WriteLine(TinyCase.Header);
        process.StandardInput.Flush();
        Thread.Sleep(TimeSpan.FromSeconds(2));
        Assert.IsFalse(process.HasExited);
        Assert.IsEmpty(Spools(process.Id));
        using (var kill = Process.Start("kill", ["-" + signal, $"{process.Id}"]))
            kill.WaitForExit();
        Assert.IsTrue(process.WaitForExit(Long));
        Assert.AreEqual(130, process.ExitCode);
    }

    [TestMethod]
    public void StandardInput_ThatIsClosed_IsEmpty()
    {
        using var tiny = new TinyCase();
        var run = Shell(tiny.Folder, "$F flows - <&-");
        Assert.AreEqual(4, run.Code, run.Error);
        Assert.Contains("it holds no bytes", run.Error);
    }

    [TestMethod]
    public void StandardInput_ThatIsAPipe_IsRead()
    {
        using var tiny = new TinyCase();
        var run = Shell(tiny.Folder, "cat case/logs/vpc.log | $F flows - --format jsonl");
        Assert.AreEqual(0, run.Code, run.Error);
        Assert.HasCount(120, run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [TestMethod]
    [DataRow("$F evidence verify $C/result", 4, 4)]
    [DataRow("$F investigate $C/case --no-default-rules --rules $C/../_rules --fail-on low --format jsonl -q", 1, 1)]
    [DataRow("$F flows $C/case/logs", 0, 141)]
    public void ReaderOfOutput_ThatHasGone_TurnsNothingIntoSuccess(string command, int whole, int closed)
    {
        using var tiny = new TinyCase();
        var line = command.Replace("$C", SharedCases.Path("hostile/closed-pipe-exit-0"), StringComparison.Ordinal);
        Assert.AreEqual(whole, Shell(tiny.Folder, line + " > /dev/null").Code);
        var code = Shell(tiny.Folder, $"{line} | true; exit ${{PIPESTATUS[0]}}").Code;
        Assert.IsTrue(code == closed || code == 141, $"{code}");
    }

    [TestMethod]
    public void TwoRuns_IntoOneFolder_BothSucceed()
    {
        using var tiny = new TinyCase();
        const string Run = "$F investigate case --out out --force --format jsonl -q > /dev/null";
        var run = Shell(tiny.Folder, $"{Run} & {Run}; a=$?; wait $!; b=$?; echo $a $b; ls -A; $F evidence verify out -q");
        Assert.AreEqual("0 0\ncase\nout\n", run.Output, run.Error);
        Assert.AreEqual(0, run.Code);
    }

    [TestMethod]
    public void PlantedLink_BesideTheTarget_IsNotFollowed()
    {
        using var hostile = HostileCase.Of("partial-folder-link");
        var precious = Directory.CreateDirectory(Path.Combine(hostile.Folder, "precious")).FullName;
        File.WriteAllText(Path.Combine(precious, "manifest.json"), "mine");
        Directory.CreateSymbolicLink(Path.Combine(hostile.Folder, ".out.partial"), precious);
        Assert.AreEqual(0, hostile.Investigate("--out", Path.Combine(hostile.Folder, "out")).Code);
        Assert.AreEqual("mine", File.ReadAllText(Path.Combine(precious, "manifest.json")));
    }

    private static List<string> Spools(int id) =>
        [.. Directory.EnumerateFileSystemEntries($"/proc/{id}/fd").Select(f => new FileInfo(f).LinkTarget ?? "").Where(t => t.StartsWith("/tmp/tmp", StringComparison.Ordinal) && !t.EndsWith("(deleted)", StringComparison.Ordinal))];

    private static (int Code, string Output, string Error) Shell(string folder, string script)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("there is no such shell here.");
        var program = $"dotnet {Path.Combine(AppContext.BaseDirectory, "fwcorrelate.dll")}";
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"F='{program}'; {script}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = shell.StandardError.ReadToEndAsync();
        var output = shell.StandardOutput.ReadToEnd();
        Assert.IsTrue(shell.WaitForExit(Long));
        return (shell.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
