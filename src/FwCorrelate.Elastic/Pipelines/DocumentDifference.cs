// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Documents;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>A field that differs between a document that an engine made of a record and the one that the program makes of it.</summary>
/// <param name="Field">Dotted.</param>
/// <param name="Expected">The program's value as JSON; null where it has none.</param>
/// <param name="Actual">The engine's.</param>
public sealed record DocumentDifference(string Field, string? Expected, string? Actual)
{
    /// <summary>What only a file has, and the stamp of a server.</summary>
    private static readonly string[] Passed =
        [OwnFields.RecordFile, OwnFields.RecordLine, OwnFields.RecordOffset, OwnFields.RecordIndex, EcsFields.EventIngested];

    /// <summary>Every field that differs, in the order of the documents.</summary>
    public static IReadOnlyList<DocumentDifference> Between(JsonObject expected, JsonObject actual)
    {
        var differences = new List<DocumentDifference>();
        Add(string.Empty, expected, actual, differences);
        return differences;
    }

    public override string ToString() => $"{Field} is {Actual ?? "absent"}, expected {Expected ?? "absent"}";

    private static void Add(string path, JsonNode? expected, JsonNode? actual, List<DocumentDifference> differences)
    {
        if (Passed.Contains(path, StringComparer.Ordinal))
            return;
        if (expected is JsonObject one && actual is JsonObject other)
        {
            foreach (var name in one.Select(p => p.Key).Union(other.Select(p => p.Key), StringComparer.Ordinal))
                Add(path.Length == 0 ? name : $"{path}.{name}", one[name], other[name], differences);
        }
        else if (!JsonNode.DeepEquals(expected, actual))
        {
            differences.Add(new DocumentDifference(path, expected?.ToJsonString(), actual?.ToJsonString()));
        }
    }
}
