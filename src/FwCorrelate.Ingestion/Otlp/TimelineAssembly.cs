// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Conversations;
using FwCorrelate.Ingestion.Transcripts;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Makes tool calls, episodes, leases, gaps and conflicts of the spans of a case.</summary>
internal sealed class TimelineAssembly
{
    private readonly SpanStore _store;
    private readonly SpanTree _tree;
    private readonly CallSpans _spans;
    private readonly Dictionary<(string Id, string? Run), EpisodeDraft> _episodes = [];
    private readonly Dictionary<string, HashSet<EpisodeDraft>> _ofTrace = [];
    private readonly List<TraceGap> _gaps = [];

    private TimelineAssembly(SpanStore store, AttributeNames names)
    {
        _store = store;
        _tree = new SpanTree(store.Spans(), names);
        _spans = new CallSpans(_tree);
    }

    /// <param name="messages">Takes where the conversations of model calls stand.</param>
    public static TraceContents Assemble(SpanStore store, AttributeNames names, MessageLog messages) =>
        new TimelineAssembly(store, names).Assemble(messages);

    private TraceContents Assemble(MessageLog messages)
    {
        // Transcripts have told theirs record by record.
        foreach (var span in _tree.Spans.Where(s => s.IsConversation && _tree.IsModelCall(s)).OrderBy(s => s.Start.Value)
            .ThenBy(s => s.SpanId, StringComparer.Ordinal))
            messages.Add(new EpisodeMessage(span.TraceId, MessageRole.Conversation, span.Start.Value, span.Origin));
        var groups = _spans.Find();
        var maker = new CallMaker(_tree, _spans, _store);
        var calls = groups.Select(maker.Make).ToList();
        var draftOf = new Dictionary<TraceSpan, EpisodeDraft>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < calls.Count; i++)
        {
            var draft = Draft((calls[i].EpisodeId!, calls[i].RunId));
            draft.Add(calls[i], groups[i].Any(s => _spans.IdOf(s) is not null));
            foreach (var span in groups[i])
                draftOf[span] = draft;
        }

        foreach (var span in _tree.Spans)
        {
            if (draftOf.GetValueOrDefault(span) is { } ofCall)
                Place(span, ofCall);
            else if (EpisodeOf(span) is { } episode)
                Place(span, Draft((episode, _tree.Find(span, _tree.Names.Run))));
        }

