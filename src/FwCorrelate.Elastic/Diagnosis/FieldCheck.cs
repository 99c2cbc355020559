// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Diagnosis;

/// <summary>Whether fields have one type everywhere, and whether the data has what the rules ask for.</summary>
internal sealed class FieldCheck(ISearchEngine engine, IReadOnlyList<FieldNeed> needs, string logs)
{
    private const int Shown = 5;

    private static readonly string[] Keywords = ["keyword", "constant_keyword", "wildcard"];
    private static readonly string[] Texts = ["text", "match_only_text"];
    private static readonly string[] Numbers = ["long", "integer", "short", "byte"];

    public async Task<IEnumerable<CheckResult>> ConflictsAsync(CancellationToken cancellationToken)
    {
        var path = $"{IndexPath.Of(logs)}/_field_caps?fields=*&filter_path=fields.*.*.type,fields.*.*.indices";
        var reply = await engine.SendAsync(HttpMethod.Get, path, EngineBody.None, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 404)
            return [NoData("mappings")];
        if (!reply.Required($"read the mappings of {logs}").Json.TryGetProperty("fields", out var fields))
            return [NoData("mappings")];
        var conflicts = fields.EnumerateObject().Where(f => Families(f.Value) > 1).ToArray();
        return conflicts.Length == 0
            ? [new CheckResult("mappings", CheckOutcome.Good, $"every field of {logs} has one type in all indices")]
            : [new CheckResult("mappings", CheckOutcome.Bad,
                $"{conflicts.Length} fields have several types: "
                + $"{string.Join("; ", conflicts.Take(Shown).Select(Words))}{(conflicts.Length > Shown ? "; …" : string.Empty)}",
                "a query sees only part of these: reindex the indices that were made before the templates, or narrow the pattern")];
    }

    public async Task<IEnumerable<CheckResult>> NeedsAsync(CancellationToken cancellationToken)
    {
        if (needs.Count == 0)
            return [];
        var filters = new JsonObject(needs.Select(n => KeyValuePair.Create<string, JsonNode?>(
            n.Field, new JsonObject { ["exists"] = new JsonObject { ["field"] = n.Field } })));
        var body = new JsonObject
        {
            ["size"] = 0,
            ["track_total_hits"] = true,
            ["aggs"] = new JsonObject { ["has"] = new JsonObject { ["filters"] = new JsonObject { ["filters"] = filters } } },
        };
        var reply = await engine.SendAsync(HttpMethod.Post, $"{IndexPath.Of(logs)}/_search", EngineBody.Json(body), cancellationToken)
            .ConfigureAwait(false);
        if (reply.Status == 404)
            return [NoData("fields")];
        var answer = reply.Required($"ask which fields {logs} has").Json;
        var total = answer.GetProperty("hits").GetProperty("total").GetProperty("value").GetInt64();
        if (total == 0)
            return [NoData("fields")];
        var counts = answer.GetProperty("aggregations").GetProperty("has").GetProperty("buckets");
        return Judge(total, n => counts.GetProperty(n.Field).GetProperty("doc_count").GetInt64());
    }

    private IEnumerable<CheckResult> Judge(long total, Func<FieldNeed, long> count)
    {
        var missing = needs.Where(n => count(n) == 0).OrderByDescending(n => n.Rules).ToArray();
        if (missing.Length == 0)
            return [new CheckResult(
                "fields", CheckOutcome.Good, $"the {total} documents of {logs} have all {needs.Count} fields that rules ask for")];
        var list = string.Join(", ", missing.Take(Shown).Select(m => $"{m.Field} ({m.Rules} rules)"));
        return [new CheckResult("fields", CheckOutcome.Warning,
            $"none of the {total} documents of {logs} has {list}{(missing.Length > Shown ? $" and {missing.Length - Shown} more" : string.Empty)}",
            "rules that need these cannot fire here: check that the source logs them and that its pipeline maps them")];
    }

    private CheckResult NoData(string check) => new(check, CheckOutcome.Unknown, $"{logs} holds no documents", "send logs, then ask again");

    // Types that searches treat alike are no conflict.
    private static int Families(JsonElement types) =>
        types.EnumerateObject().Select(t => Family(t.Name)).Where(t => t != "unmapped").Distinct(StringComparer.Ordinal).Count();

    private static string Family(string type) =>
        Keywords.Contains(type) ? Keywords[0] : Texts.Contains(type) ? Texts[0] : Numbers.Contains(type) ? Numbers[0] : type;

    private static string Words(JsonProperty field) =>
        $"{field.Name} ({string.Join(", ", field.Value.EnumerateObject().Select(t => t.Name))})";
}
