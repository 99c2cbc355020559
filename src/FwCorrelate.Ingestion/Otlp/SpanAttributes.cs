// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Attributes of a span or resource as text: OTLP's list of typed pairs, or a plain object.</summary>
internal static class SpanAttributes
{
    private const int LongestKept = 1024;

    /// <summary>The attributes that <paramref name="wanted"/> accepts; the last of equal names counts.</summary>
    /// <param name="cut">Whether values are cut to what an id may be long.</param>
    public static Dictionary<string, string> Read(JsonElement owner, Func<string, bool> wanted, bool cut)
    {
        var attributes = new Dictionary<string, string>(StringComparer.Ordinal);
        if (owner.ValueKind != JsonValueKind.Object || !owner.TryGetProperty("attributes", out var list))
            return attributes;
        if (list.ValueKind == JsonValueKind.Array)
        {
            foreach (var pair in list.EnumerateArray())
            {
                if (pair.ValueKind == JsonValueKind.Object && pair.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String
                    && pair.TryGetProperty("value", out var value) && wanted(key.GetString()!))
                    Set(attributes, key.GetString()!, TypedText(value), cut);
            }
        }
        else if (list.ValueKind == JsonValueKind.Object)
        {
            foreach (var member in list.EnumerateObject())
            {
                if (wanted(member.Name))
                    Set(attributes, member.Name, PlainText(member.Value), cut);
            }
        }

        return attributes;
    }

    private static void Set(Dictionary<string, string> attributes, string name, string value, bool cut)
    {
        if (value.Length > 0)
            attributes[name] = cut && value.Length > LongestKept ? value[..LongestKept] : value;
    }

    private static string PlainText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    // AnyValue of opentelemetry-proto common.proto.
    private static string TypedText(JsonElement any)
    {
        if (any.ValueKind != JsonValueKind.Object)
            return PlainText(any);
        foreach (var member in any.EnumerateObject())
        {
            if (member.Name is "arrayValue" or "kvlistValue" or "array_value" or "kvlist_value")
                return Encoding.UTF8.GetString(PlainJson(any));
            return PlainText(member.Value);
        }

        return "";
    }

    private static byte[] PlainJson(JsonElement any)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
            Write(any, json);
        return stream.ToArray();
    }

    private static void Write(JsonElement any, Utf8JsonWriter json)
    {
        var member = any.ValueKind == JsonValueKind.Object ? any.EnumerateObject().FirstOrDefault() : default;
        if (member.Value.ValueKind == JsonValueKind.Undefined)
            json.WriteNullValue();
        else if (member.Name is "arrayValue" or "array_value")
        {
            json.WriteStartArray();
            foreach (var item in Values(member.Value))
                Write(item, json);
            json.WriteEndArray();
        }
        else if (member.Name is "kvlistValue" or "kvlist_value")
        {
            json.WriteStartObject();
            foreach (var pair in Values(member.Value).Where(p => p.ValueKind == JsonValueKind.Object))
            {
                if (!pair.TryGetProperty("key", out var key) || key.ValueKind != JsonValueKind.String || !pair.TryGetProperty("value", out var value))
                    continue;
                json.WritePropertyName(key.GetString()!);
                Write(value, json);
            }

            json.WriteEndObject();
        }
        else
            member.Value.WriteTo(json);
    }

    private static JsonElement.ArrayEnumerator Values(JsonElement list) =>
        list.ValueKind == JsonValueKind.Object && list.TryGetProperty("values", out var values) && values.ValueKind == JsonValueKind.Array
            ? values.EnumerateArray()
            : default;
}
