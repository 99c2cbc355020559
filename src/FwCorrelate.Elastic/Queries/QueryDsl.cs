// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Queries;

/// <summary>The few clauses of the query DSL that are used, the same in both engines.</summary>
public static class QueryDsl
{
    public static JsonObject Everything => new() { ["match_all"] = new JsonObject() };

    public static JsonObject Nothing => new() { ["match_none"] = new JsonObject() };

    public static JsonObject Term(string field, string value) => new() { ["term"] = new JsonObject { [field] = value } };

    public static JsonObject Terms(string field, IEnumerable<string> values) =>
        new() { ["terms"] = new JsonObject { [field] = new JsonArray([.. values.Select(v => JsonValue.Create(v))]) } };

    public static JsonObject Exists(string field) => new() { ["exists"] = new JsonObject { ["field"] = field } };

    /// <param name="from">Included; null leaves it open.</param>
    /// <param name="to">Included; null leaves it open.</param>
    public static JsonObject Range(string field, JsonNode? from, JsonNode? to)
    {
        var range = new JsonObject();
        if (from is not null)
            range["gte"] = from;
        if (to is not null)
            range["lte"] = to;
        return new JsonObject { ["range"] = new JsonObject { [field] = range } };
    }

    public static JsonObject Not(JsonObject clause) => new() { ["bool"] = new JsonObject { ["must_not"] = new JsonArray(clause) } };

    /// <summary>All of none is everything.</summary>
    public static JsonObject All(IReadOnlyList<JsonObject> clauses) => clauses switch
    {
        [] => Everything,
        [var only] => only,
        _ => new JsonObject { ["bool"] = new JsonObject { ["filter"] = new JsonArray([.. clauses]) } },
    };

    /// <summary>Any of none is nothing.</summary>
    public static JsonObject Any(IReadOnlyList<JsonObject> clauses) => clauses switch
    {
        [] => Nothing,
        [var only] => only,
        _ => new JsonObject { ["bool"] = new JsonObject { ["should"] = new JsonArray([.. clauses]), ["minimum_should_match"] = 1 } },
    };

    /// <summary>How many questions a query asks; a list of values is one.</summary>
    public static int Clauses(JsonNode query) => query switch
    {
        JsonObject members when members.ContainsKey("bool") => members["bool"]!.AsObject()
            .Sum(m => m.Value is JsonArray or JsonObject ? Clauses(m.Value) : 0),
        JsonArray clauses => clauses.Sum(c => Clauses(c!)),
        _ => 1,
    };
}
