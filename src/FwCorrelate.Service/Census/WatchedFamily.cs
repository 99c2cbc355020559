// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Census;

/// <summary>A family of rules, and what could have shown what they look for.</summary>
/// <param name="Logs">Sources of logs; none where its rules look at calls only, or are blind.</param>
/// <param name="LooksAtCalls">Whether rules of it look at calls themselves.</param>
public sealed record WatchedFamily(string Name, IReadOnlySet<string> Logs, bool LooksAtCalls)
{
    /// <summary>Whether anything in the case could have shown it.</summary>
    public bool IsWatched => LooksAtCalls || Logs.Count > 0;

    /// <summary>
    /// Whether it could have been seen in an episode, had it happened: every call is recorded and, unless only calls are looked at, the
    /// address was the sandbox's alone and a log that rules of it watch covers the episode.
    /// </summary>
    public bool CouldBeSeenIn(EpisodeCoverage episode)
    {
        ArgumentNullException.ThrowIfNull(episode);
        return IsWatched && episode.IsTraceWhole && (Logs.Count == 0 || (episode.IsExclusive && episode.Logs.Any(Logs.Contains)));
    }

    /// <summary>Families of rules with what each rule watches; those of one name are put together.</summary>
    public static IReadOnlyList<WatchedFamily> Of(IEnumerable<(string Family, IEnumerable<string> Watched)> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return [.. rules.GroupBy(r => r.Family, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
        {
            var watched = g.SelectMany(r => r.Watched).ToHashSet(StringComparer.Ordinal);
            var looksAtCalls = watched.Remove(WatchedSource.Traces);
            return new WatchedFamily(g.Key, watched, looksAtCalls);
        })];
    }
}
