// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Atif;
using FwCorrelate.Ingestion.ClaudeCode;
using FwCorrelate.Ingestion.Codex;
using FwCorrelate.Ingestion.Ecs;
using FwCorrelate.Ingestion.InspectAi;
using FwCorrelate.Ingestion.NemoGym;
using FwCorrelate.Ingestion.OpenHands;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Rock;
using FwCorrelate.Ingestion.SpanExports;
using FwCorrelate.Ingestion.SweAgent;
using FwCorrelate.Ingestion.Verifiers;

namespace FwCorrelate.Ingestion;

/// <summary>The formats of traces that can be read.</summary>
public static class TraceFormats
{
    /// <summary>In the order in which they are asked to recognise a file.</summary>
    public static IReadOnlyList<ITraceFormat> All { get; } =
    [
        new OtlpFormat(),
        new InspectFormat(),
        new ClaudeCodeFormat(),
        new CodexFormat(),
        new AtifFormat(),
        new NemoGymFormat(),
        new VerifiersFormat(),
        new OpenHandsFormat(),
        new SweAgentFormat(),
        new RockFormat(),
        .. SpanExportFormat.All,
        new EcsTraceFormat(),
    ];

    public static ITraceFormat? Find(string name) =>
        All.FirstOrDefault(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));
}
