// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>All spans of a case, for looking up what a span, its ancestors or its resource say.</summary>
/// <param name="spans">In an order that is made of their content; versions of one id side by side.</param>
internal sealed class SpanTree(IReadOnlyList<TraceSpan> spans, AttributeNames names)
{
    private const int DeepestTree = 64;
    private readonly ILookup<(string, string), TraceSpan> _byId = spans.ToLookup(s => s.Key);
    private readonly Dictionary<TraceSpan, TraceSpan?> _parents = new(spans.Count, ReferenceEqualityComparer.Instance);

    public AttributeNames Names => names;

    public IReadOnlyList<TraceSpan> Spans => spans;

    public bool IsToolCall(TraceSpan span) =>
        span.Role == SpanRole.ToolCall || (span.Role == SpanRole.RollStep && Parent(span)?.Name == SpanRoles.RollTrajectory);

    public bool IsModelCall(TraceSpan span) =>
        span.Role == SpanRole.ModelCall || (span.Role == SpanRole.RollGenerate && Parent(span)?.Name == SpanRoles.RollTrajectory);

    /// <summary>All versions of a span, which contradict each other where there are several.</summary>
    public IEnumerable<TraceSpan> VersionsOf(TraceSpan span) => _byId[span.Key];

    /// <summary>
    /// The span above. Where its id stands for several, the one that fits best: from the same exporter, then one that ran at that time.
    /// Which one it is must not be the choice of whoever writes a second one.
    /// </summary>
    public TraceSpan? Parent(TraceSpan span)
    {
        if (span.ParentId.Length == 0)
            return null;
        if (!_parents.TryGetValue(span, out var parent))
            _parents.Add(span, parent = FindParent(span));
        return parent;
    }

    private TraceSpan? FindParent(TraceSpan span) => _byId[(span.TraceId, span.ParentId)].Where(p => !ReferenceEquals(p, span))
        .OrderByDescending(p => p.Origin.File == span.Origin.File && HaveOneResource(p, span))
        .ThenByDescending(p => HaveOneResource(p, span)).ThenByDescending(p => Overlap(p, span, Duration.Zero)).FirstOrDefault();

    /// <summary>The spans above, nearest first.</summary>
    public IEnumerable<TraceSpan> Ancestors(TraceSpan span)
    {
        var depth = 0;
        for (var above = Parent(span); above is not null && depth < DeepestTree; above = Parent(above), depth++)
            yield return above;
    }

    /// <summary>
    /// The first attribute that is present: name by name, each in the span, then its ancestors, then its resource and theirs, since a span
    /// of another process knows only what that process is.
    /// </summary>
    public string? Find(TraceSpan span, IReadOnlyList<string> attributeNames)
    {
        foreach (var name in attributeNames)
        {
            if (Find(span, name, ofResource: false) is { } value || (value = Find(span, name, ofResource: true)) is not null)
                return value;
        }

        return null;
    }

    private string? Find(TraceSpan span, string name, bool ofResource)
    {
        var depth = 0;
        for (TraceSpan? at = span; at is not null && depth < DeepestTree; at = Parent(at), depth++)
        {
            if ((ofResource ? at.Resource : at.Attributes).TryGetValue(name, out var value))
                return value;
        }

        return null;
    }

    /// <summary>Whether two spans ran at one time; one without an end may run on for ever.</summary>
    public static bool Overlap(TraceSpan a, TraceSpan b, Duration tolerance) =>
        (a.IsOpen || a.End.Value + tolerance >= b.Start.Value) && (b.IsOpen || b.End.Value + tolerance >= a.Start.Value);

    private static bool HaveOneResource(TraceSpan a, TraceSpan b) =>
        ReferenceEquals(a.Resource, b.Resource)
            || (a.Resource.Count == b.Resource.Count && a.Resource.All(r => b.Resource.GetValueOrDefault(r.Key) == r.Value));
}
