// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Tool calls and their episodes out of documents that <c>fwcorrelate timeline --format jsonl</c> writes.</summary>
internal static class CallDocuments
{
    // Documents tell times in microseconds and how far they may be off in milliseconds.
    private static readonly Duration Finest = Duration.FromNanoseconds(1_000);

    public static bool IsCall(DocumentText document) =>
        document["event.action"] == "execute_tool" && document.Has("fwcorrelate.call.start_basis");

    /// <summary>The call; null where a field breaks it.</summary>
    /// <param name="reason">Why it is null.</param>
    public static ToolCall? Read(DocumentText document, RecordOrigin origin, out string reason)
    {
        reason = "";
        if (document["trace.id"] is not { Length: > 0 } traceId || document["span.id"] is not { Length: > 0 } spanId)
        {
            reason = "the tool call has no trace.id or span.id, expected both";
            return null;
        }

        if (Time(document, "start", document.Time("event.start")) is not { } start)
        {
            reason = Unexpected(document, "event.start");
            return null;
        }

        var isOpen = document["fwcorrelate.call.open"] == "true";
        var end = Time(document, "end", document.Time(isOpen ? "fwcorrelate.call.last_known" : "event.end")) ?? start;
        return new ToolCall
        {
            TraceId = traceId,
            SpanId = spanId,
            CallId = document["gen_ai.tool.call.id"] ?? spanId,
            ToolName = document["gen_ai.tool.name"] ?? "",
            Command = document["fwcorrelate.command"],
            Arguments = document["fwcorrelate.arguments"],
            Start = start,
            End = end.Value < start.Value ? start : end,
            IsOpen = isOpen,
            RunId = document["fwcorrelate.run.id"],
            EpisodeId = document["fwcorrelate.episode.id"],
            Step = document["fwcorrelate.step"],
            TaskId = document["fwcorrelate.task.id"],
            Turn = document["fwcorrelate.turn"],
            SandboxId = document["fwcorrelate.sandbox.id"],
            HostId = document["host.id"],
            Address = document["fwcorrelate.sandbox.address"] is { } address && HostAddress.TryParse(address, out _) ? address : null,
            Origin = origin,
        };
    }

    /// <summary>The episode as the call's document tells it; null where it tells none, or nothing but its id.</summary>
    public static Episode? EpisodeOf(DocumentText document, ToolCall call) =>
        call.EpisodeId is { } id && document.Time("fwcorrelate.episode.start") is { } start
            && document.Time("fwcorrelate.episode.end") is { } end
            ? new Episode(
                id, call.RunId, document["fwcorrelate.episode.sandbox"], document["fwcorrelate.episode.step"],
                document["fwcorrelate.episode.task"], start, end,
                document.Number("fwcorrelate.episode.turns") ?? 0, document.Number("fwcorrelate.episode.turns_with_calls") ?? 0,
                document.Number("fwcorrelate.episode.turns_without_tools") ?? 0)
            {
                Untold = document.Number("fwcorrelate.episode.untold") ?? 0,
            }
            : null;

    private static TimePoint? Time(DocumentText document, string which, Instant? value)
    {
        if (value is not { } instant || BasisOf(document[$"fwcorrelate.call.{which}_basis"]) is not { } basis)
            return null;
        var uncertainty = long.TryParse(
            document[$"fwcorrelate.call.{which}_uncertainty_ms"], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                && milliseconds is > 0 and < 1L << 40
            ? Duration.FromMilliseconds(milliseconds)
            : Finest;
        return new TimePoint(instant, uncertainty, basis);
    }

    private static TimeBasis? BasisOf(string? name) => name switch
    {
        "clock" => TimeBasis.Clock,
        "clock_naive" => TimeBasis.ClockNaive,
        "derived_end" => TimeBasis.DerivedEnd,
        "bracketed" => TimeBasis.Bracketed,
        "step" => TimeBasis.Step,
        _ => null,
    };

    private static string Unexpected(DocumentText document, string field) =>
        $"{field} of the tool call is '{Excerpt.Of(document[field] ?? "")}', expected a time with an offset and its basis";
}
