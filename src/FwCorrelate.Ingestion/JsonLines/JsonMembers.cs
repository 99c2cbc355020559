// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;

namespace FwCorrelate.Ingestion.JsonLines;

/// <summary>Members of JSON objects that may be missing or of another kind than expected.</summary>
internal static class JsonMembers
{
    /// <summary>The member; of kind Undefined where there is none, or the owner is no object.</summary>
    public static JsonElement Get(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;

    /// <summary>The member of a member.</summary>
    public static JsonElement Get(JsonElement owner, string name, string inner) => Get(Get(owner, name), inner);

    /// <summary>A text, or a number or truth value as written; null for none, for empty text, objects and arrays.</summary>
    public static string? Text(JsonElement owner, string name) => TextOf(Get(owner, name));

    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>A text as it is, anything else as JSON; null for none.</summary>
    public static string? TextOrJson(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        _ => value.GetRawText(),
    };

    /// <summary>The items of a list; none where it is no list.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement list) => list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>Seconds as a number, or a number as text; null for none and for nonsense.</summary>
    public static double? Number(JsonElement owner, string name)
    {
        var value = Get(owner, name);
        return value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var number) && double.IsFinite(number) => number,
            JsonValueKind.String when double.TryParse(
                value.GetString(), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture,
                out var number)
                && double.IsFinite(number) => number,
            _ => null,
        };
    }
}
