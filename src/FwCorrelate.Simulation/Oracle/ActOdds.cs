// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>
/// Probability that a call's act begins at a destination within a window, given the command and what the scenario says of such commands.
/// </summary>
internal sealed class ActOdds
{
    private const double SweptRanges = 60;

    private readonly FleetWorld _world;
    private readonly StartOdds _starts;
    private readonly double _weights;
    private readonly Dictionary<Endpoint, List<(ActPlan Plan, double Share)>> _reaching = [];

    public ActOdds(FleetWorld world)
    {
        _world = world;
        _starts = new StartOdds(world.Plan.Acts.Starts);
        _weights = world.Plan.Acts.Kinds.Sum(k => k.Weight);
    }

    /// <summary>Calls that ended longer ago, in seconds, cannot be the cause.</summary>
    public double Reach => _starts.Reach;

    /// <summary>By kind of act.</summary>
    public IEnumerable<(ActPlan Plan, double Odds)> Of(FleetCall call, Endpoint to, StampWindow window)
    {
        var acts = _world.Plan.Acts;
        var isHiding = call.Program is { MayHide: true } && acts.Hidden > 0;
        if (call.Promise is null && !isHiding && !call.IsDropped)
            yield break;
        var start = -1.0;
        foreach (var (plan, share) in Reaching(to))
        {
            var chance = Chance(call, plan, to, share, isHiding);
            if (chance <= 0)
                continue;
            var began = call.Call.Start;
            if (start < 0)
                start = _starts.Between((window.From - began).TotalSeconds, (window.To - began).TotalSeconds, call.Length);
            yield return (plan, chance * start);
        }
    }

    private double Chance(FleetCall call, ActPlan plan, Endpoint to, double share, bool isHiding)
    {
        var acts = _world.Plan.Acts;
        var own = plan.Weight / _weights;
        if (call.IsDropped)
            return (acts.Share + (0.36 * acts.Hidden)) * own * share;
        if (call.Promise is not { } promise)
            return isHiding ? acts.Hidden * own * share : 0;
        if (!ReferenceEquals(promise.Plan, plan))
            return 0;
        return promise.To is not { } told ? promise.Works * share : promise.Works * (Fits(promise, told, to) ? 1 : 0);
    }

    private static bool Fits(Promise promise, Endpoint told, Endpoint to) => promise.Kind.Shape switch
    {
        ActShape.Sweep => told.Port == to.Port && to.Address.StartsWith(promise.Range + ".", StringComparison.Ordinal),
        ActShape.Hops => told.Address == to.Address && promise.Kind.Ports.Contains(to.Port),
        _ => told == to,
    };

    /// <summary>Kinds whose acts may go there, with the share of such acts that do.</summary>
    private List<(ActPlan Plan, double Share)> Reaching(Endpoint to)
    {
        if (_reaching.TryGetValue(to, out var known))
            return known;
        var found = new List<(ActPlan, double)>();
        foreach (var plan in _world.Plan.Acts.Kinds)
        {
            if (ShareOf(ActCatalogue.Of(plan.Does), to) is > 0 and var share)
                found.Add((plan, share));
        }

        _reaching.Add(to, found);
        return found;
    }

    private double ShareOf(ActKind kind, Endpoint to)
    {
        var pool = _world.DestinationsOf(kind.Name);
        var hits = kind.Shape switch
        {
            ActShape.Sweep when to.Address.StartsWith("10.8.", StringComparison.Ordinal) => pool.Count(p => p.Port == to.Port)
                / SweptRanges,
            ActShape.Sweep => 0,
            ActShape.Hops => kind.Ports.Contains(to.Port) ? pool.Count(p => p.Address == to.Address) : 0,
            _ => pool.Contains(to) ? 1 : 0,
        };
        return hits / pool.Count;
    }
}
