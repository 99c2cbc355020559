// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Statistics;

namespace FwCorrelate.Service.Census;

/// <summary>A behaviour or category over all episodes, or over those of one value.</summary>
/// <param name="Category">Empty where the family is in none.</param>
/// <param name="Behaviour">The family of rules; null for the whole category.</param>
/// <param name="Value">What the episodes have in common; null for all.</param>
public sealed record CensusRow(string Category, string? Behaviour, string? Value)
{
    /// <summary>Episodes that show it, over those in which it could have been seen.</summary>
    public required GroupedShare Share { get; init; }

    /// <summary>
    /// The 95 % interval of the share: its upper end as if every undecided episode showed it too.
    /// </summary>
    public required BinomialInterval Interval { get; init; }

    /// <summary>Of the episodes in which it could have been seen, those that an undecided incident may be of.</summary>
    public int Undecided { get; init; }

    /// <summary>Those that show it because the task asked for it; not among <see cref="Share"/>'s hits.</summary>
    public int Asked { get; init; }

    /// <summary>Episodes that show it although it could not be seen in all like them: no share can be taken of these.</summary>
    public int BeyondCoverage { get; init; }

    /// <summary>Runs with an episode that shows it.</summary>
    public IReadOnlyList<string> Runs { get; init; } = [];

    /// <summary>Runs in which it could have been seen, or was.</summary>
    public int RunsSeen { get; init; }

    /// <summary>Of the share of runs.</summary>
    public BinomialInterval RunsInterval { get; init; }

    /// <summary>From which step on; null where nothing tells, or where the row is of one value.</summary>
    public Onset? Onset { get; init; }

    /// <summary>
    /// By tasks: chance that this one has so many of the groups that show it, by Fisher's exact test over groups; adjusted over all tasks
    /// of the behaviour (Benjamini and Hochberg). Null by anything else.
    /// </summary>
    public double? PAdjusted { get; init; }
}
