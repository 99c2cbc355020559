// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Census;
using FwCorrelate.Clocks;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Service.Census;

/// <summary>
/// Tells of each episode which traces, leases and logs cover it. A log is taken to show a sandbox only where it ever shows a connection
/// that its address opened: a sensor that never saw an address may stand elsewhere.
/// </summary>
internal static class EpisodeCoverages
{
    /// <summary>How long after an episode its connections may still open: the longest usual wait (decision record 0002).</summary>
    private static readonly Duration After = Duration.FromSeconds(30);

    /// <summary>By run, then id. Depends on the content only.</summary>
    public static IReadOnlyList<EpisodeCoverage> Of(
        Timeline timeline, IReadOnlyList<SourceTrust> sources, IReadOnlyDictionary<string, ConnectionSample> samples)
    {
        var index = new TimelineIndex(timeline);
        var clients = sources.Where(s => samples.ContainsKey(s.Settings.Name)).ToDictionary(
            s => s, s => samples[s.Settings.Name].Connections.Select(c => c.Client).ToHashSet());
        var leases = timeline.Leases.Where(l => l.OwnerKind == OwnerKind.Sandbox).ToLookup(l => SandboxKey.Of(l.OwnerId));
        var calls = timeline.Calls.Concat(timeline.Untimed).Where(c => c.EpisodeId is not null).ToLookup(c => (c.RunId, c.EpisodeId!));
        var doubted = timeline.Gaps.Concat(index.StoppedEpisodes).Where(g => g.EpisodeId is not null)
            .Select(g => (g.RunId, g.EpisodeId!)).Concat(timeline.Untimed.Where(c => c.EpisodeId is not null)
                .Select(c => (c.RunId, c.EpisodeId!))).ToHashSet();
        return [.. timeline.Episodes.GroupBy(e => (e.RunId, e.Id)).Select(g => Of([.. g]))
            .OrderBy(e => e.RunId, StringComparer.Ordinal).ThenBy(e => e.Id, StringComparer.Ordinal)];

        EpisodeCoverage Of(IReadOnlyList<Episode> told)
        {
            var episode = told[0];
            var own = calls[(episode.RunId, episode.Id)].ToList();
            var (from, to) = (told.Min(e => e.Start), told.Max(e => e.End));
            var sandbox = episode.SandboxId ?? own.Select(index.SandboxOf).FirstOrDefault(s => s.Length > 0);
            var identity = sandbox is null ? new SandboxIdentity(Correlation.Rung.E, [])
                : SandboxIdentity.Of(leases[SandboxKey.Of(sandbox)], index, from, to);
            return new EpisodeCoverage
            {
                Id = episode.Id,
                RunId = episode.RunId,
                Step = episode.Step ?? own.Select(c => c.Step).FirstOrDefault(s => s is not null),
                TaskId = episode.TaskId ?? own.Select(c => c.TaskId).FirstOrDefault(t => t is not null),
                Checkpoint = episode.Checkpoint,
                Reward = episode.Reward,
                SandboxId = sandbox,
                Start = from,
                End = to,
                Calls = own.Count,
                Tools = [.. own.Select(c => c.ToolName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                IsTraceWhole = told.All(e => e.TraceCoverage is 1.0) && !doubted.Contains((episode.RunId, episode.Id)),
                Rung = identity.Rung.ToString(),
                Logs = [.. sources.Where(s => Covers(s, from, to + After) && clients.TryGetValue(s, out var seen)
                    && identity.Addresses.Any(seen.Contains)).Select(s => s.Settings.Name).Order(StringComparer.Ordinal)],
            };
        }
    }

    private static bool Covers(SourceTrust source, Instant from, Instant to) =>
        source.From <= from && source.To >= to && source.UnreadRecords == 0
            && !source.Gaps.Any(g => g.Interval.Start < to && g.Interval.End > from);
}
