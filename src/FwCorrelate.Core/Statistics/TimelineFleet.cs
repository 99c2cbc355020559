// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Statistics;

/// <summary>Makes a <see cref="Fleet"/> of what traces and leases tell.</summary>
public static class TimelineFleet
{
    /// <summary>One activity for each sandbox that a trace names (<see cref="SandboxKey"/>).</summary>
    public static Fleet Of(Timeline timeline, CoincidenceOptions options)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        ArgumentNullException.ThrowIfNull(options);
        var sandboxOf = timeline.Episodes.Where(e => e.SandboxId is not null).GroupBy(e => (e.RunId, e.Id))
            .ToDictionary(g => g.Key, g => SandboxKey.Of(g.First().SandboxId!));
        var calls = timeline.Calls.Select(c => (Call: c, Sandbox: SandboxOf(c.SandboxId, c.RunId, c.EpisodeId)))
            .Where(c => c.Sandbox.Length > 0)
            .ToLookup(c => c.Sandbox, c => c.Call, StringComparer.Ordinal);
        var generations = timeline.Generations.ToLookup(g => SandboxOf(g.SandboxId, g.RunId, g.EpisodeId), StringComparer.Ordinal);
        var episodes = timeline.Episodes.Where(e => e.SandboxId is not null)
            .ToLookup(e => SandboxKey.Of(e.SandboxId!), StringComparer.Ordinal);
        var hosts = timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox && l.Host.Length > 0)
            .GroupBy(l => SandboxKey.Of(l.OwnerId), StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Min(l => l.Host), StringComparer.Ordinal);
        return new Fleet(calls.Select(c => c.Key).Union(episodes.Select(e => e.Key), StringComparer.Ordinal).Select(id => new AgentActivity(
            id,
            hosts.GetValueOrDefault(id) ?? calls[id].Min(c => c.HostId),
            Spans(episodes[id], calls[id], options),
            TimeWindows.Of(calls[id].Select(c => Window(c, options))),
            TimeWindows.Of(generations[id].Select(g => (Seconds(g.Start), Seconds(g.End)))))));

        string SandboxOf(string? sandbox, string? run, string? episode) =>
            sandbox is not null ? SandboxKey.Of(sandbox) : episode is not null ? sandboxOf.GetValueOrDefault((run, episode), "") : "";
    }

    /// <summary>Seconds since 1970, in which all statistics are.</summary>
    public static double Seconds(Instant time) => (time - NodaConstants.UnixEpoch).TotalSeconds;

    /// <summary>A call, as much longer as its own stamps may be wrong and the options allow.</summary>
    private static (double Start, double End) Window(ToolCall call, CoincidenceOptions options) =>
        (Seconds(call.Start.Earliest - options.Before), Seconds(call.End.Latest + options.After));

    /// <summary>As the traces tell them, and at least as long as their calls.</summary>
    private static IEnumerable<EpisodeSpan> Spans(IEnumerable<Episode> episodes, IEnumerable<ToolCall> calls, CoincidenceOptions options)
    {
        var told = episodes.ToDictionary(e => (e.RunId, (string?)e.Id));
        var ofCalls = calls.GroupBy(c => (c.RunId, c.EpisodeId)).ToDictionary(g => g.Key, g => g.ToList());
        foreach (var key in told.Keys.Union(ofCalls.Keys))
        {
            var (episode, own) = (told.GetValueOrDefault(key), ofCalls.GetValueOrDefault(key, []));
            var starts = own.Select(c => c.Start.Value - options.Before);
            var ends = own.Select(c => c.End.Value + options.After);
            yield return new EpisodeSpan(
                Seconds((episode is null ? starts : starts.Append(episode.Start)).Min()),
                Seconds((episode is null ? ends : ends.Append(episode.End)).Max()),
                key.RunId, episode?.Step ?? own.Select(c => c.Step).FirstOrDefault(s => s is not null),
                episode?.TaskId ?? own.Select(c => c.TaskId).FirstOrDefault(t => t is not null));
        }
    }
}
