// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>What a span is, as far as it tells by itself.</summary>
internal enum SpanRole
{
    Other,
    ToolCall,
    ModelCall,

    /// <summary>Named as ROLL names its tool calls; its parent decides.</summary>
    RollStep,

    /// <summary>Named as ROLL names its model calls; its parent decides.</summary>
    RollGenerate,
}

/// <summary>What is kept of a span: no message texts, and attributes only that something is made of.</summary>
internal sealed record TraceSpan
{
    /// <summary>Lower-case hex where the source's form allows.</summary>
    public required string TraceId { get; init; }

    public required string SpanId { get; init; }

    /// <summary>Empty for a root.</summary>
    public required string ParentId { get; init; }

    public required string Name { get; init; }

    public required SpanRole Role { get; init; }

    public required TimePoint Start { get; init; }

    /// <summary>Equal to <see cref="Start"/> while open.</summary>
    public required TimePoint End { get; init; }

    /// <summary>Whether no end is recorded that could be one.</summary>
    public required bool IsOpen { get; init; }

    public required IReadOnlyDictionary<string, string> Attributes { get; init; }

    /// <summary>Attributes of the resource, shared by its spans.</summary>
    public required IReadOnlyDictionary<string, string> Resource { get; init; }

    public required ToolArguments? Arguments { get; init; }

    /// <summary>What the model asked for, for model calls.</summary>
    public required ModelOutput? Output { get; init; }

    public required RecordOrigin Origin { get; init; }

    public (string TraceId, string SpanId) Key => (TraceId, SpanId);

    /// <summary>Of two reports of one span (exporters retry), the fuller one; a total order, so that the order of files does not matter.</summary>
    public static TraceSpan Fuller(TraceSpan a, TraceSpan b)
    {
        var order = b.IsOpen.CompareTo(a.IsOpen);
        order = order != 0 ? order : a.End.Value.CompareTo(b.End.Value);
        order = order != 0 ? order : b.Start.Value.CompareTo(a.Start.Value);
        order = order != 0 ? order : a.Attributes.Count.CompareTo(b.Attributes.Count);
        order = order != 0 ? order : string.CompareOrdinal(b.Origin.Sha256, a.Origin.Sha256);
        order = order != 0 ? order : string.CompareOrdinal(b.Origin.File, a.Origin.File);
        order = order != 0 ? order : b.Origin.Line.CompareTo(a.Origin.Line);
        order = order != 0 ? order : b.Origin.Index.CompareTo(a.Origin.Index);
        return order >= 0 ? a : b;
    }
}
