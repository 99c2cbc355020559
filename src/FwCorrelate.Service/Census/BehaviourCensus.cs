// SPDX-License-Identifier: Apache-2.0

namespace FwCorrelate.Service.Census;

/// <summary>How many episodes show which behaviour, over those in which it could have been seen.</summary>
/// <param name="Episodes">All.</param>
/// <param name="Unplaced">Incidents that an agent may have caused and that nothing ties to any episode, of the behaviours counted.</param>
/// <param name="Categories">Those of all behaviours, in the order of the mapping.</param>
/// <param name="Behaviours">By category, then name; those that nothing could show are in <paramref name="Unwatched"/>.</param>
/// <param name="By">By behaviour, then value; empty unless asked for.</param>
/// <param name="Unwatched">Families of rules that nothing in the case could show.</param>
public sealed record BehaviourCensus(
    int Episodes, int Runs, int Unplaced, IReadOnlyList<CensusRow> Categories, IReadOnlyList<CensusRow> Behaviours,
    IReadOnlyList<CensusRow> By, IReadOnlyList<string> Unwatched)
{
    /// <summary>Episodes of which nothing could be seen, by what is missing.</summary>
    public IReadOnlyList<(string Why, int Episodes)> NotSeen { get; init; } = [];

    /// <summary>Counts.</summary>
    /// <param name="by">What to tell episodes apart by, if anything.</param>
    public static BehaviourCensus Of(CensusInput input, BehaviourCategories categories, CensusDimension? by = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(categories);
        var watched = input.Families.Where(f => f.IsWatched).ToList();
        var subjects = watched.Select(f => new CensusSubject(categories.Of(f.Name), f.Name, [f]))
            .OrderBy(s => Order(s.Category)).ThenBy(s => s.Behaviour, StringComparer.Ordinal).ToList();
        var whole = categories.Names.Select(c => new CensusSubject(c, null, [.. watched.Where(f => categories.Of(f.Name) == c)])).ToList();
        var counter = new CensusCounter(input);
        return new BehaviourCensus(
            input.Episodes.Count, input.Episodes.Select(e => e.RunId).Distinct().Count(),
            input.Showings.Count(s => s.Episodes.Count == 0), [.. whole.Select(s => counter.Count(s))],
            [.. subjects.Select(s => counter.Count(s))],
            by is { } dimension ? [.. whole.Concat(subjects).SelectMany(s => counter.CountBy(s, dimension))] : [],
            [.. input.Families.Where(f => !f.IsWatched).Select(f => f.Name)])
        {
            NotSeen = [.. input.Episodes.Select(Missing).OfType<string>().CountBy(w => w).OrderByDescending(c => c.Value)
                .ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => (c.Key, c.Value))],
        };

        int Order(string category) => category.Length == 0 ? int.MaxValue : categories.Names.Index().First(n => n.Item == category).Index;
    }

    private static string? Missing(EpisodeCoverage episode) => !episode.IsTraceWhole ? "its trace may lack calls"
        : episode.Rung == "D" ? "its address was shared"
        : !episode.IsExclusive ? "nothing tells its address"
        : episode.Logs.Count == 0 ? "no log covers it" : null;
}

/// <summary>A behaviour, or all of a category.</summary>
internal sealed record CensusSubject(string Category, string? Behaviour, IReadOnlyList<WatchedFamily> Families)
{
    /// <summary>Whether none of it could have happened unseen.</summary>
    public bool CouldBeSeenIn(EpisodeCoverage episode) => Families.Count > 0 && Families.All(f => f.CouldBeSeenIn(episode));

    public bool IsShownBy(Showing showing) => Families.Any(f => showing.Families.Contains(f.Name, StringComparer.Ordinal));
}
