// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using System.Text.Json;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Events;

/// <summary>
/// Any JSON object as rules see it. A dotted name is looked up as a flat key first, then through nested objects and arrays of
/// objects; an array stands for each of its members.
/// </summary>
public readonly struct JsonEvent(JsonElement root) : IEvent
{
    public bool IsContinuation => false;

    /// <summary>An object under the very name of a field: it is there, and equals nothing.</summary>
    internal static FieldValue NoMembers { get; } = FieldValue.OfArray([]);

    public FieldValue Read(Field field) => Find(root, field.Name);

    public bool AnyValue(ValueTest test) => AnyValue(root, test);

    private static FieldValue Find(JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return FieldValue.Of(
                [.. element.EnumerateArray().Select(member => Find(member, name)).Where(v => v.Kind != FieldValueKind.Missing)]);
        if (element.ValueKind != JsonValueKind.Object)
            return FieldValue.Missing;
        if (element.TryGetProperty(name, out var flat))
            return Value(flat);
        for (var dot = name.LastIndexOf('.'); dot > 0; dot = name.LastIndexOf('.', dot - 1))
        {
            if (element.TryGetProperty(name[..dot], out var nested)
                && Find(nested, name[(dot + 1)..]) is { Kind: not FieldValueKind.Missing } found)
                return found;
        }

        return FieldValue.Missing;
    }

    private static bool AnyValue(JsonElement element, ValueTest test) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(p => AnyValue(p.Value, test)),
        JsonValueKind.Array => element.EnumerateArray().Any(e => AnyValue(e, test)),
        JsonValueKind.Null => false,
        _ => test.Matches(Value(element)),
    };

    private static FieldValue Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => FieldValue.Of(element.GetString()),
        JsonValueKind.True => FieldValue.Of(true),
        JsonValueKind.False => FieldValue.Of(false),
        JsonValueKind.Null => FieldValue.Null,
        JsonValueKind.Array => FieldValue.OfArray([.. element.EnumerateArray().Select(Value)]),
        JsonValueKind.Number => JsonNumber.Read(JsonMarshal.GetRawUtf8Value(element)),
        _ => NoMembers,
    };
}
