// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// The spans of one tool call: the agent's, the protocol client's and the server's. OpenTelemetry's MCP conventions let each write one
/// ("MCP tool call execution spans are compatible with GenAI execute_tool spans"). They have one call id, or lie in each other by parent
/// and time with the same tool and arguments. Calls that contradict each other in tool, command or sandbox are never one.
/// </summary>
internal sealed class CallSpans(SpanTree tree)
{
    // Client and server have clocks of their own.
    private static readonly Duration ClockTolerance = Duration.FromSeconds(1);

    /// <summary>Spans of one id in one trace that each is compared with: the ones before it.</summary>
    private const int Compared = 16;
    private readonly Dictionary<TraceSpan, TraceSpan> _leaders = new(ReferenceEqualityComparer.Instance);

    /// <summary>Each call's spans, the outermost first, in the order of the tree.</summary>
    public IReadOnlyList<IReadOnlyList<TraceSpan>> Find()
    {
        var spans = tree.Spans.Where(tree.IsToolCall).ToList();
        foreach (var span in spans)
        {
            if (CallAbove(span) is { } outer)
                _leaders[span] = outer;
        }

        foreach (var sameId in spans.Where(s => IdOf(s) is not null).GroupBy(s => (s.TraceId, IdOf(s))))
            JoinById([.. sameId.Select(LeaderOf).Distinct(ReferenceEqualityComparer.Instance).Cast<TraceSpan>()]);
        return [.. spans.GroupBy(LeaderOf, ReferenceEqualityComparer.Instance).Select(g => Ordered((TraceSpan)g.Key!, g))];
    }

    /// <summary>Whether a span is a part of a taken call, or holds taken calls: such a one is no call that was missed.</summary>
    public bool IsAroundACall(TraceSpan span, IReadOnlySet<TraceSpan> aboveCalls) =>
        aboveCalls.Contains(span) || tree.Ancestors(span).TakeWhile(a => !IsBoundary(a)).Any(tree.IsToolCall);

    /// <summary>All spans between a call and the agent above it.</summary>
    public HashSet<TraceSpan> AboveCalls() => new(
        tree.Spans.Where(tree.IsToolCall)
            .SelectMany(s => tree.Ancestors(s).TakeWhile(a => !IsBoundary(a))), ReferenceEqualityComparer.Instance);

    public string? IdOf(TraceSpan span) => OwnOf(span, tree.Names.Call);

    public string? ToolOf(TraceSpan span) => OwnOf(span, tree.Names.Tool) ?? NameAfterOperation(span.Name);

    public static string? OwnOf(TraceSpan span, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            if (span.Attributes.TryGetValue(name, out var value))
                return value;
        }

        return null;
    }

    private static string? NameAfterOperation(string spanName)
    {
        foreach (var operation in (string[])["execute_tool ", "tools/call "])
        {
            if (spanName.StartsWith(operation, StringComparison.Ordinal))
                return spanName[operation.Length..];
        }

        return null;
    }

    private bool IsBoundary(TraceSpan span) => span.Role == SpanRole.Agent || tree.IsModelCall(span);

    private TraceSpan? CallAbove(TraceSpan span)
    {
        foreach (var above in tree.Ancestors(span))
        {
            if (IsBoundary(above))
                return null;
            if (tree.IsToolCall(above))
                return AreOne(above, span, isNested: true) ? above : null;
        }

        return null;
    }

    // Without the link between them (a sampled parent) the id alone joins what ran at one time: ids repeat in a trace.
    private void JoinById(List<TraceSpan> leaders)
    {
        for (var i = 1; i < leaders.Count; i++)
        {
            var outer = leaders.Take(i).Skip(i - Compared).FirstOrDefault(l => !_leaders.ContainsKey(l)
                && AreOne(l, leaders[i], isNested: false));
            if (outer is not null)
                _leaders[leaders[i]] = outer;
        }
    }

    private bool AreOne(TraceSpan outer, TraceSpan inner, bool isNested)
    {
        var (outerId, innerId) = (IdOf(outer), IdOf(inner));
        if (!SpanTree.Overlap(outer, inner, ClockTolerance) || !Agree(outerId, innerId)
            || !Agree(outer.Arguments?.Command.Trim(), inner.Arguments?.Command.Trim())
            || !Agree(tree.Find(outer, tree.Names.Sandbox), tree.Find(inner, tree.Names.Sandbox)))
            return false;
        var haveOneId = outerId is not null && innerId is not null;
        return haveOneId || (isNested && Agree(BareName(ToolOf(outer)), BareName(ToolOf(inner))));
    }

    private static bool Agree(string? a, string? b) => a is null || b is null || a == b;

    // Protocol clients put the server's name before the tool's: mcp__shell__bash, shell/bash.
    private static string? BareName(string? tool) => tool?[(tool.LastIndexOfAny(['/', '.', ':']) + 1)..].Split("__")[^1];

    private TraceSpan LeaderOf(TraceSpan span)
    {
        var leader = span;
        while (_leaders.TryGetValue(leader, out var above))
            leader = above;
        return leader;
    }

    private IReadOnlyList<TraceSpan> Ordered(TraceSpan leader, IEnumerable<TraceSpan> spans) =>
        [leader, .. spans.Where(s => !ReferenceEquals(s, leader)).OrderBy(s => tree.Ancestors(s).Count())];
}
