// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Tests.CommandLine;

[TestClass]
public sealed class CompletionCommandTests
{
    [TestMethod]
    [DataRow("bash", "complete -o default -F _fwcorrelate fwcorrelate")]
    [DataRow("zsh", "compdef _fwcorrelate fwcorrelate")]
    [DataRow("fish", "complete -c fwcorrelate")]
    [DataRow("pwsh", "Register-ArgumentCompleter -Native -CommandName fwcorrelate")]
    public void Completion_OfAShell_RegistersAndAsksTheProgram(string shell, string registration)
    {
        var run = CliRun.Of("completion", shell);
        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.Contains(registration, run.Output);
        Assert.Contains("[suggest:", run.Output);
    }

    [TestMethod]
    public void Completion_OfAnUnknownShell_SaysWhichThereAre()
    {
        var run = CliRun.Of("completion", "zhs");
        Assert.AreEqual(ExitCode.WrongUsage, run.Code);
        Assert.StartsWith("fwcorrelate: SHELL 'zhs' is not known: expected bash, zsh, fish or pwsh.", run.Error);
    }

    [TestMethod]
    [DataRow("fwcorrelate inve", "investigate")]
    [DataRow("fwcorrelate rules ch", "check")]
    [DataRow("fwcorrelate incidents --wh", "--where")]
    public void Completion_InBash_FindsCommandsAndOptions(string line, string expected)
    {
        if (!File.Exists("/bin/bash"))
            Assert.Inconclusive("/bin/bash is missing: what bash makes of its script only bash can show.");
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-completion-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "script"), CliRun.Of("completion", "bash").Output);
            Assert.AreEqual(expected, Complete(folder, line));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // What bash sets for a completing function: the line, where the cursor stands, and the word before it.
    private static string Complete(string folder, string line)
    {
        var script = $$"""
            fwcorrelate() { dotnet '{{typeof(Application).Assembly.Location}}' "$@"; }
            source '{{folder}}/script'
            COMP_LINE='{{line}}' COMP_POINT={{line.Length}}
            _fwcorrelate fwcorrelate '{{line[(line.LastIndexOf(' ') + 1)..]}}'
            printf '%s' "${COMPREPLY[*]}"
            """;
        using var bash = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { RedirectStandardOutput = true })!;
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return output;
    }
}
