// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>Why a trace may lack calls.</summary>
public enum TraceGapKind
{
    /// <summary>The model asked for a call, or a message mentions one, and no span of it is there.</summary>
    CallWithoutSpan,

    /// <summary>A span looks like a tool call, and no known convention makes it one.</summary>
    SpanNotTaken,

    /// <summary>Records of the trace could not be read.</summary>
    UnreadableSpans,

    /// <summary>The calls of an episode are there, and their stamps tell no time.</summary>
    StoppedClock,

    /// <summary>The calls of an episode are there, and have no stamps at all.</summary>
    CallsWithoutTimes,
}

/// <summary>
/// Something that a trace does not tell: within [<paramref name="From"/>, <paramref name="To"/>] a call may have run that no
/// <see cref="ToolCall"/> stands for. While one lasts, the absence of a call is no evidence.
/// </summary>
/// <param name="Text">What is missing, in words; hostile until escaped.</param>
/// <param name="SandboxId">Where it may have run; null where the trace does not tell.</param>
/// <param name="To"><see cref="Instant.MaxValue"/> where nothing tells when it was over.</param>
/// <param name="Origin">The record that tells of it; null where none does.</param>
public sealed record TraceGap(
    TraceGapKind Kind, string Text, string? SandboxId, string? EpisodeId, string? RunId, Instant From, Instant To, RecordOrigin? Origin)
{
    /// <summary>The id of the call that is missing, where one was given.</summary>
    public string? CallId { get; init; }

    public string? ToolName { get; init; }

    /// <summary>What was to be run, where a message tells; hostile, and not yet redacted.</summary>
    public string? Command { get; init; }

    /// <summary>Why a span was not taken for a call, without the span's own words: what such spans are counted by.</summary>
    public string? Reason { get; init; }
}
