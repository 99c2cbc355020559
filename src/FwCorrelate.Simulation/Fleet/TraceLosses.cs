// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Plans;
using NodaTime;

namespace FwCorrelate.Simulation.Fleet;

/// <summary>Which spans the traces lack, and which tell no time.</summary>
internal sealed class TraceLosses
{
    private readonly TracePlan _plan;
    private readonly List<Interval> _outages = [];
    private readonly SeededRandom _random;

    public TraceLosses(FleetWorld world, SeededRandom random)
    {
        (_plan, _random) = (world.Plan.Traces, random);
        if (_plan.OutageEvery is not { } every)
            return;
        for (var time = world.Start + FleetWorld.Seconds(every.Draw(random)); time < world.End; time += FleetWorld.Seconds(
            1 + every.Draw(random)))
        {
            var end = time + FleetWorld.Seconds(_plan.OutageLasts.Draw(random));
            _outages.Add(new Interval(time, end));
            time = end;
        }
    }

    /// <summary>Whether the exporter was out when a span ended.</summary>
    public bool IsOutAt(Instant end) => _outages.Exists(o => o.Contains(end));

    /// <summary>Lets some episodes carry one stamp only.</summary>
    public void StopClocks(IEnumerable<FleetEpisode> episodes)
    {
        foreach (var call in episodes.Where(_ => _random.NextUnit() < _plan.DeadClocks).SelectMany(e => e.Calls))
            call.HasDeadClock = true;
    }

    public void Drop(IEnumerable<FleetCall> calls)
    {
        foreach (var call in calls)
            call.IsDropped = IsLost(call);
    }

    private bool IsLost(FleetCall call)
    {
        var (any, act) = (_random.NextUnit(), _random.NextUnit());
        return any < _plan.Dropped || (call.Promise is not null && act < _plan.DroppedActs)
            || (_plan.DroppedLongerThan > 0 && call.Length > _plan.DroppedLongerThan) || IsOutAt(call.Call.End);
    }
}
