// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Incidents;
using FwCorrelate.Matching;
using FwCorrelate.Sigma.Rules;
using NodaTime;

namespace FwCorrelate.Service.Rules;

/// <summary>Two sets of rules over one case, rule by rule.</summary>
/// <param name="From">Start of what the case covers of the time that was asked for; with <paramref name="To"/> what rates are made
/// of.</param>
/// <param name="Records">Records that were read.</param>
/// <param name="Rules">Rules of either set that report, by id; a rule of both sets is one.</param>
/// <param name="Gained">Incidents, without their records, of the new set none of whose records and calls the old set reports; by first
/// seen.</param>
/// <param name="Lost">Likewise of the old set none of whose records and calls the new set reports; by first seen.</param>
/// <param name="NewErrors">Rules of the new set that cannot be used.</param>
public sealed record BacktestResult(
    Instant? From, Instant? To, long Records, IReadOnlyList<RuleComparison> Rules, IReadOnlyList<Incident> Gained,
    IReadOnlyList<Incident> Lost,
    IReadOnlyList<RuleError> NewErrors, IReadOnlyList<RuleError> OldErrors, bool Interrupted)
{
    /// <summary>Days between <see cref="From"/> and <see cref="To"/>; 0 where nothing is covered.</summary>
    public double Days => From is { } from && To is { } to ? (to - from).TotalDays : 0;
}

/// <summary>One rule in both sets.</summary>
/// <param name="New">Null where the new set does not have it.</param>
/// <param name="Old">Null where the old set does not have it.</param>
/// <param name="Gained">What only the new one fires on; the first ones by time, see <paramref name="GainedCount"/>.</param>
/// <param name="Lost">What only the old one fires on; likewise.</param>
public sealed record RuleComparison(
    RuleFires? New, RuleFires? Old, IReadOnlyList<ComparedEvent> Gained, int GainedCount, IReadOnlyList<ComparedEvent> Lost, int LostCount)
{
    public RuleSummary Rule => (New ?? Old)!.Trust.Rule;

    /// <summary>Whether both sets have it and it fires on the same events.</summary>
    public bool IsSame => New is not null && Old is not null && GainedCount + LostCount == 0;
}

/// <summary>What one rule of one set does on the case.</summary>
/// <param name="Trust">Whether it is blind, or what it watched.</param>
/// <param name="Events">Records and tool calls that it fires on.</param>
/// <param name="Bursts">Events of one sandbox, else of one address, with gaps of at most 300 s.</param>
/// <param name="Verdicts">Its incidents by verdict.</param>
public sealed record RuleFires(RuleTrust Trust, int Events, int Bursts, IReadOnlyDictionary<Verdict, int> Verdicts)
{
    public int Incidents => Verdicts.Values.Sum();
}

/// <summary>A record or call that one set fires on and the other does not.</summary>
public sealed record ComparedEvent(Instant Time, RecordOrigin Origin);
