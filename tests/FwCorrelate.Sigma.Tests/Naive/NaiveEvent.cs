// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using FwCorrelate.Sigma.Compilation;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Tests.Naive;

/// <summary>An event as <see cref="NaiveRule"/> sees it.</summary>
/// <param name="Read">The values that may stand for a name: of most names one.</param>
/// <param name="All">Every single value.</param>
internal sealed record NaiveEvent(Func<string, IReadOnlyList<FieldValue>> Read, IReadOnlyList<FieldValue> All)
{
    /// <summary>Whether words for what a firewall did mean one thing: of flows, where the reader has made them one.</summary>
    public bool IsFlow { get; private init; }

    public static NaiveEvent Of(JsonElement root) => new(name => [Find(root, name)], [.. Leaves(root)]);

    /// <summary>Reading a flow or a call is not the matter of the tests that use this.</summary>
    public static NaiveEvent Of<TEvent>(TEvent e, FieldMap fields)
        where TEvent : struct, IEvent
    {
        var seen = new Collecting();
        e.AnyValue(seen);
        return new NaiveEvent(name => [e.Read(fields.Resolve(name)), .. fields.Alternatives(name).Select(f => e.Read(f))], seen.Values) { IsFlow = ReferenceEquals(fields, FieldMap.Flow) };
    }

    private static FieldValue Find(JsonElement element, string name)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var found = element.EnumerateArray().Select(m => Find(m, name)).Where(v => v.Kind != FieldValueKind.Missing).ToList();
            return found.Count == 0 ? FieldValue.Missing : FieldValue.OfArray(found);
        }

        if (element.ValueKind != JsonValueKind.Object)
            return FieldValue.Missing;
        if (element.TryGetProperty(name, out var flat))
            return Value(flat);
        var parts = name.Split('.');
        for (var taken = parts.Length - 1; taken > 0; taken--)
        {
            if (element.TryGetProperty(string.Join('.', parts[..taken]), out var inner)
                && Find(inner, string.Join('.', parts[taken..])) is { Kind: not FieldValueKind.Missing } value)
                return value;
        }

        return FieldValue.Missing;
    }

    private static IEnumerable<FieldValue> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Leaves(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        _ => [Value(element)],
    };

    private static FieldValue Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => FieldValue.Of(element.GetString()),
        JsonValueKind.True or JsonValueKind.False => FieldValue.Of(element.GetBoolean()),
        JsonValueKind.Null => FieldValue.Null,
        JsonValueKind.Array => FieldValue.OfArray([.. element.EnumerateArray().Select(Value)]),
        JsonValueKind.Object => FieldValue.OfArray([]),
        _ => Number(element.GetRawText()),
    };

    private static FieldValue Number(string written)
    {
        if (!BigInteger.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return FieldValue.Of(double.Parse(written, CultureInfo.InvariantCulture));
        return integer >= long.MinValue && integer <= long.MaxValue ? FieldValue.Of((long)integer) : FieldValue.Of(written);
    }

    private sealed class Collecting : ValueTest
    {
        public List<FieldValue> Values { get; } = [];

        protected override bool Test(in FieldValue value)
        {
            Values.Add(value);
            return false;
        }
    }
}
