// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Flows;
using FwCorrelate.Redaction;
using FwCorrelate.Timelines;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// A tool call of a trace as an ECS document, for <c>fwcorrelate timeline</c>; names under <c>gen_ai</c> are those of OpenTelemetry and
/// ECS.
/// </summary>
public static class ToolCallDocument
{
    private static readonly string[] Category = ["api"];

    /// <param name="redaction">How the command is written.</param>
    /// <param name="episode">The call's episode, as its trace tells it: what a reader of the documents alone could not know.</param>
    public static EcsDocument Of(ToolCall call, ArgumentRedaction redaction, Episode? episode = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        var document = new EcsDocument();
        AddEvent(document, call);
        document.Set("trace.id", call.TraceId)
            .Set("span.id", call.SpanId)
            .Set("gen_ai.operation.name", "execute_tool")
            .Set("gen_ai.tool.name", call.ToolName)
            .Set("gen_ai.tool.call.id", call.CallId)
            .Set("host.id", call.HostId)
            .Set("fwcorrelate.run.id", call.RunId)
            .Set("fwcorrelate.episode.id", call.EpisodeId)
            .Set("fwcorrelate.sandbox.id", call.SandboxId)
            .Set("fwcorrelate.sandbox.address", call.Address)
            .Set("fwcorrelate.step", call.Step)
            .Set("fwcorrelate.task.id", call.TaskId)
            .Set("fwcorrelate.turn", call.Turn)
            .Set("fwcorrelate.command",
                (call.Command ?? call.Arguments) is { } command ? CommandRedaction.Apply(command, redaction) : null);
        if (call.Command is not null && call.Arguments is { } arguments)
            document.Set("fwcorrelate.arguments", CommandRedaction.Apply(arguments, redaction));
        AddTimes(document, call);
        AddEpisode(document, episode);
        return AddOrigin(document, call.Origin);
    }

    internal static EcsDocument AddOrigin(EcsDocument document, RecordOrigin origin) =>
        OriginFields.Add(document, "fwcorrelate.record.", origin);

    private static void AddEpisode(EcsDocument document, Episode? episode)
    {
        if (episode is null)
            return;
        document.Set("fwcorrelate.episode.start", EcsTime.Format(episode.Start))
            .Set("fwcorrelate.episode.end", EcsTime.Format(episode.End))
            .Set("fwcorrelate.episode.sandbox", episode.SandboxId)
            .Set("fwcorrelate.episode.step", episode.Step)
            .Set("fwcorrelate.episode.task", episode.TaskId)
            .Set("fwcorrelate.episode.turns", episode.TurnsSeen)
            .Set("fwcorrelate.episode.turns_with_calls", episode.TurnsWithCalls)
            .Set("fwcorrelate.episode.turns_without_tools", episode.TurnsWithoutTools)
            .Set("fwcorrelate.episode.untold", episode.Untold > 0 ? episode.Untold : (long?)null);
    }

    private static void AddEvent(EcsDocument document, ToolCall call)
    {
        var isTimed = call.Start.Basis != TimeBasis.None;
        document.Set("@timestamp", isTimed ? EcsTime.Format(call.Start.Value) : null)
            .Set("ecs.version", EcsDocument.EcsVersion)
            .Set("event.kind", "event")
            .Set("event.category", Category)
            .Set("event.type", call.IsOpen || !isTimed ? ["start"] : ["start", "end"])
            .Set("event.action", "execute_tool");
        if (!isTimed)
            return;
        document.Set("event.start", EcsTime.Format(call.Start.Value))
            .Set("event.end", call.IsOpen ? null : EcsTime.Format(call.End.Value))
            .Set("event.duration", call.IsOpen ? null : EcsTime.Nanoseconds(call.End.Value - call.Start.Value));
    }

    private static void AddTimes(EcsDocument document, ToolCall call)
    {
        document.Set("fwcorrelate.call.open", call.IsOpen).Set("fwcorrelate.call.start_basis", Name(call.Start.Basis));
        if (call.Start.Basis == TimeBasis.None)
            return;
        document.Set("fwcorrelate.call.start_uncertainty_ms", EcsTime.Milliseconds(call.Start.Uncertainty))
            .Set("fwcorrelate.call.end_basis", Name(call.End.Basis))
            .Set("fwcorrelate.call.end_uncertainty_ms", EcsTime.Milliseconds(call.End.Uncertainty))
            .Set("fwcorrelate.call.last_known", call.IsOpen ? EcsTime.Format(call.End.Value) : null);
    }

    /// <summary>The basis as results name it.</summary>
    public static string Name(TimeBasis basis) => basis switch
    {
        TimeBasis.Clock => "clock",
        TimeBasis.ClockNaive => "clock_naive",
        TimeBasis.DerivedEnd => "derived_end",
        TimeBasis.Bracketed => "bracketed",
        TimeBasis.Step => "step",
        _ => "none",
    };
}
