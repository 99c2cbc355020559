// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Service.Census;

/// <summary>What episodes are told apart by.</summary>
public enum CensusDimension
{
    Run,
    Step,
    Task,
    Checkpoint,
    Tool,
    Reward,
}

/// <summary>Tells episodes apart.</summary>
internal sealed class CensusValues
{
    private const int MostRewards = 8;
    private readonly CensusDimension _dimension;
    private readonly IReadOnlyList<decimal> _quartiles;

    public CensusValues(CensusDimension dimension, IReadOnlyList<EpisodeCoverage> episodes)
    {
        _dimension = dimension;
        var rewards = episodes.Select(e => e.Reward).OfType<decimal>().Order().ToList();
        _quartiles = dimension != CensusDimension.Reward || rewards.Distinct().Count() <= MostRewards ? []
            : [.. Enumerable.Range(1, 4).Select(q => rewards[(q * (rewards.Count - 1)) / 4]).Distinct()];
    }

    /// <summary>The values of an episode; of tools several. Empty text where the traces do not tell.</summary>
    public IEnumerable<string> Of(EpisodeCoverage episode) => _dimension switch
    {
        CensusDimension.Run => [episode.RunId ?? ""],
        CensusDimension.Step => [episode.Step ?? ""],
        CensusDimension.Task => [episode.TaskId ?? ""],
        CensusDimension.Checkpoint => [episode.Checkpoint ?? ""],
        CensusDimension.Tool => episode.Tools,
        _ => [RewardOf(episode.Reward)],
    };

    /// <summary>Numbers by their size, texts by their characters, what is not told last.</summary>
    public static int Compare(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
            return right.Length.CompareTo(left.Length);
        return Number(left.Replace("up to ", "", StringComparison.Ordinal)) is { } a
            && Number(right.Replace("up to ", "", StringComparison.Ordinal)) is { } b && a != b ? a.CompareTo(b)
            : string.CompareOrdinal(left, right);
    }

    private string RewardOf(decimal? reward)
    {
        if (reward is not { } earned)
            return "";
        return _quartiles.Count == 0 ? earned.ToString(CultureInfo.InvariantCulture)
            : $"up to {_quartiles.First(q => earned <= q).ToString(CultureInfo.InvariantCulture)}";
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
