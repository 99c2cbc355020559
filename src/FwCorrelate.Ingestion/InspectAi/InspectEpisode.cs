// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Ingestion.Otlp;
using FwCorrelate.Ingestion.Transcripts;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.InspectAi;

/// <summary>Makes turns and calls of the events of one sample.</summary>
internal sealed class InspectEpisode(EpisodeSpans episode, IReadOnlyList<InspectEvent> events, Tally tally)
{
    private const int DeepestSpan = 64;

    /// <summary>
    /// A tool's event and those of the sandbox below it are stamped by one process; the tool's own is stamped a moment before or after.
    /// </summary>
    private static readonly Duration Tolerance = Duration.FromMilliseconds(50);

    // Older logs have no ends: the next turn begins after all calls of the one before.
    private readonly List<InspectEvent> _turns = [.. events.Where(e => e.Kind == InspectEventKind.Model).OrderBy(e => e.Start.Value)];
    private readonly List<InspectEvent> _tools = [.. events.Where(e => e.Kind == InspectEventKind.Tool)];
    private readonly ILookup<string, InspectEvent> _spans = events.Where(e => e.Kind == InspectEventKind.SpanBegin)
        .ToLookup(e => e.SpanId!, StringComparer.Ordinal);

    public void Make()
    {
        var execs = events.Where(e => e.Kind == InspectEventKind.Exec).Select(e => (Exec: e, Tools: ToolsAround(e))).ToList();
        foreach (var turn in _turns)
        {
            episode.AddTurn(IdOf(turn), turn.Start, turn.End, turn.Output ?? ModelOutput.Unknown, turn.Origin);
            Count(turn);
        }

        foreach (var tool in _tools)
        {
            var arguments = tool.Arguments is { } text ? ToolArguments.From(text) : null;
            var run = execs.Where(e => e.Tools is [var only] && ReferenceEquals(only, tool)
                && e.Exec.Command is not null).Select(e => e.Exec.Command!).ToList();

            // What a tool of the evaluation's own ran in the sandbox stands in no argument; where it went may stand in one all the same.
            if (run.Count > 0 && !HasCommand(arguments))
                arguments = new ToolArguments(string.Join('\n', (string[])[tool.Arguments ?? "", .. run]).TrimStart('\n'), tool.Arguments);
            episode.AddCall(IdOf(tool), new RequestedCall(tool.CallId, tool.Tool, tool.Arguments), tool.Start,
                tool.End ?? NextTurnAfter(tool.Start), tool.Origin, arguments);
            Count(tool);
        }

        foreach (var (exec, tools) in execs)
        {
            if (tools.Count == 0)
                AddLoneExec(exec);
            Count(exec);
        }
    }

    private static bool HasCommand(ToolArguments? arguments) =>
        arguments is not null && (arguments.All is not null || !arguments.Command.AsSpan().TrimStart().StartsWith("{"));

    private void AddLoneExec(InspectEvent exec)
    {
        if (IsOfTheHarness(exec))
            episode.AddDoubt(IdOf(exec), "sandbox exec", "the evaluation itself, not the agent, ran a command in the sandbox", exec.Start,
                exec.End, exec.Origin);
        else
            episode.AddCall(IdOf(exec), new RequestedCall(null, "sandbox_exec", null), exec.Start, exec.End, exec.Origin,
                exec.Command is { } command ? new ToolArguments(command, null) : null);
    }

    private List<InspectEvent> ToolsAround(InspectEvent exec) => _tools.FindAll(t =>
        t.Start.Value - Tolerance <= exec.Start.Value && (t.End ?? NextTurnAfter(t.Start)) is var end
            && (end is null || exec.Start.Value <= end.Value.Value + Tolerance));

    private bool IsOfTheHarness(InspectEvent exec)
    {
        var span = exec.SpanId;
        for (var depth = 0; span is not null && depth < DeepestSpan && _spans[span].FirstOrDefault() is { } begun; depth++)
        {
            if (begun.SpanType is "scorer" or "scorers" or "init" or "sandbox" or "setup")
                return true;
            span = begun.ParentSpan;
        }

        return false;
    }

    private TimePoint? NextTurnAfter(TimePoint start) =>
        _turns.Find(t => t.Start.Value > start.Value) is { } next ? next.Start with { Basis = TimeBasis.Bracketed } : null;

    private static string IdOf(InspectEvent item) => item.Id.Length is > 0 and <= SpanAttributes.LongestId
        ? item.Id
        : string.Create(
            CultureInfo.InvariantCulture, $"{item.Kind.ToString().ToLowerInvariant()}-{item.Origin.Offset}-{item.Origin.Index}");

    private void Count(InspectEvent item) => tally.Count(item.Start.Value, (item.End ?? item.Start).Value);
}
