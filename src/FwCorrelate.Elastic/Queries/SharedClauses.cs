// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Queries;

/// <summary>
/// Alternatives that share clauses, with what they share written once: engines refuse a query of more than 1,024 clauses, and rules say the
/// same few things over and over. <c>(a and b) or (a and c)</c> becomes <c>a and (b or c)</c>.
/// </summary>
internal static class SharedClauses
{
    /// <summary>A clause that holds whenever one of these does, and only then.</summary>
    public static JsonObject Any(IReadOnlyList<JsonObject> clauses) => Any([.. clauses.Select(Parts)]);

    private static JsonObject Any(List<Dictionary<string, JsonObject>> alternatives)
    {
        // An alternative of no parts always holds.
        if (alternatives.Exists(a => a.Count == 0))
            return QueryDsl.Everything;
        var branches = new List<JsonObject>();
        while (alternatives.Count > 0)
        {
            var shared = alternatives.SelectMany(a => a).GroupBy(p => p.Key, StringComparer.Ordinal)
                .OrderByDescending(g => (long)(g.Count() - 1) * g.Key.Length).ThenBy(g => g.Key, StringComparer.Ordinal).First();
            var (having, without) =
                (alternatives.FindAll(a => a.ContainsKey(shared.Key)), alternatives.FindAll(a => !a.ContainsKey(shared.Key)));
            branches.Add(having is [var only] ? All([.. only.Values]) : With(shared.First().Value, having, shared.Key));
            alternatives = without;
        }

        return QueryDsl.Any(branches);
    }

    private static JsonObject With(JsonObject clause, List<Dictionary<string, JsonObject>> having, string key)
    {
        var rest = Any(having.ConvertAll(a => a.Where(p => p.Key != key).ToDictionary(StringComparer.Ordinal)));
        return rest.ContainsKey("match_all") ? Copy(clause) : All([clause, rest]);
    }

    private static JsonObject All(IReadOnlyList<JsonObject> clauses) => QueryDsl.All([.. clauses.Select(Copy)]);

    private static JsonObject Copy(JsonObject clause) => (JsonObject)clause.DeepClone();

    /// <summary>The clauses that must all hold, by their text.</summary>
    private static Dictionary<string, JsonObject> Parts(JsonObject clause)
    {
        var filters = clause is { Count: 1 } && clause["bool"] is JsonObject { Count: 1 } inner && inner["filter"] is JsonArray list
            ? list.OfType<JsonObject>() : [clause];
        var parts = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var part in filters)
            parts.TryAdd(part.ToJsonString(), part);
        return parts;
    }
}
