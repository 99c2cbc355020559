// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Compares reports of one span: exporters retry, and write a span when it begins and again when it ends.</summary>
internal static class SpanVersions
{
    /// <summary>By what they say, not by where they stand: 0 where they say the same.</summary>
    public static int Compare(TraceSpan a, TraceSpan b)
    {
        var order = a.Start.Value.CompareTo(b.Start.Value);
        if (order == 0)
            order = a.IsOpen.CompareTo(b.IsOpen);
        if (order == 0)
            order = a.End.Value.CompareTo(b.End.Value);
        if (order == 0)
            order = string.CompareOrdinal(a.ParentId, b.ParentId);
        if (order == 0)
            order = string.CompareOrdinal(a.Name, b.Name);
        if (order == 0)
            order = string.CompareOrdinal(a.Arguments?.Command, b.Arguments?.Command);
        if (order == 0)
            order = string.CompareOrdinal(a.Arguments?.All, b.Arguments?.All);
        if (order == 0)
            order = Compare(a.Attributes, b.Attributes);
        if (order == 0)
            order = Compare(a.Resource, b.Resource);
        return order != 0 ? order : string.CompareOrdinal(TextOf(a.Output), TextOf(b.Output));
    }

    /// <summary>By content of the records, then by place.</summary>
    public static int CompareOrigins(TraceSpan a, TraceSpan b)
    {
        var order = string.CompareOrdinal(a.Origin.Sha256, b.Origin.Sha256);
        if (order == 0)
            order = string.CompareOrdinal(a.Origin.File, b.Origin.File);
        if (order == 0)
            order = a.Origin.Line.CompareTo(b.Origin.Line);
        return order != 0 ? order : a.Origin.Index.CompareTo(b.Origin.Index);
    }

    /// <summary>Whether <paramref name="fuller"/> says all that <paramref name="other"/> says, and nothing against it.</summary>
    public static bool SaysAllOf(TraceSpan fuller, TraceSpan other) =>
        IsAt(fuller.Start, other.Start) && (other.IsOpen || (!fuller.IsOpen && IsAt(fuller.End, other.End)))
        && (other.ParentId.Length == 0 || other.ParentId == fuller.ParentId) && other.Name == fuller.Name
        && (other.Arguments is null || other.Arguments == fuller.Arguments)
        && Holds(fuller.Attributes, other.Attributes) && Holds(fuller.Resource, other.Resource)
        && (other.Output is null || other.Output.Calls.Count == 0 || TextOf(other.Output) == TextOf(fuller.Output));

    /// <summary>In what two versions differ, in words: names of fields, never their values.</summary>
    public static string Difference(TraceSpan a, TraceSpan b)
    {
        var fields = new List<string>();
        if (!IsAt(a.Start, b.Start) && !IsAt(b.Start, a.Start))
            fields.Add("start");
        if (a.IsOpen != b.IsOpen || (!IsAt(a.End, b.End) && !IsAt(b.End, a.End)))
            fields.Add("end");
        if (a.ParentId != b.ParentId)
            fields.Add("parent");
        if (a.Name != b.Name)
            fields.Add("name");
        if (a.Arguments != b.Arguments)
            fields.Add("arguments");
        fields.AddRange(Differing(a.Attributes, b.Attributes).Concat(Differing(a.Resource, b.Resource)).Distinct(StringComparer.Ordinal));
        if (TextOf(a.Output) != TextOf(b.Output))
            fields.Add("what the model asked for");
        return string.Join(", ", fields);
    }

    private static bool IsAt(TimePoint finer, TimePoint time)
    {
        var apart = finer.Value - time.Value;
        return finer.Uncertainty <= time.Uncertainty && (apart < Duration.Zero ? -apart : apart) <= time.Uncertainty;
    }

    private static bool Holds(IReadOnlyDictionary<string, string> all, IReadOnlyDictionary<string, string> some) =>
        some.All(s => all.TryGetValue(s.Key, out var value) && value == s.Value);

    private static IEnumerable<string> Differing(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b) =>
        a.Keys.Union(b.Keys).Where(k => a.GetValueOrDefault(k) != b.GetValueOrDefault(k)).Order(StringComparer.Ordinal);

    private static int Compare(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b)
    {
        if (ReferenceEquals(a, b))
            return 0;
        var order = a.Count.CompareTo(b.Count);
        return order != 0 ? order : string.CompareOrdinal(TextOf(a), TextOf(b));
    }

    private static string TextOf(IReadOnlyDictionary<string, string> attributes) =>
        string.Join('\u0001', attributes.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => $"{a.Key}\u0002{a.Value}"));

    private static string TextOf(ModelOutput? output) => output is null ? "" :
        $"{output.AsksForTools}\u0001{string.Join('\u0001', output.Calls.Select(c => $"{c.Id}\u0002{c.Tool}\u0002{c.Arguments}"))}";
}
