// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Documents;
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
        document[EcsFields.EventAction] == "execute_tool" && document.Has(OwnFields.CallStartBasis);

    /// <summary>The call; null where a field breaks it.</summary>
    /// <param name="reason">Why it is null.</param>
    public static ToolCall? Read(DocumentText document, RecordOrigin origin, out string reason)
    {
        reason = "";
        if (document[EcsFields.TraceId] is not { Length: > 0 } traceId || document[EcsFields.SpanId] is not { Length: > 0 } spanId)
        {
            reason = "the tool call has no trace.id or span.id, expected both";
            return null;
        }

        if (Time(document, "start", document.Time(EcsFields.EventStart)) is not { } start)
        {
            reason = Unexpected(document, EcsFields.EventStart);
            return null;
        }

        var isOpen = document[OwnFields.CallOpen] == "true";
        var end = Time(document, "end", document.Time(isOpen ? OwnFields.CallLastKnown : EcsFields.EventEnd)) ?? start;
        return new ToolCall
        {
            TraceId = traceId,
            SpanId = spanId,
            CallId = document[EcsFields.GenAiToolCallId] ?? spanId,
            ToolName = document[EcsFields.GenAiToolName] ?? "",
            Command = document[OwnFields.Command],
            Arguments = document[OwnFields.Arguments],
            Start = start,
            End = end.Value < start.Value ? start : end,
            IsOpen = isOpen,
            RunId = document[OwnFields.RunId],
            EpisodeId = document[OwnFields.EpisodeId],
            Step = document[OwnFields.Step],
            TaskId = document[OwnFields.TaskId],
            Turn = document[OwnFields.Turn],
            SandboxId = document[OwnFields.SandboxId],
            HostId = document[EcsFields.HostId],
            Address = document[OwnFields.SandboxAddress] is { } address && HostAddress.TryParse(address, out _) ? address : null,
            Origin = origin,
        };
    }

    /// <summary>The episode as the call's document tells it; null where it tells none, or nothing but its id.</summary>
    public static Episode? EpisodeOf(DocumentText document, ToolCall call) =>
        call.EpisodeId is { } id && document.Time(OwnFields.EpisodeStart) is { } start
            && document.Time(OwnFields.EpisodeEnd) is { } end
            ? new Episode(
                id, call.RunId, document[OwnFields.EpisodeSandbox], document[OwnFields.EpisodeStep],
                document[OwnFields.EpisodeTask], start, end,
                document.Number(OwnFields.EpisodeTurns) ?? 0, document.Number(OwnFields.EpisodeTurnsWithCalls) ?? 0,
                document.Number(OwnFields.EpisodeTurnsWithoutTools) ?? 0)
            {
                Untold = document.Number(OwnFields.EpisodeUntold) ?? 0,
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
