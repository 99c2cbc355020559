// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Service.Census;

/// <summary>What is counted: all episodes, what incidents tell of them, and what could have been seen.</summary>
public sealed record CensusInput(
    IReadOnlyList<EpisodeCoverage> Episodes, IReadOnlyList<Showing> Showings, IReadOnlyList<WatchedFamily> Families)
{
    /// <summary>Of an investigation that was just made.</summary>
    public static CensusInput Of(InvestigationResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new CensusInput(
            result.Episodes, Census.Showings.Of(result.Incidents), WatchedFamily.Of(result.Rules.Where(r => r.Rule.IsReported)
                .Select(r => (r.Rule.Family, r.BlindBecause is null ? r.Watched.Select(w => w.Name) : []))));
    }

    /// <summary>Several results as one: an episode that several tell of is counted once, as the first tells it.</summary>
    public static CensusInput Of(IReadOnlyList<CensusInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs is [var only] ? only : new CensusInput(
            [.. inputs.SelectMany(i => i.Episodes).DistinctBy(e => e.Key)],
            [.. inputs.SelectMany(i => i.Showings).DistinctBy(s => s.IncidentId)],
            WatchedFamily.Of(inputs.SelectMany(i => i.Families).Select(f =>
                (f.Name, f.LooksAtCalls ? f.Logs.Append(WatchedSource.Traces) : f.Logs.AsEnumerable()))));
    }
}
