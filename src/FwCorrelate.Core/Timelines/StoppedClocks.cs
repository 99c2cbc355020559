// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Timelines;

/// <summary>
/// Episodes whose calls, made one after the other, all carry one stamp: an exporter stamped them when it wrote them. They ran at some time
/// before, and nothing tells when.
/// </summary>
internal static class StoppedClocks
{
    /// <summary>Calls at one moment may have been asked for at once; as many as this in all of an episode hardly were.</summary>
    private const int LeastStamps = 4;

    /// <summary>
    /// What is not told of each such episode: from the end of what the sandbox did before, as far as other episodes tell, until the stamp;
    /// from the beginning where the sandbox ran several episodes at once.
    /// </summary>
    /// <param name="calls">Of one sandbox, by start.</param>
    public static IEnumerable<TraceGap> Of(string sandbox, IReadOnlyList<ToolCall> calls)
    {
        var episodes = calls.GroupBy(c => (c.RunId, c.EpisodeId)).Select(g => g.ToList()).OrderBy(e => e.Max(c => c.TrueEnd.Value))
            .ToList();
        var stopped = episodes.FindAll(IsIn);
        if (stopped.Count == 0)
            yield break;
        var isOneByOne = episodes.Zip(episodes.Skip(1)).All(pair => pair.First.Max(c => c.TrueEnd.Value) <= pair.Second[0].TrueStart.Value);
        foreach (var episode in stopped)
        {
            var (first, place) = (episode[0], episodes.IndexOf(episode));
            var before = place == 0 || !isOneByOne ? Instant.MinValue : episodes[place - 1].Max(c => c.TrueEnd.Value);
            yield return new TraceGap(
                TraceGapKind.StoppedClock,
                $"all calls of episode {first.EpisodeId ?? first.TraceId} carry one stamp: when they ran is not known",
                sandbox, first.EpisodeId, first.RunId, before, episode.Max(c => c.TrueEnd.Latest), first.Origin);
        }
    }

    /// <summary>What is not told of episodes without stamps: they ran at some time, in a sandbox that their traces rarely tell.</summary>
    public static IEnumerable<TraceGap> OfUntimed(IEnumerable<ToolCall> calls)
    {
        foreach (var episode in calls.GroupBy(c => (c.RunId, c.EpisodeId, c.SandboxId)))
        {
            var first = episode.First();
            yield return new TraceGap(
                TraceGapKind.CallsWithoutTimes,
                $"the calls of episode {first.EpisodeId ?? first.TraceId} have no times: it may have been any of them",
                first.SandboxId, first.EpisodeId, first.RunId, Instant.MinValue, Instant.MaxValue, first.Origin);
        }
    }

    private static bool IsIn(List<ToolCall> episode) =>
        episode.Count >= LeastStamps && episode.TrueForAll(c => c.Start.Value == episode[0].Start.Value);
}
