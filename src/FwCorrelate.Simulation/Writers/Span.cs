// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Simulation.Writers;

/// <summary>An OpenTelemetry span as its process stamped it.</summary>
/// <param name="Resource">Attributes of the process that emitted it.</param>
/// <param name="Attributes">Values are text or <see cref="int"/>.</param>
internal sealed record Span(
    IReadOnlyList<(string Key, string Value)> Resource, string TraceId, string SpanId, string? ParentId, string Name, Instant Start,
    Instant End,
    IReadOnlyList<(string Key, object Value)> Attributes);
