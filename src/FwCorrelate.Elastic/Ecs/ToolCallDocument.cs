// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Documents;
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
        document.Set(EcsFields.TraceId, call.TraceId)
            .Set(EcsFields.SpanId, call.SpanId)
            .Set(EcsFields.GenAiOperationName, "execute_tool")
            .Set(EcsFields.GenAiToolName, call.ToolName)
            .Set(EcsFields.GenAiToolCallId, call.CallId)
            .Set(EcsFields.HostId, call.HostId)
            .Set(OwnFields.RunId, call.RunId)
            .Set(OwnFields.EpisodeId, call.EpisodeId)
            .Set(OwnFields.SandboxId, call.SandboxId)
            .Set(OwnFields.SandboxAddress, call.Address)
            .Set(OwnFields.Step, call.Step)
            .Set(OwnFields.TaskId, call.TaskId)
            .Set(OwnFields.Turn, call.Turn)
            .Set(OwnFields.Command,
                (call.Command ?? call.Arguments) is { } command ? CommandRedaction.Apply(command, redaction) : null);
        if (call.Command is not null && call.Arguments is { } arguments)
            document.Set(OwnFields.Arguments, CommandRedaction.Apply(arguments, redaction));
        AddTimes(document, call);
        AddEpisode(document, episode);
        return AddOrigin(document, call.Origin);
    }

    internal static EcsDocument AddOrigin(EcsDocument document, RecordOrigin origin) =>
        OriginFields.Add(document, OwnFields.Record + ".", origin);

    private static void AddEpisode(EcsDocument document, Episode? episode)
    {
        if (episode is null)
            return;
        document.Set(OwnFields.EpisodeStart, EcsTime.Format(episode.Start))
            .Set(OwnFields.EpisodeEnd, EcsTime.Format(episode.End))
            .Set(OwnFields.EpisodeSandbox, episode.SandboxId)
            .Set(OwnFields.EpisodeStep, episode.Step)
            .Set(OwnFields.EpisodeTask, episode.TaskId)
            .Set(OwnFields.EpisodeTurns, episode.TurnsSeen)
            .Set(OwnFields.EpisodeTurnsWithCalls, episode.TurnsWithCalls)
            .Set(OwnFields.EpisodeTurnsWithoutTools, episode.TurnsWithoutTools)
            .Set(OwnFields.EpisodeUntold, episode.Untold > 0 ? episode.Untold : (long?)null);
    }

    private static void AddEvent(EcsDocument document, ToolCall call)
    {
        var isTimed = call.Start.Basis != TimeBasis.None;
        document.Set(EcsFields.Timestamp, isTimed ? EcsTime.Format(call.Start.Value) : null)
            .Set(EcsFields.EcsVersion, EcsDocument.EcsVersion)
            .Set(EcsFields.EventKind, "event")
            .Set(EcsFields.EventCategory, Category)
            .Set(EcsFields.EventType, call.IsOpen || !isTimed ? ["start"] : ["start", "end"])
            .Set(EcsFields.EventAction, "execute_tool");
        if (!isTimed)
            return;
        document.Set(EcsFields.EventStart, EcsTime.Format(call.Start.Value))
            .Set(EcsFields.EventEnd, call.IsOpen ? null : EcsTime.Format(call.End.Value))
            .Set(EcsFields.EventDuration, call.IsOpen ? null : EcsTime.Nanoseconds(call.End.Value - call.Start.Value));
    }

    private static void AddTimes(EcsDocument document, ToolCall call)
    {
        document.Set(OwnFields.CallOpen, call.IsOpen).Set(OwnFields.CallStartBasis, Name(call.Start.Basis));
        if (call.Start.Basis == TimeBasis.None)
            return;
        document.Set(OwnFields.CallStartUncertaintyMs, EcsTime.Milliseconds(call.Start.Uncertainty))
            .Set(OwnFields.CallEndBasis, Name(call.End.Basis))
            .Set(OwnFields.CallEndUncertaintyMs, EcsTime.Milliseconds(call.End.Uncertainty))
            .Set(OwnFields.CallLastKnown, call.IsOpen ? EcsTime.Format(call.End.Value) : null);
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
