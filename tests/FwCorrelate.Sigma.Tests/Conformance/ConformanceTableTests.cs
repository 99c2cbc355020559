// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using System.Text.Json;
using FwCorrelate.Sigma.Rules;

namespace FwCorrelate.Sigma.Tests.Conformance;

/// <summary>
/// The table of src/FwCorrelate.Sigma/README.md says what the cases give. With the environment variable
/// <c>FWCORRELATE_WRITE_TABLES=1</c> it is written, and without it compared.
/// </summary>
[TestClass]
public sealed class ConformanceTableTests
{
    private const string Begin = "<!-- conformance: begin -->\n";
    private const string End = "<!-- conformance: end -->\n";
    private static readonly string[] Levels = ["must", "should", "convention", "legacy", "draft", "ambiguous"];

    [TestMethod]
    public void Table_OfTheReadme_IsWhatTheCasesGive()
    {
        var path = Path.Combine(Repository(), "src", "FwCorrelate.Sigma", "README.md");
        var readme = File.ReadAllText(path);
        var (begin, end) = (readme.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, readme.IndexOf(End, StringComparison.Ordinal));
        Assert.IsTrue(begin >= Begin.Length && end >= begin, "the README has no place for the table");
        var made = Table();
        if (Environment.GetEnvironmentVariable("FWCORRELATE_WRITE_TABLES") == "1")
            File.WriteAllText(path, readme[..begin] + made + readme[end..]);
        else
            Assert.AreEqual(made, readme[begin..end]);
    }

    private static string Table()
    {
        var cases = SpecificationTests.Cases.Select(c => (string)c[0]).Select(p => (Folder: Path.GetDirectoryName(p)!, Level: LevelOf(p), Passed: Passes(p))).ToList();
        var table = new StringBuilder($"| cases of | {string.Join(" | ", Levels)} | all |\n| --- |{string.Concat(Levels.Select(_ => " --- |"))} --- |\n");
        foreach (var folder in cases.GroupBy(c => c.Folder).OrderBy(g => g.Key, StringComparer.Ordinal))
            AppendRow(table, folder.Key, [.. folder.Select(c => (c.Level, c.Passed))]);
        AppendRow(table, "all", [.. cases.Select(c => (c.Level, c.Passed))]);
        return table.ToString();
    }

    private static void AppendRow(StringBuilder table, string name, IReadOnlyList<(string Level, bool Passed)> cases)
    {
        var cells = Levels.Select(level => Cell([.. cases.Where(c => c.Level == level).Select(c => c.Passed)]));
        table.Append(CultureInfo.InvariantCulture, $"| {name} | {string.Join(" | ", cells)} | {Cell([.. cases.Select(c => c.Passed)])} |\n");
    }

    private static string Cell(IReadOnlyList<bool> passed) =>
        passed.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{passed.Count(p => p)}/{passed.Count}");

    /// <summary>A correlation or filter that is refused does not pass, however well it is refused.</summary>
    private static bool Passes(string path)
    {
        if (path.StartsWith("correlation/", StringComparison.Ordinal) || path.StartsWith("filter/", StringComparison.Ordinal))
        {
            if (SigmaCase.Read(FileOf(path)).Load().Errors.Any(e => e.Kind == RuleErrorKind.NotSupported))
                return false;
        }

        try
        {
            new SpecificationTests().Case_OfTheSpecification_GivesTheExpectedResult(path);
            return true;
        }
        catch (AssertFailedException)
        {
            return false;
        }
    }

    private static string LevelOf(string path) => JsonDocument.Parse(File.ReadAllBytes(FileOf(path))).RootElement.GetProperty("level").GetString()!;

    private static string FileOf(string path) => Path.Combine(AppContext.BaseDirectory, "Cases", "spec", path);

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FwCorrelate.sln")))
            folder = folder.Parent!;
        return folder.FullName;
    }
}