        NoteSpansNotTaken();
        NoteMentions();
        NoteDamage();
        var made = _episodes.ToDictionary(e => e.Key, e => e.Value.Make(_gaps));
        return new TraceContents(calls, [.. made.Values], Leases(calls, made))
        {
            Gaps = _gaps,
            Conflicts = [.. Conflicts()],
            Generations = [.. _episodes.Values.SelectMany(e => e.Generations)],
            Spans = _store.Count,
        };
    }

    private void Place(TraceSpan span, EpisodeDraft draft)
    {
        draft.Add(span, _tree);
        if (!_ofTrace.TryGetValue(span.TraceId, out var drafts))
            _ofTrace.Add(span.TraceId, drafts = []);
        drafts.Add(draft);
    }

    private EpisodeDraft Draft((string Id, string? Run) key)
    {
        if (!_episodes.TryGetValue(key, out var draft))
            _episodes.Add(key, draft = new EpisodeDraft(key.Id, key.Run));
        return draft;
    }

    // Spans that carry no episode id of their own or above them only make an episode where something happens in them:
    // a pipeline's own spans are no rollouts.
    private string? EpisodeOf(TraceSpan span) =>
        _tree.Find(span, _tree.Names.Episode) ?? (_tree.IsModelCall(span) || _tree.IsToolCall(span) ? span.TraceId : null);

    private void NoteSpansNotTaken()
    {
        var aboveCalls = _spans.AboveCalls();
        foreach (var span in _tree.Spans.Where(s => s.Doubt is not null && !_tree.IsToolCall(s) && !_spans.IsAroundACall(s, aboveCalls)))
        {
            var gap = new TraceGap(
                TraceGapKind.SpanNotTaken,
                $"span '{span.Name}' ({span.SpanId}) looks like a tool call and was not taken for one: {span.Doubt}",
                _tree.Find(span, _tree.Names.Sandbox), null, null, span.Start.Earliest, span.IsOpen ? Instant.MaxValue
                    : span.End.Latest, span.Origin)
            {
                ToolName = _spans.ToolOf(span),
                Reason = span.Doubt,
            };
            if (_tree.Find(span, _tree.Names.Episode) is { } episode
                && _episodes.TryGetValue((episode, _tree.Find(span, _tree.Names.Run)), out var draft))
                draft.Add(gap);
            else if (_ofTrace.TryGetValue(span.TraceId, out var ofTrace))
                AddTo(ofTrace, gap);
            else
                _gaps.Add(gap);
        }
    }

    private static void AddTo(IEnumerable<EpisodeDraft> episodes, TraceGap gap)
    {
        foreach (var episode in episodes)
            episode.Add(gap);
    }

    /// <summary>Calls that a message mentions and no span tells, unless the turn that asked for them tells already.</summary>
    private void NoteMentions()
    {
        var asked = _tree.Spans.Where(s => s.Output is not null).SelectMany(s => s.Output!.Calls.Select(c => (s.TraceId, c.Id)))
            .ToHashSet();
        foreach (var ((traceId, callId), mention) in _store.Mentions.OrderBy(m => m.Key.TraceId, StringComparer.Ordinal)
            .ThenBy(m => m.Key.CallId, StringComparer.Ordinal))
        {
            if (asked.Contains((traceId, callId)) || EpisodeOf(mention.By) is not { } id
                || !_episodes.TryGetValue((id, _tree.Find(mention.By, _tree.Names.Run)), out var episode)
                || episode.CallIds.Contains(callId))
                continue;

            // A call that a span without the model's id stands for cannot be told from one that is missing.
            episode.Add(new TraceGap(
                TraceGapKind.CallWithoutSpan, $"a message mentions call {callId}, of which there is no span", null, null, null,
                episode.Start, mention.Latest.Latest, mention.By.Origin)
            {
                CallId = callId,
                ToolName = mention.Call.Tool,
                Command = mention.Call.Arguments is { } arguments ? ToolArguments.From(arguments).Command : null,
            });
        }
    }

    private void NoteDamage()
    {
        var isAnywhere = _store.DamagedFiles.Any(f => !_episodes.Values.Any(e => e.Files.Contains(f)));
        foreach (var ((id, run), episode) in _episodes)
        {
            var spans = episode.Traces.Sum(t => _store.DamagedTraces.GetValueOrDefault(t));
            var files = _store.DamagedFiles.Where(episode.Files.Contains).Order(StringComparer.Ordinal).ToList();
            var text = spans > 0 ? $"{spans} of its spans could not be read"
                : files.Count > 0 ? $"{files[0]} holds records that could not be read"
                : isAnywhere ? "a trace file could not be read" : null;
            if (text is not null)
                episode.Add(
                    new TraceGap(TraceGapKind.UnreadableSpans, $"episode {id}: {text}", null, id, run, episode.Start, episode.End, null));
        }
    }

    private IEnumerable<TraceConflict> Conflicts()
    {
        foreach (var versions in _tree.Spans.GroupBy(s => s.Key).Where(g => g.Skip(1).Any()))
        {
            var (first, second) = (versions.First(), versions.Skip(1).First());
            yield return new TraceConflict(
                $"span {first.SpanId} of trace {first.TraceId}", SpanVersions.Difference(first, second),
                [.. versions.Select(v => v.Origin)]);
        }
    }

    /// <summary>The addresses that calls tell of their sandboxes, held while an episode ran there.</summary>
    public static List<AddressLease> Leases(IEnumerable<ToolCall> calls, IReadOnlyDictionary<(string, string?), Episode> episodes)
    {
        var leases = new List<AddressLease>();
        foreach (var group in calls.Where(c => c.Address is not null && c.SandboxId is not null).GroupBy(c => (c.Address, c.SandboxId)))
        {
            var spans = group.Select(c => (Call: c, Episode: episodes[(c.EpisodeId!, c.RunId)])).ToList();
            var from = spans.Min(s => Instant.Min(s.Call.Start.Earliest, s.Episode.Start));
            var to = spans.Max(s => Instant.Max(s.Call.End.Latest, s.Episode.End));
            var first = group.OrderBy(c => c.Start.Value).ThenBy(c => c.TraceId, StringComparer.Ordinal)
                .ThenBy(c => c.SpanId, StringComparer.Ordinal).First();
            leases.Add(new AddressLease(
                AddressPrefix.Single(HostAddress.Parse(group.Key.Address!)), OwnerKind.Sandbox, group.Key.SandboxId!,
                first.HostId ?? "", "",
                from, to.PlusNanoseconds(1), 0, ushort.MaxValue, IsInventory: false, first.Origin));
        }

        return leases;
    }
}
