// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>An episode while its spans are gathered.</summary>
internal sealed class EpisodeDraft(string id, string? runId)
{
    private readonly List<TraceSpan> _turns = [];
    private readonly List<ToolCall> _calls = [];
    private readonly SortedSet<string> _sandboxes = new(StringComparer.Ordinal);
    private string? _step;
    private string? _task;
    private Instant _start = Instant.MaxValue;
    private Instant _end = Instant.MinValue;

    public void Add(TraceSpan span, ToolCall? call, SpanTree tree)
    {
        _start = Instant.Min(_start, span.Start.Value);
        _end = Instant.Max(_end, call?.End.Value ?? span.End.Value);
        _step = First(_step, tree.Find(span, tree.Names.Step));
        _task = First(_task, tree.Find(span, tree.Names.Task));
        if (tree.Find(span, tree.Names.Sandbox) is { } sandbox)
            _sandboxes.Add(sandbox);
        if (call is not null)
            _calls.Add(call);
        if (tree.IsModelCall(span))
            _turns.Add(span);
    }

    /// <summary>The episode; its sandbox only where all spans agree.</summary>
    public Episode Make()
    {
        var withoutTools = _turns.Count(t => t.Output?.AsksForTools == false);
        return new Episode(
            id, runId, _sandboxes.Count == 1 ? _sandboxes.Min : null, _step, _task, _start, _end, _turns.Count, CountTurnsWithCalls(), withoutTools);
    }

    // By the ids that the model gave its calls; where it gave none, a call must start between the turn's end and the next turn.
    private int CountTurnsWithCalls()
    {
        var ids = _calls.Select(c => c.CallId).ToHashSet(StringComparer.Ordinal);
        var starts = _calls.Select(c => c.Start.Value).Order().ToList();
        var turns = _turns.OrderBy(t => t.End.Value).ThenBy(t => t.SpanId, StringComparer.Ordinal).ToList();
        var count = 0;
        for (var i = 0; i < turns.Count; i++)
        {
            var output = turns[i].Output ?? ModelOutput.Unknown;
            if (output.AsksForTools == false)
                continue;
            var next = i + 1 < turns.Count ? turns[i + 1].Start.Value : Instant.MaxValue;
            if (output.CallIds.Count > 0 ? output.CallIds.All(ids.Contains) : HasStartWithin(starts, turns[i].End.Value, next))
                count++;
        }

        return count;
    }

    private static bool HasStartWithin(List<Instant> starts, Instant from, Instant to)
    {
        var at = starts.BinarySearch(from);
        at = at < 0 ? ~at : at;
        return at < starts.Count && starts[at] <= to;
    }

    private static string? First(string? known, string? found) =>
        known is null || (found is not null && string.CompareOrdinal(found, known) < 0) ? found ?? known : known;
}
