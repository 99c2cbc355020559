// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;

namespace FwCorrelate.Cli.Tests;

/// <summary>What the README shows is what the program prints.</summary>
[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    public void Readme_FirstCommand_PrintsTheOutputThatItShows()
    {
        var root = RepositoryRoot();
        var readme = File.ReadAllText(Path.Combine(root, "README.md"));
        var command = Block(readme, "sh")[0].Split(" -- ")[1].Split(' ');
        var arguments = command.Select(a => a.StartsWith("fixtures/", StringComparison.Ordinal) ? Path.Combine(root, a) : a).Append("--format").Append("table").ToArray();
        var run = CliRun.Of(arguments, terminal: false, Service.Investigation.Run);
        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        var printed = run.Output.Split('\n').Select(l => l.TrimEnd()).ToList();
        foreach (var line in Block(readme, "text"))
            Assert.Contains(line, printed, $"README.md shows a line that the program does not print: {line}");
    }

    [TestMethod]
    public void Readme_ExplainCommand_PrintsTheOutputThatItShows()
    {
        var root = RepositoryRoot();
        var rules = File.ReadAllText(Path.Combine(root, "README.md")).Split("\n## Rules\n")[1];
        var command = Block(rules, "sh").Single(l => l.EndsWith("fixtures/scenarios/rome", StringComparison.Ordinal)).Split(' ').Skip(1);
        var arguments = command.Select(a => a.StartsWith("fixtures/", StringComparison.Ordinal) ? Path.Combine(root, a) : a).Append("--format").Append("table").ToArray();
        var run = CliRun.Of(arguments);
        Assert.AreEqual(ExitCode.Done, run.Code, run.Error);
        Assert.IsEmpty(Block(rules, "text").Except(run.Output.Split('\n').Select(l => l.TrimEnd())), run.Output);
    }

    private static string[] Block(string readme, string language)
    {
        var start = readme.IndexOf($"```{language}\n", StringComparison.Ordinal) + language.Length + 4;
        return readme[start..readme.IndexOf("\n```", start, StringComparison.Ordinal)].Split('\n');
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FwCorrelate.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException("The tests must run below the folder that holds FwCorrelate.sln.");
    }
}
