// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Sigma.Events;
using FwCorrelate.Sigma.Matchers;

namespace FwCorrelate.Sigma.Tests.Correlations;

/// <summary>An event of a few fields at some time after the epoch.</summary>
internal readonly struct TestEvent(long id, long milliseconds, IReadOnlyDictionary<string, FieldValue> fields) : IEvent
{
    public bool IsContinuation => false;

    public long Id => id;

    public long Milliseconds => milliseconds;

    public IReadOnlyDictionary<string, FieldValue> Fields => fields;

    /// <summary>Reads <c>2.5 name=value name=value</c>: seconds, then fields; a value <c>[a,b]</c> is a list, <c>null</c> a null.</summary>
    public static TestEvent Parse(long id, string text)
    {
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var fields = parts.Skip(1).Select(p => p.Split('=', 2)).ToDictionary(p => p[0], p => Value(p[1]));
        return new TestEvent(id, (long)(decimal.Parse(parts[0], CultureInfo.InvariantCulture) * 1000), fields);
    }

    public FieldValue Read(Field field) => fields.GetValueOrDefault(field.Name);

    public bool AnyValue(ValueTest test) => fields.Values.Any(v => test.Matches(in v));

    private static FieldValue Value(string text) =>
        text == "null" ? FieldValue.Null
        : text.StartsWith('[') ? FieldValue.OfArray([.. text[1..^1].Split(',').Select(t => FieldValue.Of(t))])
        : FieldValue.Of(text);
}
