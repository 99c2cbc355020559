// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Sigma.Tests;

/// <summary>Tool calls for tests.</summary>
internal static class Calls
{
    private static readonly TimePoint Time = new(Instant.FromUtc(2026, 1, 15, 3, 0), Duration.Zero, TimeBasis.Clock);

    public static ToolCall Of(string? command, string tool = "bash") => new()
    {
        TraceId = "t",
        SpanId = "s",
        CallId = "call_1",
        ToolName = tool,
        Command = command,
        Start = Time,
        End = Time,
        RunId = "run-1",
        EpisodeId = "ep-1",
        SandboxId = "sb-1",
        Origin = new RecordOrigin("traces.jsonl", 1, 0, 0, ""),
    };
}
