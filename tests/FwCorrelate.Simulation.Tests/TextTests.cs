// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Simulation.Tests;

[TestClass]
public sealed class TextTests
{
    /// <summary>Details that retellings of the incident added and that no source supports.</summary>
    private static readonly string[] Decorations =
        ["3:40", "3 a.m", "3am", "03:40", "a.m.", "48 hours", "48h", "march 7", "2026-03-07",
         "utilisation", "utilization", "reward", "monero", "bitcoin"];

    public static IEnumerable<object[]> Names => GeneratedCases.Names;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Files_AllText_HoldsNoDecoration(string name)
    {
        foreach (var (path, content) in GeneratedCases.Of(name).Files)
        {
            var text = Encoding.UTF8.GetString(content);
            foreach (var word in Decorations.Where(w => !char.IsAsciiDigit(w[0]) || path is "README.md" or "case.yml"))
                Assert.IsFalse(text.Contains(word, StringComparison.OrdinalIgnoreCase), $"{path} says '{word}'.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Files_AllAddresses_AreDocumentationOrPrivate(string name)
    {
        var made = GeneratedCases.Of(name);
        foreach (var path in made.Files.Keys)
        {
            foreach (var address in GeneratedCases.Lines(made, path).SelectMany(Records.Addresses).Distinct())
                Assert.IsTrue(Records.IsDocumentationOrPrivate(address), $"{path} holds {address}.");
        }
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Case_ReadmeAndSettings_SayThatItIsSynthetic(string name)
    {
        var made = GeneratedCases.Of(name);

        Assert.Contains("synthetic", GeneratedCases.Lines(made, "README.md")[0]);
        Assert.StartsWith("# Synthetic", GeneratedCases.Lines(made, "case.yml")[0]);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Commands_SomeHarmlessOnes_AreHostileToViewers(string name)
    {
        var commands = GeneratedCases.Calls(GeneratedCases.Of(name)).Select(c => c.Command).ToHashSet();

        foreach (var hostile in new[] { "<script>", "\u001b[7m", "=HYPERLINK(" })
            Assert.IsTrue(commands.Any(c => c.Contains(hostile, StringComparison.Ordinal)), hostile);
    }
}
