// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>Makes tool calls, episodes and leases of the spans of a case.</summary>
internal static class TimelineAssembly
{
    public static TraceContents Assemble(SpanTree tree)
    {
        var lastSeen = LastSeenBelow(tree);
        var calls = new List<ToolCall>();
        var episodes = new Dictionary<(string Id, string? Run), EpisodeDraft>();
        foreach (var span in tree.Spans)
        {
            var call = tree.IsToolCall(span) ? MakeCall(span, tree, lastSeen) : null;
            if (call is not null)
                calls.Add(call);
            if (EpisodeOf(span, tree, call) is { } id)
            {
                var key = (id, call is not null ? call.RunId : tree.Find(span, tree.Names.Run));
                if (!episodes.TryGetValue(key, out var draft))
                    episodes.Add(key, draft = new EpisodeDraft(key.id, key.Item2));
                draft.Add(span, call, tree);
            }
        }

        var made = episodes.ToDictionary(e => e.Key, e => e.Value.Make());
        return new TraceContents(calls, [.. made.Values], Leases(calls, made));
    }

    // Spans that carry no episode id of their own or above them only make an episode where something happens in them:
    // a pipeline's own spans are no rollouts.
    private static string? EpisodeOf(TraceSpan span, SpanTree tree, ToolCall? call) => call is not null
        ? call.EpisodeId
        : tree.Find(span, tree.Names.Episode) ?? (tree.IsModelCall(span) ? span.TraceId : null);

    private static ToolCall MakeCall(TraceSpan span, SpanTree tree, Dictionary<(string, string), TimePoint> lastSeen)
    {
        var end = span.IsOpen && lastSeen.TryGetValue(span.Key, out var seen) ? seen : span.End;
        return new ToolCall
        {
            TraceId = span.TraceId,
            SpanId = span.SpanId,
            CallId = Own(span, tree.Names.Call) ?? span.SpanId,
            ToolName = Own(span, tree.Names.Tool) ?? NameAfterOperation(span.Name),
            Command = span.Arguments?.Command,
            Arguments = span.Arguments?.All,
            Start = span.Start,
            End = end.Value < span.Start.Value ? span.Start : end,
            IsOpen = span.IsOpen,
            RunId = tree.Find(span, tree.Names.Run),
            EpisodeId = tree.Find(span, tree.Names.Episode) ?? span.TraceId,
            Step = tree.Find(span, tree.Names.Step),
            TaskId = tree.Find(span, tree.Names.Task),
            Turn = tree.Find(span, tree.Names.Turn),
            SandboxId = tree.Find(span, tree.Names.Sandbox),
            HostId = tree.Find(span, tree.Names.Host),
            Address = FirstAddress(tree.Find(span, tree.Names.Address)),
            Origin = span.Origin,
        };
    }

    private static string? Own(TraceSpan span, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (span.Attributes.TryGetValue(name, out var value))
                return value;
        }

        return null;
    }

    private static string NameAfterOperation(string spanName) =>
        spanName.StartsWith("execute_tool ", StringComparison.Ordinal) ? spanName["execute_tool ".Length..] : spanName;

    // A call without an end was running at least while spans below it did.
    private static Dictionary<(string, string), TimePoint> LastSeenBelow(SpanTree tree)
    {
        var last = new Dictionary<(string, string), TimePoint>();
        foreach (var span in tree.Spans)
        {
            var depth = 0;
            for (var above = tree.Parent(span); above is not null && depth < 64; above = tree.Parent(above), depth++)
            {
                if (above.IsOpen && (!last.TryGetValue(above.Key, out var known) || known.Value < span.End.Value))
                    last[above.Key] = span.End;
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

    /// <summary>The addresses that calls tell of their sandboxes, held while an episode ran there.</summary>
    public static List<AddressLease> Leases(List<ToolCall> calls, Dictionary<(string, string?), Episode> episodes)
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
                AddressPrefix.Single(HostAddress.Parse(group.Key.Address!)), OwnerKind.Sandbox, group.Key.SandboxId!, first.HostId ?? "", "",
                from, to.PlusNanoseconds(1), 0, ushort.MaxValue, IsInventory: false, first.Origin));
        }

        return leases;
    }
}
