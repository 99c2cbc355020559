// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Atif;

/// <summary>
/// Agent trajectory interchange format, ATIF v1 (harbor-framework/harbor, <c>rfcs/0001-trajectory-format</c>): a trajectory a file. Stamps
/// are optional and of steps; times of calls are read where they stand in <c>extra</c> (<c>started_at</c>, <c>ended_at</c>,
/// <c>duration_ms</c>).
/// </summary>
internal sealed class AtifFormat : ITraceFormat
{
    public string Name => "atif";

    public string Title => "ATIF trajectories (Harbor, Terminal-Bench)";

    public string? Lacks => "mostly times: steps without stamps, or all with one, name nobody; any identity";

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var text = TextHead.FirstText(head);
        return text is [(byte)'{', ..] && text.IndexOf("\"schema_version\""u8) >= 0 && text.IndexOf("\"ATIF-"u8) >= 0;
    }

    public ITraceCollector CreateCollector(TraceCase traces) => new AtifCollector(traces);
}
