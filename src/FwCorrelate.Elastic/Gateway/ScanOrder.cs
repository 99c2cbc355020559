// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Gateway;

/// <summary>How a scan can be sorted, from the mappings of what it reads.</summary>
/// <param name="Product">OpenSearch gives and takes such times as numbers, Elasticsearch as text in a format.</param>
/// <param name="HasNanoseconds">Some of the indices hold times with nanoseconds: all are compared as such.</param>
/// <param name="HasTieBreaker">The tie breaker can be sorted by.</param>
/// <param name="CanSlice">Every index maps the time, by which slices share the documents: engines refuse to slice by a field that is not
/// mapped.</param>
internal sealed record ScanOrder(EngineProduct Product, bool HasNanoseconds, bool HasTieBreaker, bool CanSlice)
{
    private const string Unmapped = "unmapped";

    private const string TextFormat = "strict_date_optional_time_nanos";
    private const long NanosecondsInTick = 100;

    /// <summary>Null where no index matches.</summary>
    public static async Task<ScanOrder?> AskAsync(ISearchEngine engine, ScanRequest request, CancellationToken cancellationToken)
    {
        var fields = $"{Uri.EscapeDataString(request.TimeField)},{Uri.EscapeDataString(request.TieBreaker)}";
        var path = $"{IndexPath.Of(request.Indices)}/_field_caps?fields={fields}&ignore_unavailable=false&include_unmapped=true";
        var reply = await engine.SendAsync(HttpMethod.Get, path, EngineBody.None, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 404)
        {
            throw new EngineException(EngineFailure.Refused, $"{engine.Address} has no index '{request.Indices}' ({reply.Reason}): "
                + "name one that it has, a data stream, an alias or a pattern", status: 404);
        }

        reply.Required($"read the mapping of {request.Indices}");
        if (reply.Json.GetProperty("indices").GetArrayLength() == 0)
            return null;
        var caps = reply.Json.GetProperty("fields");
        var isKeyword = caps.TryGetProperty(request.TieBreaker, out var types)
            && types.EnumerateObject().All(t => t.Name is "keyword" or "constant_keyword" or "wildcard" or Unmapped)
            && types.EnumerateObject().Any(t => t.Name != Unmapped);
        var isTimed = caps.TryGetProperty(request.TimeField, out var times)
            && times.EnumerateObject().All(t => t.Name is "date" or "date_nanos");
        return new ScanOrder(engine.Dialect.Product, times.ValueKind == JsonValueKind.Object
            && times.TryGetProperty("date_nanos", out _), isKeyword, isTimed);
    }

    /// <param name="byId">Whether to break ties by <c>_id</c> at last, which costs the engine memory.</param>
    public JsonArray Sort(ScanRequest request, bool byId)
    {
        var time = new JsonObject { ["order"] = "asc", ["unmapped_type"] = "date" };
        if (HasNanoseconds)
            time["numeric_type"] = "date_nanos";
        if (HasNanoseconds && Product == EngineProduct.Elasticsearch)
            time["format"] = TextFormat;
        var sort = new JsonArray { new JsonObject { [request.TimeField] = time } };
        if (HasTieBreaker)
            sort.Add(new JsonObject { [request.TieBreaker] = new JsonObject { ["order"] = "asc", ["unmapped_type"] = "keyword" } });
        if (byId)
            sort.Add(new JsonObject { ["_id"] = "asc" });
        return sort;
    }

    /// <summary>A sort value as it can be given back: Elasticsearch tells a missing time as null, which it does not take.</summary>
    public JsonArray After(ReadOnlySpan<byte> sortValues)
    {
        var values = (JsonArray)JsonNode.Parse(sortValues)!;
        values[0] ??= HasNanoseconds ? Text(long.MaxValue) : long.MaxValue;
        return values;
    }

    /// <summary>
    /// What is left of a scan whose last document has this time: it and later ones, and those without a time, which come last.
    /// </summary>
    public JsonObject From(ScanRequest request, JsonElement time)
    {
        var without = new JsonObject { ["bool"] = new JsonObject { ["must_not"] = new JsonObject { ["exists"] = new JsonObject { ["field"] = request.TimeField } } } };
        if (IsMissing(time))
            return without;
        var range = HasNanoseconds
            ? new JsonObject { ["gte"] = Text(time), ["format"] = TextFormat }
            : new JsonObject { ["gte"] = time.GetInt64(), ["format"] = "epoch_millis" };
        return new JsonObject
        {
            ["bool"] = new JsonObject
            {
                ["should"] = new JsonArray { new JsonObject { ["range"] = new JsonObject { [request.TimeField] = range } }, without },
                ["minimum_should_match"] = 1,
            },
        };
    }

    // A document without the field is sorted by the largest number, which as text is a time in 2262.
    private static bool IsMissing(JsonElement time) => time.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.Number => time.TryGetInt64(out var number) && number == long.MaxValue,
        _ => time.ValueEquals(Text(long.MaxValue)),
    };

    private static string Text(JsonElement time) => time.ValueKind == JsonValueKind.Number ? Text(time.GetInt64()) : time.GetString()!;

    private static string Text(long nanoseconds)
    {
        var (ticks, rest) = Math.DivRem(nanoseconds, NanosecondsInTick);
        var time = DateTime.UnixEpoch.AddTicks(rest < 0 ? ticks - 1 : ticks);
        return string.Create(
            CultureInfo.InvariantCulture, $"{time:yyyy-MM-ddTHH:mm:ss.fffffff}{(rest + NanosecondsInTick) % NanosecondsInTick:00}Z");
    }
}

/// <summary>Names of indices as a path.</summary>
internal static class IndexPath
{
    public static string Of(string indices) =>
        Uri.EscapeDataString(indices).Replace("%2C", ",", StringComparison.Ordinal).Replace("%2A", "*", StringComparison.Ordinal);
}
