// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Plans;
using NodaTime;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>A process that an act may have left behind at one destination.</summary>
/// <param name="weight">Probability that it exists.</param>
/// <param name="first">When it first connected.</param>
/// <param name="lastEnd">When its last connection ended.</param>
internal sealed class LivingProcess(FleetCall by, ActPlan plan, double weight, Instant first, Instant lastEnd)
{
    private Instant _lastEnd = lastEnd;

    public FleetCall By => by;

    /// <summary>Probability that it opens its next connection within the window.</summary>
    public double OddsOf(StampWindow window)
    {
        var (from, to) = ((window.From - _lastEnd).TotalSeconds - 0.05, (window.To - _lastEnd).TotalSeconds - 0.05);
        if (to <= 0)
            return 0;
        var alive = 1 - plan.Lives.Cdf((window.To - first).TotalSeconds);
        var before = 1 - plan.Lives.Cdf((_lastEnd - first).TotalSeconds);
        return weight * plan.Reconnects!.Between(from, to) * (before <= 0 ? 1 : alive / before);
    }

    /// <summary>A connection that was its own with a probability of <paramref name="share"/> ended.</summary>
    public void Saw(Instant end, double share)
    {
        if (share > 0.3 && end > _lastEnd)
            _lastEnd = end;
    }
}
