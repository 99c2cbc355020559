// SPDX-License-Identifier: Apache-2.0
using System.Text.RegularExpressions;

namespace FwCorrelate.Core.Tests.Architecture;

/// <summary>What is known of a family stands in its folder and nowhere else.</summary>
[TestClass]
public sealed partial class FamilyTests
{
    private static readonly string Sources = Path.Combine(RepositoryFolder.Root, "src");
    private static readonly string Readers = Path.Combine(Sources, "FwCorrelate.Ingestion");

    /// <summary>The folders with a table, and the name that the table gives.</summary>
    private static IReadOnlyList<(string Folder, string Name)> Families { get; } =
    [
        .. Directory.EnumerateFiles(Readers, "*Log.cs", SearchOption.AllDirectories)
            .Select(f => (Folder: Path.GetFileName(Path.GetDirectoryName(f))!, Name: TableName().Match(File.ReadAllText(f)).Groups["name"].Value))
            .Where(f => f.Name.Length > 0),
    ];

    [TestMethod]
    public void Folders_WithATable_HoldOneEach() =>
        Assert.AreSequenceEqual(Families.Select(f => f.Folder).Distinct().Order(StringComparer.Ordinal), Families.Select(f => f.Folder).Order(StringComparer.Ordinal));

    [TestMethod]
    public void Folders_OfFamilies_HoldPainlessAndSamples()
    {
        foreach (var (folder, name) in Families)
        {
            Assert.IsTrue(File.Exists(Path.Combine(Readers, folder, "samples.jsonl")), $"{name} has no samples.");
            var hasPipeline = Directory.EnumerateFiles(Path.Combine(Readers, folder), "*Log.cs").Any(f => File.ReadAllText(f).Contains("PipelineMaker", StringComparison.Ordinal));
            var hasPainless = Directory.GetFiles(Path.Combine(Readers, folder), "*.painless").Length > 0;
            Assert.IsTrue(hasPipeline || !hasPainless, $"{name} has Painless and no pipeline.");
        }
    }

    [TestMethod]
    public void Families_NeverKnowEachOther()
    {
        foreach (var (folder, _) in Families)
        {
            foreach (var (other, _) in Families.Where(f => f.Folder != folder))
            {
                foreach (var file in Directory.EnumerateFiles(Path.Combine(Readers, folder), "*.cs"))
                    Assert.DoesNotContain($"Ingestion.{other};", File.ReadAllText(file), file);
            }
        }
    }

    // The simulation writes logs of named kinds, exports are of named kinds; they read none.
    [TestMethod]
    public void Names_OfFamilies_StandInTheirTablesOnly()
    {
        foreach (var (folder, name) in Families)
        {
            var elsewhere = Directory.EnumerateFiles(Sources, "*.cs", SearchOption.AllDirectories)
                .Where(f => !f.StartsWith(Path.Combine(Readers, folder), StringComparison.Ordinal) && !IsGenerated(f) && !f.Contains("FwCorrelate.Simulation", StringComparison.Ordinal)
                    && !f.EndsWith("ExportCommand.cs", StringComparison.Ordinal))
                .Where(f => File.ReadAllText(f).Contains($"\"{name}\"", StringComparison.Ordinal));
            Assert.IsEmpty(elsewhere.ToList(), name);
        }
    }

    private static bool IsGenerated(string file) => file.Split(Path.DirectorySeparatorChar).Intersect(["obj", "bin"]).Any();

    [GeneratedRegex("LogFormat Format \\{ get; \\} = new\\(\"(?<name>[^\"]+)\"\\)")]
    private static partial Regex TableName();
}
