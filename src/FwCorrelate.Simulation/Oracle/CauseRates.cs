// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>Odds of all causes of one connection, gathered, then made probabilities.</summary>
/// <param name="start">When the connection began.</param>
internal sealed class CauseRates(Instant start)
{
    private const double Negligible = 1e-6;

    private readonly List<(FleetCall Call, ActPlan Plan, Instant First, LooseEnd? After, double Odds)> _calls = [];
    private double _background;
    private double _external;

    /// <summary>A new act.</summary>
    public void Add(FleetCall call, ActPlan plan, double odds) => Add(call, plan, start, null, odds);

    /// <summary>What follows an earlier connection.</summary>
    public void Add(PossibleOwner owner, LooseEnd after, double odds) => Add(owner.Call, owner.Plan, owner.First, after, odds);

    public void AddBackground(double odds) => _background += odds;

    public void AddExternal(double odds) => _external += odds;

    private double Agent => _calls.Sum(c => c.Odds);

    private double Total => Math.Max(double.Epsilon, Agent + _background + _external);

    public Judgement Judge(Happening happening)
    {
        var total = Total;
        var truth = happening.Connection.Cause.Kind switch
        {
            CauseKind.Call => _calls.Where(c => ReferenceEquals(c.Call, happening.By)).Sum(c => c.Odds),
            CauseKind.External => _external,
            _ => _background,
        };
        return new Judgement(truth / total, Agent / total, _background / total, _external / total, happening.By is null or { IsDropped: false });
    }

    /// <summary>New acts, with their probability.</summary>
    public IEnumerable<(FleetCall Call, double Weight)> NewActs() => _calls.Where(c => c.After is null).Select(c => (c.Call, c.Odds / Total));

    /// <summary>Tells earlier connections how likely it is that this one followed them.</summary>
    public void FollowUp()
    {
        foreach (var call in _calls.Where(c => c.After is not null))
            call.After!.Follow(call.Odds / Total);
    }

    /// <summary>Who may be behind the connection.</summary>
    public IReadOnlyList<PossibleOwner> Owners() =>
        [.. _calls.Select(c => new PossibleOwner(c.Call, c.Plan, c.First, c.Odds / Total)).Where(o => o.Weight > Negligible)];

    private void Add(FleetCall call, ActPlan plan, Instant first, LooseEnd? after, double odds)
    {
        if (odds <= 0)
            return;
        var index = _calls.FindIndex(c => ReferenceEquals(c.Call, call) && ReferenceEquals(c.Plan, plan) && ReferenceEquals(c.After, after));
        if (index < 0)
            _calls.Add((call, plan, first, after, odds));
        else
            _calls[index] = _calls[index] with { Odds = _calls[index].Odds + odds };
    }
}
