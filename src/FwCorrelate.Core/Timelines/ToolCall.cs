// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>
/// One tool execution of an agent: what OpenTelemetry's GenAI conventions call <c>execute_tool</c>. Identity is
/// (<see cref="TraceId"/>, <see cref="SpanId"/>); <see cref="CallId"/> is the model's own id and repeats across episodes. Where records
/// contradict each other under one span id, each is a call: the first by content has that id, the others <c>id~2</c>, <c>id~3</c>, ...
/// </summary>
/// <remarks><c>Start.Value &lt;= End.Value</c>. Text is as recorded: hostile until escaped. Halves of surrogate pairs are U+FFFD.</remarks>
public sealed record ToolCall
{
    public required string TraceId { get; init; }

    public required string SpanId { get; init; }

    /// <summary>Call id verbatim, else the span id.</summary>
    public required string CallId { get; init; }

    public required string ToolName { get; init; }

    /// <summary>
    /// What was run: the command, code or input member of the arguments, else the arguments; null where the trace does not tell.
    /// </summary>
    public string? Command { get; init; }

    /// <summary>Arguments as recorded, where they are more than <see cref="Command"/>.</summary>
    public string? Arguments { get; init; }

    public required TimePoint Start { get; init; }

    /// <summary>End; where <see cref="IsOpen"/>, the last time at which the call is known to have run.</summary>
    public required TimePoint End { get; init; }

    /// <summary>Whether the trace lacks the end: it may still be running, at any time after <see cref="Start"/>.</summary>
    public bool IsOpen { get; init; }

    public string? RunId { get; init; }

    public string? EpisodeId { get; init; }

    public string? Step { get; init; }

    public string? TaskId { get; init; }

    public string? Turn { get; init; }

    public string? SandboxId { get; init; }

    public string? HostId { get; init; }

    /// <summary>Address of the sandbox as the trace tells it, if it does. Always a shared lease: silent sandboxes may exist.</summary>
    public string? Address { get; init; }

    /// <summary>Other spans of the same call: the client's and the server's below the agent's. By depth, then id.</summary>
    public IReadOnlyList<string> OtherSpanIds { get; init; } = [];

    /// <summary>Whether a record contradicts this one under the same id (see <see cref="Timeline.Conflicts"/>).</summary>
    public bool IsContradicted { get; init; }

    public required RecordOrigin Origin { get; init; }

    /// <summary>
    /// Records of other traces that tell of the same call: what this one did not tell was taken from them, in this order.
    /// </summary>
    public IReadOnlyList<RecordOrigin> OtherOrigins { get; init; } = [];

    /// <summary>
    /// Stamps of the trace minus true time, where the clock of its host was found to disagree with the others; applied in the join only.
    /// </summary>
    public Duration ClockOffset { get; init; }

    /// <summary><see cref="Start"/> in true time.</summary>
    public TimePoint TrueStart => ClockOffset == Duration.Zero ? Start : Start with { Value = Start.Value - ClockOffset };

    /// <summary><see cref="End"/> in true time.</summary>
    public TimePoint TrueEnd => ClockOffset == Duration.Zero ? End : End with { Value = End.Value - ClockOffset };
}
