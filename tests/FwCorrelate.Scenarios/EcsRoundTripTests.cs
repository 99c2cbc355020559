// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using FwCorrelate.Service.Results;

namespace FwCorrelate.Scenarios;

/// <summary>A scenario's logs and timeline written as documents and read back: nothing that matters is lost on the way.</summary>
[TestClass]
public sealed partial class EcsRoundTripTests
{
    // Documents of calls carry no messages, so that nothing is said of where a destination was first mentioned.
    private static readonly string[] Origin = ["file", "line", "offset", "origin", "origin_reason", "origin_first", "said_before"];

    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Investigate_DocumentsOfAScenario_GivesTheSameIncidentsAndAttributions(string scenario)
    {
        using var original = CaseCopy.Of(scenario);
        using var documents = CaseDocuments.Of(scenario);

        foreach (var file in new[] { OutputFiles.Incidents, OutputFiles.Attributions })
            CollectionAssert.AreEqual(Results(original.Path, file), Results(documents.Path, file));
    }

    [TestMethod]
    [DataRow("aws")]
    [DataRow("rome")]
    public void Flows_OfDocuments_AreTheSameDocuments(string scenario)
    {
        using var documents = CaseDocuments.Of(scenario);
        foreach (var file in Directory.EnumerateFiles(documents.Path, "*.jsonl", SearchOption.AllDirectories).Where(f => f.Contains("logs", StringComparison.Ordinal)))
        {
            var again = ProgramRun.Of("flows", file, "--format", "jsonl").Output;
            CollectionAssert.AreEqual(
                File.ReadLines(file).Select(l => WithoutOrigin(l, "original")).ToList(),
                again.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => WithoutOrigin(l, "original")).ToList(), file);
        }
    }

    private static List<string> Results(string folder, string file)
    {
        var output = folder + ".out";
        try
        {
            Assert.AreEqual(0, ProgramRun.Of("investigate", folder, "--format", "csv", "--out", output, "--force").Code);
            return [.. File.ReadLines(Path.Combine(output, file)).Select(l => WithoutOrigin(l))];
        }
        finally
        {
            Directory.Delete(output, recursive: true);
        }
    }

    /// <summary>The document's fields in the order of their names, without where its records stand.</summary>
    private static string WithoutOrigin(string line, params string[] more) =>
        Ordered(JsonNode.Parse(PlaceInWords().Replace(line, ""))!, [.. Origin, .. more]).ToJsonString();

    [GeneratedRegex("(?<=the session in )[^ :]+:[0-9]+")]
    private static partial Regex PlaceInWords();

    private static JsonNode Ordered(JsonNode node, string[] without) => node switch
    {
        JsonObject members => new JsonObject(members.Where(m => !without.Contains(m.Key)).OrderBy(m => m.Key, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Key, m.Value is null ? null : Ordered(m.Value, without)))),
        JsonArray items => new JsonArray([.. items.Select(i => i is null ? null : Ordered(i, without))]),
        _ => node.DeepClone(),
    };
}
