// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Otlp;

/// <summary>All spans of a case, for looking up what a span, its ancestors or its resource say.</summary>
internal sealed class SpanTree(IReadOnlyDictionary<(string TraceId, string SpanId), TraceSpan> spans, AttributeNames names)
{
    private const int DeepestTree = 64;

    public AttributeNames Names => names;

    /// <summary>In an order that is made of their ids.</summary>
    public IReadOnlyList<TraceSpan> Spans { get; } =
        [.. spans.Values.OrderBy(s => s.TraceId, StringComparer.Ordinal).ThenBy(s => s.SpanId, StringComparer.Ordinal)];

    public bool IsToolCall(TraceSpan span) =>
        span.Role == SpanRole.ToolCall || (span.Role == SpanRole.RollStep && Parent(span)?.Name == SpanRoles.RollTrajectory);

    public bool IsModelCall(TraceSpan span) =>
        span.Role == SpanRole.ModelCall || (span.Role == SpanRole.RollGenerate && Parent(span)?.Name == SpanRoles.RollTrajectory);

    public TraceSpan? Parent(TraceSpan span) => span.ParentId.Length > 0 ? spans.GetValueOrDefault((span.TraceId, span.ParentId)) : null;

    /// <summary>The first attribute that is present: name by name, each in the span, then its ancestors, then its resource.</summary>
    public string? Find(TraceSpan span, IReadOnlyList<string> attributeNames)
    {
        foreach (var name in attributeNames)
        {
            var depth = 0;
            for (TraceSpan? at = span; at is not null && depth < DeepestTree; at = Parent(at), depth++)
            {
                if (at.Attributes.TryGetValue(name, out var value))
                    return value;
            }

            if (span.Resource.TryGetValue(name, out var ofResource))
                return ofResource;
        }

        return null;
    }
}
