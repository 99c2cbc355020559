// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// Values of attributes: AnyValue of opentelemetry-proto's common.proto in its JSON mapping, with names in either case as other libraries
/// write them, and wrapped once more by programs that marshal the protobuf structs themselves (<c>{"Value":{"StringValue":"…"}}</c>).
/// </summary>
internal static class AnyValues
{
    /// <summary>Deeper values are of no known shape: nobody's arguments are, but an agent may write any.</summary>
    public const int DeepestValue = 64;

    private enum Kind
    {
        Unknown,
        Scalar,
        Array,
        Object,
        Wrapper,
    }

    /// <summary>
    /// The value without its types: text, or a number, truth value, array or object as plain JSON. Null where the shape is unknown.
    /// </summary>
    public static string? TextOf(JsonElement any) => TextOf(any, 0);

    private static string? TextOf(JsonElement any, int depth)
    {
        if (any.ValueKind != JsonValueKind.Object)
            return PlainText(any);
        var (kind, value) = Unwrap(any);
        return kind switch
        {
            Kind.Scalar => value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? null : PlainText(value),
            Kind.Wrapper => depth < DeepestValue ? TextOf(value, depth + 1) : null,
            Kind.Array or Kind.Object => PlainJson(any),
            _ => any.GetPropertyCount() == 0 ? "" : null,
        };
    }

    /// <summary>Text as it is, null as empty, all else as it stands.</summary>
    public static string PlainText(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    /// <summary>A value of a plain object, which may be a typed one all the same.</summary>
    public static string? TextOfPlain(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object
            && Unwrap(value) is { Kind: Kind.Scalar or Kind.Array or Kind.Object } ? TextOf(value) : PlainText(value);

    /// <summary>Name and value of each member, where the value is an object of either form.</summary>
    public static IEnumerable<(string Name, JsonElement Value)> Members(JsonElement any)
    {
        if (any.ValueKind != JsonValueKind.Object)
            return [];
        var (kind, value) = Unwrap(any);
        return kind switch
        {
            Kind.Object => Pairs(value),
            Kind.Wrapper => Members(value),
            Kind.Unknown => any.EnumerateObject().Select(m => (m.Name, m.Value)),
            _ => [],
        };
    }

    private static (Kind Kind, JsonElement Value) Unwrap(JsonElement any)
    {
        foreach (var member in any.EnumerateObject())
        {
            if (KindOf(member.Name) is var kind and not Kind.Unknown
                && (kind != Kind.Wrapper || member.Value.ValueKind == JsonValueKind.Object))
                return (kind, member.Value);
        }

        return default;
    }

    private static Kind KindOf(string name) => name switch
    {
        "stringValue" or "string_value" or "StringValue" or "intValue" or "int_value" or "IntValue" or "boolValue" or "bool_value" or "BoolValue"
            or "doubleValue" or "double_value" or "DoubleValue" or "bytesValue" or "bytes_value" or "BytesValue" => Kind.Scalar,
        "arrayValue" or "array_value" or "ArrayValue" => Kind.Array,
        "kvlistValue" or "kvlist_value" or "KvlistValue" => Kind.Object,
        "Value" or "value" => Kind.Wrapper,
        _ => Kind.Unknown,
    };

    private static string? PlainJson(JsonElement any)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            if (!TryWrite(any, json, 0))
                return null;
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static bool TryWrite(JsonElement any, Utf8JsonWriter json, int depth)
    {
        if (depth > DeepestValue)
            return false;
        var (kind, value) = any.ValueKind == JsonValueKind.Object ? Unwrap(any) : (Kind.Scalar, any);
        switch (kind)
        {
            case Kind.Wrapper:
                return TryWrite(value, json, depth + 1);
            case Kind.Array:
                json.WriteStartArray();
                var isWhole = Items(value).All(item => TryWrite(item, json, depth + 1));
                json.WriteEndArray();
                return isWhole;
            case Kind.Object:
                return TryWriteObject(value, json, depth);
            case Kind.Scalar when value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array):
                value.WriteTo(json);
                return true;
            default:
                json.WriteNullValue();
                return any.ValueKind == JsonValueKind.Object && any.GetPropertyCount() == 0;
        }
    }

    private static bool TryWriteObject(JsonElement list, Utf8JsonWriter json, int depth)
    {
        json.WriteStartObject();
        var isWhole = true;
        foreach (var (name, value) in Pairs(list))
        {
            json.WritePropertyName(name);
            isWhole &= TryWrite(value, json, depth + 1);
            if (!isWhole)
                return false;
        }

        json.WriteEndObject();
        return isWhole;
    }

    private static IEnumerable<(string Name, JsonElement Value)> Pairs(JsonElement list)
    {
        foreach (var pair in Items(list).Where(p => p.ValueKind == JsonValueKind.Object))
        {
            if (pair.TryGetProperty("key", out var key) && key.ValueKind == JsonValueKind.String
                && pair.TryGetProperty("value", out var value))
                yield return (key.GetString()!, value);
        }
    }

    private static IEnumerable<JsonElement> Items(JsonElement list)
    {
        if (list.ValueKind == JsonValueKind.Object && list.TryGetProperty("values", out var values))
            list = values;
        return list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];
    }
}
