// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Statistics;

namespace FwCorrelate.Service.Census;

/// <summary>Counts one behaviour or category after the other over the same episodes.</summary>
internal sealed class CensusCounter(CensusInput input)
{
    private const long Seed = 1;
    private readonly Dictionary<(string?, string), EpisodeCoverage> _episodes =
        input.Episodes.DistinctBy(e => e.Key).ToDictionary(e => e.Key);

    public CensusRow Count(CensusSubject subject)
    {
        var counted = CountedOf(subject, null);
        return Row(subject, null, counted, input.Episodes, subject.CouldBeSeenIn) with
        {
            Onset = OnsetSearch.Of(StepsOf(counted), SeededDraws.For(Seed, $"{subject.Category}\n{subject.Behaviour}")),
        };
    }

    public IEnumerable<CensusRow> CountBy(CensusSubject subject, CensusDimension dimension)
    {
        var values = new CensusValues(dimension, input.Episodes);
        var byValue = input.Episodes.SelectMany(e => values.Of(e).Select(v => (Value: v, Episode: e)))
            .GroupBy(e => e.Value, e => e.Episode, StringComparer.Ordinal)
            .OrderBy(g => g.Key, Comparer<string>.Create(CensusValues.Compare));
        var all = CountedOf(subject, null);
        var rows = byValue.Select(g => Row(
            subject, g.Key, dimension == CensusDimension.Tool ? CountedOf(subject, g.Key) : all, [.. g], subject.CouldBeSeenIn)).ToList();
        return dimension == CensusDimension.Task ? Tested(rows, all) : rows;
    }

    /// <summary>What became of each episode: what was shown, asked for, undecided.</summary>
    private Counted CountedOf(CensusSubject subject, string? tool)
    {
        var counted = new Counted([], [], [], [.. input.Episodes.Where(subject.CouldBeSeenIn).Select(e => e.Key)]);
        foreach (var showing in input.Showings.Where(s => subject.IsShownBy(s) && (tool is null || s.Tool is null || s.Tool == tool)))
        {
            var set = showing.Kind switch
            {
                ShowingKind.Shown => counted.Shown,
                ShowingKind.Asked => counted.Asked,
                _ => counted.Undecided,
            };
            set.UnionWith(showing.Episodes);
        }

        counted.Asked.ExceptWith(counted.Shown);
        counted.Undecided.ExceptWith(counted.Shown);
        return counted;
    }

    private static CensusRow Row(
        CensusSubject subject, string? value, Counted counted, IReadOnlyList<EpisodeCoverage> episodes,
        Func<EpisodeCoverage, bool> couldBeSeen)
    {
        var seen = episodes.Where(couldBeSeen).ToList();
        var share = GroupedShare.Of(GroupsOf(seen, counted.Shown));
        var undecided = seen.Count(e => counted.Undecided.Contains(e.Key));
        var high = undecided == 0 ? share.Interval.High
            : GroupedShare.Of(GroupsOf(seen, [.. counted.Shown, .. counted.Undecided])).Interval.High;
        var shownIn = episodes.Where(e => counted.Shown.Contains(e.Key)).ToList();
        var runs = shownIn.Select(e => e.RunId ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var runsSeen = seen.Select(e => e.RunId ?? "").Concat(runs).Distinct(StringComparer.Ordinal).Count();
        return new CensusRow(subject.Category, subject.Behaviour, value)
        {
            Share = share,
            Interval = share.Interval with { High = Math.Max(high, share.Interval.High) },
            Undecided = undecided,
            Asked = episodes.Count(e => counted.Asked.Contains(e.Key)),
            BeyondCoverage = shownIn.Count - share.Hits,
            Runs = runs,
            RunsSeen = runsSeen,
            RunsInterval = BinomialInterval.Of(runs.Count, runsSeen),
        };
    }

    /// <summary>
    /// Rollouts of one task in one step are one group: they share weights and prompt. Where a trace tells neither, each episode is a
    /// group of its own.
    /// </summary>
    private static IReadOnlyCollection<(int Hits, int Trials)> GroupsOf(
        IEnumerable<EpisodeCoverage> seen, HashSet<(string?, string)> shown) =>
        [.. seen.GroupBy(GroupOf).Select(g => (g.Count(e => shown.Contains(e.Key)), g.Count()))];

    private static (string?, string?, string?, string?) GroupOf(EpisodeCoverage episode) => episode.Step is null && episode.TaskId is null
        ? (episode.RunId, null, null, episode.Id) : (episode.RunId, episode.Step, episode.TaskId, null);

    private List<StepCounts> StepsOf(Counted counted) => [.. _episodes.Values.Where(e => e.Step is not null && counted.Seen.Contains(e.Key))
        .GroupBy(e => e.Step!, StringComparer.Ordinal).OrderBy(g => g.Key, Comparer<string>.Create(CensusValues.Compare))
        .Select(g => new StepCounts(g.Key, [.. GroupsOf(g.OrderBy(e => e.RunId, StringComparer.Ordinal)
            .ThenBy(e => e.TaskId, StringComparer.Ordinal).ThenBy(e => e.Id, StringComparer.Ordinal), counted.Shown)]))];

    private List<CensusRow> Tested(List<CensusRow> rows, Counted counted)
    {
        var groups = input.Episodes.Where(e => counted.Seen.Contains(e.Key)).GroupBy(GroupOf)
            .Select(g => (Task: g.First().TaskId ?? "", Shows: g.Any(e => counted.Shown.Contains(e.Key)))).ToList();
        var showing = groups.Count(g => g.Shows);
        var tested = rows.Where(r => r.Value!.Length > 0 && r.Share.Trials > 0).ToList();
        var adjusted = FalseDiscovery.Adjust([.. tested.Select(r => FisherTest.AtLeast(
            groups.Count(g => g.Task == r.Value && g.Shows), groups.Count(g => g.Task == r.Value), showing, groups.Count))]);
        var byValue = tested.Zip(adjusted).ToDictionary(p => p.First.Value!, p => p.Second, StringComparer.Ordinal);
        return [.. rows.Select(r => byValue.TryGetValue(r.Value!, out var p) ? r with { PAdjusted = p } : r)];
    }

    private sealed record Counted(
        HashSet<(string?, string)> Shown, HashSet<(string?, string)> Asked, HashSet<(string?, string)> Undecided,
        HashSet<(string?, string)> Seen);
}
