// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text.Json;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Fields of one document by their dotted names, however it nests them.</summary>
internal readonly struct DocumentText(JsonElement document)
{
    /// <summary>Null where the field is absent, null or no single value.</summary>
    public string? this[string field]
    {
        get
        {
            var value = Find(document, field);
            return value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
                _ => null,
            };
        }
    }

    public bool Has(string field) => Find(document, field).ValueKind != JsonValueKind.Undefined;

    public int? Number(string field) =>
        int.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Null where the field is absent or no time with an offset.</summary>
    public Instant? Time(string field) =>
        this[field] is { } text && LocalStamp.TryParse(text, DateTimeZone.Utc, out var time, out var isNaive, out _)
            && !isNaive ? time : null;

    // A step may hold dots of its own: "a.b" under "x" is x.a.b too.
    private static JsonElement Find(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return default;
        if (element.TryGetProperty(path, out var found))
            return found;
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1))
        {
            if (element.TryGetProperty(path.AsSpan(0, dot), out var inner)
                && Find(inner, path[(dot + 1)..]) is { ValueKind: not JsonValueKind.Undefined } below)
                return below;
        }

        return default;
    }
}
