// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Scenarios;

/// <summary>
/// <c>src/FwCorrelate.Cli/WALKTHROUGH.md</c> is what the program prints: every command in it is run, in order, in a folder that holds
/// rome. With <c>FWC_WRITE_WALKTHROUGH=1</c> the page is written anew, for somebody to read the difference.
/// </summary>
[TestClass]
public sealed partial class WalkthroughTests
{
    private const string Rewrite = "FWC_WRITE_WALKTHROUGH";
    private const string Prompt = "$ ";
    private static readonly string[] Tables = ["investigate", "incidents", "show", "who", "census", "why", "compare", "evidence verify"];

    [TestMethod]
    public void Walkthrough_EachCommand_PrintsWhatThePageShows()
    {
        var page = Path.Combine(Folders.Repository, "src", "FwCorrelate.Cli", "WALKTHROUGH.md");
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-walk-").FullName;
        try
        {
            using (var rome = CaseCopy.Of("rome"))
                CopyTo(rome.Path, Path.Combine(folder, "rome"));
            var shown = File.ReadAllText(page);
            var printed = Block().Replace(shown, m => Run(m, folder));
            if (Environment.GetEnvironmentVariable(Rewrite) == "1")
                File.WriteAllText(page, printed);
            else
                AssertSame(shown.Split('\n'), printed.Split('\n'));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void AssertSame(string[] shown, string[] printed)
    {
        for (var i = 0; i < Math.Min(shown.Length, printed.Length); i++)
            Assert.AreEqual(printed[i], shown[i], $"WALKTHROUGH.md, line {i + 1}: write it anew with {Rewrite}=1 and read the difference");
        Assert.HasCount(printed.Length, shown);
    }

    private static string Run(Match block, string folder)
    {
        var commands = block.Groups["body"].Value.Split('\n').Where(l => l.StartsWith(Prompt, StringComparison.Ordinal)).ToList();
        var lines = int.Parse(block.Groups["lines"].Value, CultureInfo.InvariantCulture);
        var text = new StringBuilder(block.Groups["head"].Value);
        foreach (var command in commands)
        {
            text.Append(command).Append('\n');
            var output = Mask(Output(command[Prompt.Length..], folder)).TrimEnd().Split('\n').Select(l => l.TrimEnd()).ToList();
            var from = block.Groups["from"].Success ? output.FindIndex(l => l.StartsWith(block.Groups["from"].Value, StringComparison.Ordinal)) : 0;
            Assert.IsGreaterThanOrEqualTo(0, from, $"{command} prints no line that begins with {block.Groups["from"].Value}");
            if (from > 0)
                text.Append("...\n");
            foreach (var line in output.Skip(from).Take(lines).Where(l => output.Count > 1 || l.Length > 0))
                text.Append(line).Append('\n');
            if (output.Count > from + lines)
                text.Append("...\n");
        }

        return text.Append("```").ToString();
    }

    private static string Output(string command, string folder)
    {
        var isOurs = command.StartsWith(Application.Name + " ", StringComparison.Ordinal);
        var line = isOurs && !command.Contains("--format", StringComparison.Ordinal) && Tables.Any(t => command.StartsWith($"{Application.Name} {t}", StringComparison.Ordinal))
            ? command + " --format table" : command;
        if (isOurs)
            line = $"'{Host}' '{typeof(Application).Assembly.Location}' {line[(Application.Name.Length + 1)..]}";
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", line]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, $"{command}: {error.Result}");
        return output;
    }

    private static string Host => Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath! : "dotnet";

    // How long it took, and what is made of the program's own version.
    private static string Mask(string output) => Seal().Replace(output, "the seal is ...");

    private static void CopyTo(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    [GeneratedRegex("(?<head><!-- (?:from \"(?<from>[^\"]+)\", )?(?<lines>[0-9]+) lines -->\n```console\n)(?<body>(?:(?!```).*\n)*)```")]
    private static partial Regex Block();

    [GeneratedRegex("the seal is [0-9a-f]{64}")]
    private static partial Regex Seal();
}
