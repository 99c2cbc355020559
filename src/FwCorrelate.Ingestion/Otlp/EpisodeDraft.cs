// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>An episode while its spans are gathered.</summary>
internal sealed class EpisodeDraft(string id, string? runId)
{
    private readonly List<TraceSpan> _turns = [];
    private readonly List<(ToolCall Call, bool HasId)> _calls = [];
    private readonly SortedSet<string> _sandboxes = new(StringComparer.Ordinal);
    private readonly List<TraceGap> _gaps = [];
    private string? _step;
    private string? _task;
    private string? _checkpoint;
    private string? _reward;
    private Instant _start = Instant.MaxValue;
    private Instant _end = Instant.MinValue;

    public Instant Start => _start;

    public Instant End => _end;

    public string? SandboxId => _sandboxes.Count == 1 ? _sandboxes.Min : null;

    /// <summary>When its model generated, as far as both ends are recorded.</summary>
    public IEnumerable<ModelGeneration> Generations =>
        _turns.Where(t => !t.IsOpen).Select(t => new ModelGeneration(id, runId, SandboxId, t.Start.Value, t.End.Value));

    /// <summary>Traces and files that its spans came from.</summary>
    public HashSet<string> Traces { get; } = [];

    public HashSet<string> Files { get; } = [];

    public HashSet<string> CallIds { get; } = [];

    public void Add(TraceSpan span, SpanTree tree)
    {
        Note(span.Start.Value, span.End.Value);
        Traces.Add(span.TraceId);
        Files.Add(span.Origin.File);
        _step = First(_step, tree.Find(span, tree.Names.Step));
        _task = First(_task, tree.Find(span, tree.Names.Task));
        _checkpoint = First(_checkpoint, tree.Find(span, tree.Names.Checkpoint));
        _reward = First(_reward, tree.Find(span, tree.Names.Reward));
        if (tree.Find(span, tree.Names.Sandbox) is { } sandbox)
            _sandboxes.Add(sandbox);
        if (tree.IsModelCall(span))
            _turns.Add(span);
    }

    /// <param name="hasId">Whether the model's id of the call is recorded.</param>
    public void Add(ToolCall call, bool hasId)
    {
        Note(call.Start.Value, call.End.Value);
        _calls.Add((call, hasId));
        CallIds.Add(call.CallId);
        if (call.SandboxId is { } sandbox)
            _sandboxes.Add(sandbox);
    }

    public void Add(TraceGap gap) => _gaps.Add(gap with { SandboxId = gap.SandboxId ?? SandboxId, EpisodeId = id, RunId = runId });

    /// <summary>The episode; its sandbox only where all spans agree.</summary>
    /// <param name="gaps">Takes what it does not tell.</param>
    public Episode Make(List<TraceGap> gaps)
    {
        var withoutTools = _turns.Count(t => t.Output?.AsksForTools == false);
        var untold = _gaps.Count;
        var withCalls = CountTurnsWithCalls();
        gaps.AddRange(_gaps);
        return new Episode(id, runId, SandboxId, _step, _task, _start, _end, _turns.Count, withCalls, withoutTools)
        {
            Untold = untold,
            Checkpoint = _checkpoint,
            Reward = RewardOf(_reward),
        };
    }

    // By the ids that the model gave its calls; calls whose id is not recorded, or was never given, must have started between the turn's
    // end and the next turn.
    private int CountTurnsWithCalls()
    {
        var unnamed = new StartTimes(_calls.Where(c => !c.HasId).Select(c => c.Call.Start.Value));
        var all = new StartTimes(_calls.Select(c => c.Call.Start.Value));
        var turns = _turns.OrderBy(t => t.End.Value).ThenBy(t => t.SpanId, StringComparer.Ordinal).ToList();
        var count = 0;
        for (var i = 0; i < turns.Count; i++)
        {
            var output = turns[i].Output ?? ModelOutput.Unknown;
            if (output.AsksForTools == false)
                continue;
            var next = i + 1 < turns.Count ? turns[i + 1].Start.Value : Instant.MaxValue;
            var missing = output.Calls.Where(c => c.Id is null || !CallIds.Contains(c.Id)).ToList();
            var isThere = output.Calls.Count == 0
                ? all.CountWithin(turns[i].End.Value, next) > 0
                : missing.Count <= (missing.Exists(c => c.Id is null) ? all : unnamed).CountWithin(turns[i].End.Value, next);
            if (isThere)
                count++;
            else if (output.AsksForTools is true)
                _gaps.AddRange(missing.Count > 0 ? missing.Select(c => Missing(turns[i], next, c)) : [Missing(turns[i], next, null)]);
        }

        return count;
    }

    private TraceGap Missing(TraceSpan turn, Instant next, RequestedCall? call) => new(
        TraceGapKind.CallWithoutSpan,
        call?.Id is { } callId ? $"the model asked for call {callId}, of which there is no span"
            : "the model asked for a tool, and there is no span of a call",
        SandboxId, id, runId, turn.End.Earliest, next, turn.Origin)
    {
        CallId = call?.Id,
        ToolName = call?.Tool,
        Command = call?.Arguments is { } arguments ? ToolArguments.From(arguments).Command : null,
    };

    private void Note(Instant from, Instant to)
    {
        _start = Instant.Min(_start, from);
        _end = Instant.Max(_end, to);
    }

    private static decimal? RewardOf(string? text) => decimal.TryParse(
        text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? First(string? known, string? found) =>
        known is null || (found is not null && string.CompareOrdinal(found, known) < 0) ? found ?? known : known;

    private sealed class StartTimes(IEnumerable<Instant> starts)
    {
        private readonly List<Instant> _starts = [.. starts.Order()];

        public int CountWithin(Instant from, Instant to) =>
            (to == Instant.MaxValue ? _starts.Count : Below(to.PlusNanoseconds(1))) - Below(from);

        private int Below(Instant time)
        {
            var (low, high) = (0, _starts.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (_starts[middle] < time)
                    low = middle + 1;
                else
                    high = middle;
            }

            return low;
        }
    }
}
