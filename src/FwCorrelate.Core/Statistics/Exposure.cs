// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Statistics;

/// <summary>How much of the time in which bursts could have begun windows cover.</summary>
internal sealed class Exposure(Fleet fleet, double from, double to)
{
    /// <summary>
    /// Over the sandboxes of the bursts' runs, while they are in an episode and the logs cover it; those that share an address count as
    /// one, as their bursts do. Null where that is no time at all.
    /// </summary>
    public double? Coverage(IReadOnlyList<PlacedBurst> bursts)
    {
        var runs = bursts.Select(b => b.Episode.Run).ToHashSet();
        var shared = bursts.Where(b => !b.HasIdentity).Select(b => b.Activity).Distinct().ToList();
        var inShared = bursts.Where(b => !b.HasIdentity).SelectMany(b => b.Burst.Sandboxes).ToHashSet(StringComparer.Ordinal);
        double covered = 0, all = 0;
        foreach (var activity in fleet.Sandboxes.Where(s => !inShared.Contains(s.Id)).Concat(shared))
        {
            foreach (var (start, end) in TimeWindows.Of(activity.Episodes.Where(e => runs.Contains(e.Run)).Select(Clipped)).All)
            {
                all += end - start;
                covered += activity.Calls.Within(start, end);
            }
        }

        return all > 0 ? Math.Min(1, covered / all) : null;
    }

    private (double Start, double End) Clipped(EpisodeSpan episode) => (Math.Max(from, episode.Start), Math.Min(to, episode.End));
}
