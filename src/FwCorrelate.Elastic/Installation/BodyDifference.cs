// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Installation;

/// <summary>A value that differs between the body an engine holds and ours.</summary>
/// <param name="Path">Dotted.</param>
/// <param name="Stored">Null where the engine holds none.</param>
/// <param name="Ours">Null where ours has none.</param>
public sealed record BodyDifference(string Path, string? Stored, string? Ours)
{
    // What engines add by themselves to what they are sent.
    private static readonly string[] Added =
    [
        "data_stream.hidden", "data_stream.allow_custom_routing", "data_stream.timestamp_field.name", "created_date", "created_date_millis",
        "modified_date", "modified_date_millis", "template.lifecycle.enabled", "template.lifecycle.data_retention_effective", "deprecated",
    ];

    /// <summary>
    /// In the order of the paths. Engines give numbers and flags of settings back as text, so that values are compared as text.
    /// </summary>
    public static IReadOnlyList<BodyDifference> Between(JsonObject stored, JsonObject ours)
    {
        var (left, right) = (Leaves(stored), Leaves(ours));
        return [.. left.Keys.Union(right.Keys, StringComparer.Ordinal)
            .Where(p => left.GetValueOrDefault(p) != right.GetValueOrDefault(p)
                && !(right.GetValueOrDefault(p) is null && Added.Contains(p, StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(p => new BodyDifference(p, left.GetValueOrDefault(p), right.GetValueOrDefault(p)))];
    }

    public override string ToString() => (Stored, Ours) switch
    {
        (null, _) => $"+ {Path}: {Ours}",
        (_, null) => $"- {Path}: {Stored}",
        _ => $"~ {Path}: {Stored} -> {Ours}",
    };

    private static Dictionary<string, string> Leaves(JsonObject body)
    {
        var leaves = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(body, string.Empty, leaves);
        return leaves;
    }

    private static void Add(JsonNode? node, string path, Dictionary<string, string> leaves)
    {
        switch (node)
        {
            case JsonObject inner:
                foreach (var (name, value) in inner)
                    Add(value, path.Length == 0 ? name : $"{path}.{name}", leaves);
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                    Add(list[i], $"{path}.{i}", leaves);
                break;
            default:
                leaves[path] = node?.ToString() ?? "null";
                break;
        }
    }
}
