// SPDX-License-Identifier: Apache-2.0

namespace FwCorrelate.Simulation.Tests;

[TestClass]
public sealed class FixtureTests
{
    /// <summary>Set to <c>1</c> to write the fixtures anew; the comparison then holds by construction, so review the diff.</summary>
    private const string RegenerateVariable = "FWCORRELATE_REGENERATE_FIXTURES";

    public static IEnumerable<object[]> ScenarioNames => GeneratedCases.Names;

    [TestMethod]
    [DynamicData(nameof(ScenarioNames))]
    public void Fixture_Committed_IsExactlyWhatTheGeneratorMakes(string name)
    {
        Assert.IsTrue(ScenarioCatalogue.TryFind(name, out var scenario));
        var folder = Path.Combine(Repository.Fixtures, "scenarios", name);
        var truthFile = $"{folder}.truth.jsonl";
        if (Environment.GetEnvironmentVariable(RegenerateVariable) == "1")
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
            scenario.Write(folder, truthFile, scenario.DefaultSeed);
        }

        var made = scenario.Generate(scenario.DefaultSeed);
        var committed = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(folder, f).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal).ToList();

        CollectionAssert.AreEqual(made.Files.Keys.Order(StringComparer.Ordinal).ToList(), committed);
        foreach (var (path, content) in made.Files)
            CollectionAssert.AreEqual(content, File.ReadAllBytes(Path.Combine(folder, path)), $"{name}/{path} differs from what the generator makes.");
        Assert.IsTrue(made.Truth.Span.SequenceEqual(File.ReadAllBytes(truthFile)), $"{name}.truth.jsonl differs from what the generator makes.");
    }
}
