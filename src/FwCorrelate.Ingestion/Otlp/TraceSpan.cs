// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>What a span is, as far as it tells by itself.</summary>
internal enum SpanRole
{
    /// <summary>Something that is known, and is neither a call nor hides one.</summary>
    Other,

    /// <summary>Nothing known.</summary>
    Unknown,

    /// <summary>It has a tool's name; arguments make it a call.</summary>
    NamedTool,
    ToolCall,
    ModelCall,

    /// <summary>An agent's own span: what lies below it is its own doing, not part of a call above it.</summary>
    Agent,

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

    /// <summary>Whether its record is a span of OpenTelemetry, whose attributes may hold the conversation of a model call.</summary>
    public bool IsConversation { get; init; }

    public required RecordOrigin Origin { get; init; }

    /// <summary>Why it looks like a tool call though nothing makes it one; null where it does not.</summary>
    public required string? Doubt { get; init; }

    public (string TraceId, string SpanId) Key => (TraceId, SpanId);
}
