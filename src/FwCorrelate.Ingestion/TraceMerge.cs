// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Ingestion;

/// <summary>
/// Several traces of one call: a session file and the telemetry of the same agent, an evaluation log and the spans of its tools. They are
/// one call where they carry one id that no other call of either trace has, name one tool and ran at one time; what one of them does not
/// tell is taken from the other, the best clock first. Where command, sandbox or host contradict each other both are kept, and told.
/// </summary>
internal static class TraceMerge
{
    /// <summary>Shorter ids (<c>call_1</c>, <c>3</c>) are given again in every episode.</summary>
    private const int ShortestId = 10;

    /// <summary>What the clocks of two processes of one agent may differ by.</summary>
    private static readonly Duration Tolerance = Duration.FromSeconds(2);

    /// <summary>The calls, those of several traces once; and the calls without a time that none of them stands for.</summary>
    /// <param name="conflicts">Takes what contradicts.</param>
    public static (IReadOnlyList<ToolCall> Calls, IReadOnlyList<ToolCall> Untimed) Merge(
        IReadOnlyList<ToolCall> calls, IReadOnlyList<ToolCall> untimed, List<TraceConflict> conflicts)
    {
        var merged = new List<ToolCall>(calls.Count);
        var left = new List<ToolCall>();
        var lenders = untimed.ToLookup(c => c.CallId, StringComparer.Ordinal);
        foreach (var group in calls.GroupBy(c => c.CallId, StringComparer.Ordinal))
        {
            List<ToolCall> told = [.. group.OrderBy(c => c.Start.Basis).ThenByDescending(c => c.SandboxId is not null)
                .ThenBy(c => c.TraceId, StringComparer.Ordinal)
                .ThenBy(c => c.SpanId, StringComparer.Ordinal)];
            if (group.Key.Length >= ShortestId && told.Count > 1)
                told = Joined(told, conflicts);
            if (group.Key.Length >= ShortestId && told is [var only] && lenders[group.Key].ToList() is [var lender]
                && BareName(only.ToolName) == BareName(lender.ToolName))
                told = [Fill(only, lender)];
            merged.AddRange(told);
        }

        var lent = merged.SelectMany(c => c.OtherOrigins).ToHashSet();
        left.AddRange(untimed.Where(c => !lent.Contains(c.Origin)));
        return (merged, left);
    }

    private static List<ToolCall> Joined(List<ToolCall> told, List<TraceConflict> conflicts)
    {
        var joined = new List<ToolCall>();
        foreach (var call in told)
        {
            // An id that one trace gives twice tells nothing.
            var at = joined.FindIndex(j => j.TraceId != call.TraceId && AreOne(j, call));
            if (at < 0 || told.Count(c => c.TraceId == call.TraceId) > 1)
                joined.Add(call);
            else if (Contradiction(joined[at], call) is { } difference)
            {
                conflicts.Add(new TraceConflict($"call {call.CallId}", difference, [joined[at].Origin, call.Origin]));
                joined.Add(call);
            }
            else
                joined[at] = Fill(joined[at], call);
        }

        return joined;
    }

    private static bool AreOne(ToolCall a, ToolCall b) =>
        BareName(a.ToolName) == BareName(b.ToolName)
        && (a.IsOpen || a.End.Latest + Tolerance >= b.Start.Earliest) && (b.IsOpen || b.End.Latest + Tolerance >= a.Start.Earliest);

    private static string? Contradiction(ToolCall a, ToolCall b) =>
        Differ(a.SandboxId is { } own ? SandboxKey.Of(own) : null, b.SandboxId is { } other ? SandboxKey.Of(other) : null) ? "the sandbox"
        : Differ(a.HostId, b.HostId) ? "the host"
        : Differ(a.Command?.Trim(), b.Command?.Trim()) ? "the command" : null;

    private static bool Differ(string? a, string? b) => a is not null && b is not null && a != b;

    private static ToolCall Fill(ToolCall best, ToolCall other) => best with
    {
        Command = best.Command ?? other.Command,
        Arguments = best.Arguments ?? (best.Command is null ? other.Arguments : null),
        RunId = best.RunId ?? other.RunId,
        Step = best.Step ?? other.Step,
        TaskId = best.TaskId ?? other.TaskId,
        Turn = best.Turn ?? other.Turn,
        SandboxId = best.SandboxId ?? other.SandboxId,
        HostId = best.HostId ?? other.HostId,
        Address = best.Address ?? other.Address,
        OtherOrigins = [.. best.OtherOrigins, other.Origin],
    };

    private static string BareName(string tool) => tool[(tool.LastIndexOfAny(['/', '.', ':']) + 1)..].Split("__")[^1];
}
