// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>Odds of all causes of one connection, gathered, then made probabilities.</summary>
internal sealed class CauseRates
{
    private readonly List<(FleetCall Call, ActPlan Plan, double Odds)> _new = [];
    private readonly Dictionary<LivingProcess, double> _living = new(ReferenceEqualityComparer.Instance);
    private double _background;
    private double _external;

    public void AddNew(FleetCall call, ActPlan plan, double odds)
    {
        if (odds <= 0)
            return;
        var index = _new.FindIndex(n => ReferenceEquals(n.Call, call) && ReferenceEquals(n.Plan, plan));
        if (index < 0)
            _new.Add((call, plan, odds));
        else
            _new[index] = (call, plan, _new[index].Odds + odds);
    }

    public void AddLiving(LivingProcess process, double odds)
    {
        if (odds > 0)
            _living[process] = _living.GetValueOrDefault(process) + odds;
    }

    public void AddBackground(double odds) => _background += odds;

    public void AddExternal(double odds) => _external += odds;

    private double Total => Math.Max(double.Epsilon, Agent + _background + _external);

    private double Agent => _new.Sum(n => n.Odds) + _living.Values.Sum();

    public Judgement Judge(Happening happening)
    {
        var total = Total;
        var truth = happening.Connection.Cause.Kind switch
        {
            CauseKind.Call => OddsOf(happening.By!),
            CauseKind.External => _external,
            _ => _background,
        };
        return new Judgement(truth / total, Agent / total, _background / total, _external / total, happening.By is null or { IsDropped: false });
    }

    public IEnumerable<(FleetCall Call, ActPlan Plan, double Weight)> NewActs()
    {
        var total = Total;
        return _new.Select(n => (n.Call, n.Plan, n.Odds / total));
    }

    public IEnumerable<(LivingProcess Process, double Weight)> Returned()
    {
        var total = Total;
        return _living.Select(l => (l.Key, l.Value / total));
    }

    private double OddsOf(FleetCall call) =>
        _new.Where(n => ReferenceEquals(n.Call, call)).Sum(n => n.Odds) + _living.Where(l => ReferenceEquals(l.Key.By, call)).Sum(l => l.Value);
}
