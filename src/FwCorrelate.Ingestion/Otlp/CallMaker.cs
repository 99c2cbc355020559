// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Network;
using FwCorrelate.Timelines;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Makes the tool calls of a case out of their spans.</summary>
internal sealed class CallMaker(SpanTree tree, CallSpans spans, SpanStore store)
{
    private readonly Dictionary<TraceSpan, TimePoint> _lastSeen = LastSeenBelow(tree);
    private readonly Dictionary<(string TraceId, string CallId), string?> _requests = RequestsOf(tree);
    private readonly Dictionary<(string, string), int> _versions = [];

    /// <param name="group">The outermost span first: it gives identity and times, and the first that tells gives the rest.</param>
    public ToolCall Make(IReadOnlyList<TraceSpan> group)
    {
        var span = group[0];
        var end = EndOf(group);
        var callId = First(group, spans.IdOf);
        var arguments = group.Select(s => s.Arguments).FirstOrDefault(a => a is not null) ?? MentionedArguments(span.TraceId, callId);
        return new ToolCall
        {
            TraceId = span.TraceId,
            SpanId = UniqueId(span),
            CallId = callId ?? span.SpanId,
            ToolName = First(group, spans.ToolOf) ?? span.Name,
            Command = arguments?.Command,
            Arguments = arguments?.All,
            Start = span.Start,
            End = end.Value < span.Start.Value ? span.Start : end,
            IsOpen = span.IsOpen,
            RunId = Find(group, tree.Names.Run),
            EpisodeId = Find(group, tree.Names.Episode) ?? span.TraceId,
            Step = Find(group, tree.Names.Step),
            TaskId = Find(group, tree.Names.Task),
            Turn = Find(group, tree.Names.Turn),
            SandboxId = Find(group, tree.Names.Sandbox),
            HostId = Find(group, tree.Names.Host),
            Address = FirstAddress(Find(group, tree.Names.Address)),
            OtherSpanIds = group.Count == 1 ? [] : [.. group.Skip(1).Select(s => s.SpanId).Distinct(StringComparer.Ordinal)],
            IsContradicted = group.Any(s => tree.VersionsOf(s).Skip(1).Any()),
            Origin = span.Origin,
        };
    }

    // Versions of one span that are one call all the same (they differ in their end, say) cover what any of them claims.
    private TimePoint EndOf(IReadOnlyList<TraceSpan> group)
    {
        var ends = group.Where(s => s.Key == group[0].Key).Select(s => s.IsOpen && _lastSeen.TryGetValue(s, out var seen) ? seen : s.End);
        return ends.MaxBy(e => e.Value);
    }

    private string UniqueId(TraceSpan span)
    {
        var version = _versions[span.Key] = _versions.GetValueOrDefault(span.Key, -1) + 1;
        return TimelineJoin.IdOf(span.SpanId, version);
    }

    // Arguments are opt-in on the span of the call, and stand in the message that asked for it.
    private ToolArguments? MentionedArguments(string traceId, string? callId)
    {
        if (callId is null)
            return null;
        var asked = _requests.GetValueOrDefault((traceId, callId))
            ?? (store.Mentions.TryGetValue((traceId, callId), out var mention) ? mention.Call.Arguments : null);
        return asked is null ? null : ToolArguments.From(asked);
    }

    private static Dictionary<(string TraceId, string CallId), string?> RequestsOf(SpanTree tree)
    {
        var requests = new Dictionary<(string, string), string?>();
        foreach (var span in tree.Spans.Where(s => s.Output is { Calls.Count: > 0 }))
        {
            foreach (var call in span.Output!.Calls.Where(c => c is { Id: not null, Arguments: not null }))
            {
                // What was asked for under one id in two ways is no answer.
                var key = (span.TraceId, call.Id!);
                requests[key] = requests.TryGetValue(key, out var known) && known != call.Arguments ? null : call.Arguments;
            }
        }

        return requests;
    }

    private string? Find(IReadOnlyList<TraceSpan> group, IReadOnlyList<string> names) =>
        group.Count == 1 ? tree.Find(group[0], names)
            : names.Select(n => First(group, s => tree.Find(s, [n]))).FirstOrDefault(v => v is not null);

    private static string? First(IReadOnlyList<TraceSpan> group, Func<TraceSpan, string?> of) =>
        group.Select(of).FirstOrDefault(v => v is not null);

    // A call without an end was running at least while spans below it did.
    private static Dictionary<TraceSpan, TimePoint> LastSeenBelow(SpanTree tree)
    {
        var last = new Dictionary<TraceSpan, TimePoint>(ReferenceEqualityComparer.Instance);
        foreach (var span in tree.Spans)
        {
            foreach (var above in tree.Ancestors(span).Where(a => a.IsOpen))
            {
                if (!last.TryGetValue(above, out var known) || known.Value < span.End.Value)
                    last[above] = span.End;
            }
        }

        return last;
    }

    // host.ip is a list in the semantic conventions; loopback and link-local addresses tell sandboxes apart from nothing.
    private static string? FirstAddress(string? text)
    {
        if (text is null)
            return null;
        string[] candidates = [text];
        if (text.StartsWith('['))
        {
            try
            {
                candidates = JsonSerializer.Deserialize<string[]>(text) ?? [];
            }
            catch (JsonException)
            {
                return null;
            }
        }

        return candidates.FirstOrDefault(c => c is not null && HostAddress.TryParse(c, out var address) && IsTelling(address));
    }

    private static bool IsTelling(HostAddress address)
    {
        var ip = address.ToIPAddress();
        return !address.IsNone && !System.Net.IPAddress.IsLoopback(ip) && !ip.IsIPv6LinkLocal
            && !ip.ToString().StartsWith("169.254.", StringComparison.Ordinal);
    }
}
