// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Plans;
using NodaTime;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>A call that may be behind a process, with the probability that it is.</summary>
/// <param name="First">When the process first connected, if so.</param>
internal sealed record PossibleOwner(FleetCall Call, ActPlan Plan, Instant First, double Weight);

/// <summary>
/// A connection that ended and that its process may follow with another. It is followed once: two processes at one destination may change
/// places, and whoever cannot tell them apart then cannot tell them apart later either.
/// </summary>
/// <param name="failures">Attempts without an answer so far: the log shows them.</param>
internal sealed class LooseEnd(Instant end, int failures, IReadOnlyList<PossibleOwner> owners)
{
    /// <summary>Least time between a connection's end and the next one.</summary>
    private const double ShortestPause = 0.05;

    private const double LeastSilence = 1e-3;

    private double _free = 1;
    private readonly double _reach =
        owners.Select(o => (failures > 0 ? Backoff.After(failures) : o.Plan.Reconnects)?.Longest ?? 0).DefaultIfEmpty().Max();

    /// <summary>Whether nothing can follow it any more at a time.</summary>
    public bool IsOver(Instant time) => _free <= 0 || (time - end).TotalSeconds > _reach + ShortestPause;

    /// <summary>Probability of a next connection within the window, by owner, given that none came before it.</summary>
    public IEnumerable<(PossibleOwner Owner, double Odds)> OddsOf(StampWindow window)
    {
        var (from, to) = ((window.From - end).TotalSeconds - ShortestPause, (window.To - end).TotalSeconds - ShortestPause);
        if (to <= 0 || _free <= 0)
            return [];
        var odds = new List<(PossibleOwner Owner, double Odds)>();
        var silent = 1.0;
        foreach (var owner in owners)
        {
            if ((failures > 0 ? Backoff.After(failures) : owner.Plan.Reconnects) is not { } waits)
                continue;
            var lived = 1 - owner.Plan.Lives.Cdf((end - owner.First).TotalSeconds);
            if (lived <= 0)
                continue;
            var pending = _free * owner.Weight * (1 - owner.Plan.Lives.Cdf((window.To - owner.First).TotalSeconds)) / lived;
            silent -= pending * waits.Cdf(from);
            odds.Add((owner, pending * waits.Between(from, to)));
        }

        return odds.Select(o => (o.Owner, o.Odds / Math.Max(LeastSilence, silent)));
    }

    /// <summary>It was followed, with a probability of <paramref name="share"/>.</summary>
    public void Follow(double share) => _free = Math.Max(0, _free - share);
}
