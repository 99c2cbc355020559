// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Ecs;
using FwCorrelate.Ingestion.InspectAi;
using FwCorrelate.Ingestion.Otlp;

namespace FwCorrelate.Ingestion;

/// <summary>The formats of traces that can be read.</summary>
public static class TraceFormats
{
    /// <summary>In the order in which they are asked to recognise a file.</summary>
    public static IReadOnlyList<ITraceFormat> All { get; } = 
    [
        new InspectFormat(),
        new OtlpFormat(),
        new EcsTraceFormat(),
    ];

    public static ITraceFormat? Find(string name) => All.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));
}
