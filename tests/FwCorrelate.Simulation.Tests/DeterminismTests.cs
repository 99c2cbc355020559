// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Simulation.Tests;

[TestClass]
public sealed class DeterminismTests
{
    public static IEnumerable<object[]> Names => GeneratedCases.Names;

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Generate_SameSeed_GivesTheSameBytes(string name)
    {
        Assert.IsTrue(ScenarioCatalogue.TryFind(name, out var scenario));

        var again = scenario.Generate(scenario.DefaultSeed);

        var first = GeneratedCases.Of(name);
        CollectionAssert.AreEqual(first.Files.Keys.ToList(), again.Files.Keys.ToList());
        foreach (var (path, content) in first.Files)
            CollectionAssert.AreEqual(content, again.Files[path], path);
        Assert.IsTrue(first.Truth.Span.SequenceEqual(again.Truth.Span));
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Generate_OtherSeed_GivesOtherLogsAndTraces(string name)
    {
        Assert.IsTrue(ScenarioCatalogue.TryFind(name, out var scenario));

        var other = scenario.Generate(scenario.DefaultSeed + 1);

        var first = GeneratedCases.Of(name);
        Assert.IsFalse(first.Truth.Span.SequenceEqual(other.Truth.Span));
        foreach (var path in GeneratedCases.Paths(first, "timeline/"))
            CollectionAssert.AreNotEqual(first.Files[path], other.Files[path], path);
    }

    [TestMethod]
    public void Write_Folder_HoldsTheGeneratedFilesAndTheTruthBesideIt()
    {
        var folder = Directory.CreateTempSubdirectory("fwcorrelate-simulation-").FullName;
        try
        {
            Assert.IsTrue(ScenarioCatalogue.TryFind("aws", out var scenario));
            var truthFile = Path.Combine(folder, "aws.truth.jsonl");

            scenario.Write(Path.Combine(folder, "case"), truthFile, scenario.DefaultSeed);

            var made = GeneratedCases.Of("aws");
            Assert.IsTrue(made.Truth.Span.SequenceEqual(File.ReadAllBytes(truthFile)));
            foreach (var (path, content) in made.Files)
                CollectionAssert.AreEqual(content, File.ReadAllBytes(Path.Combine(folder, "case", path)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
