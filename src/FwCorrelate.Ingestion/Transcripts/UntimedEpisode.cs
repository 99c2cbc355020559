// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Transcripts;

/// <summary>
/// Calls of an episode whose format has no clock, or a dead one. No time is made up for them: they are told, and lend their commands to
/// calls of the same id that another trace has times of (<see cref="TimelineJoin"/>); by themselves they are never the cause of anything.
/// </summary>
internal sealed class UntimedEpisode(string id, string? runId, string? taskId, string? sandboxId)
{
    private readonly List<ToolCall> _calls = [];

    public IReadOnlyList<ToolCall> Calls => _calls;

    public void Add(RequestedCall call, RecordOrigin origin)
    {
        var arguments = call.Arguments is { Length: > 0 } text ? ToolArguments.From(text) : null;
        var place = string.Create(CultureInfo.InvariantCulture, $"call-{_calls.Count + 1}");
        var none = new TimePoint(Instant.FromUnixTimeTicks(0), Duration.Zero, TimeBasis.None);
        _calls.Add(new ToolCall
        {
            TraceId = id,
            SpanId = place,
            CallId = call.Id is { Length: > 0 and <= SpanAttributes.LongestId } callId ? callId : place,
            ToolName = call.Tool is { Length: > 0 and <= SpanAttributes.LongestId } tool ? tool : "unknown",
            Command = arguments?.Command,
            Arguments = arguments?.All,
            Start = none,
            End = none,
            RunId = runId,
            EpisodeId = id,
            TaskId = taskId,
            SandboxId = sandboxId,
            Origin = origin,
        });
    }
}
