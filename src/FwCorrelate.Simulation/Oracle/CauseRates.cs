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

    /// <summary>Owners kept of one connection: where more are as likely, nothing can be told anyway.</summary>
    private const int MostOwners = 64;

    private readonly List<(FleetCall Call, ActPlan Plan, Instant First, LooseEnd? After, double Odds)> _calls = [];
    private readonly Dictionary<(FleetCall, string, LooseEnd?), int> _places = [];
    private readonly Dictionary<DaemonCall, (DaemonTrack Track, double Odds)> _daemons = new(ReferenceEqualityComparer.Instance);
    private double _background;
    private double _external;

    /// <summary>A new act.</summary>
    public void Add(FleetCall call, ActPlan plan, double odds) => Add(call, plan, start, null, odds);

    /// <summary>What follows an earlier connection.</summary>
    public void Add(PossibleOwner owner, LooseEnd after, double odds) => Add(owner.Call, owner.Plan, owner.First, after, odds);

    public void AddBackground(double odds) => _background += odds;

    /// <summary>A daemon's next connection after <paramref name="last"/>.</summary>
    public void AddDaemon(DaemonTrack track, DaemonCall last, double odds)
    {
        if (odds <= 0)
            return;
        _background += odds;
        _daemons[last] = (track, _daemons.GetValueOrDefault(last).Odds + odds);
    }

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
        var isNameable = happening.By is null or { IsDropped: false };
        return new Judgement(truth / total, Agent / total, _background / total, _external / total, isNameable, Concentration(total));
    }

    private double Concentration(double total) =>
        (_calls.GroupBy(c => c.Call).Sum(g => Square(g.Sum(c => c.Odds))) + Square(_background) + Square(_external)) / Square(total);

    private static double Square(double x) => x * x;

    /// <summary>New acts, with their probability.</summary>
    public IEnumerable<(FleetCall Call, double Weight)> NewActs()
    {
        var total = Total;
        return _calls.Where(c => c.After is null).Select(c => (c.Call, c.Odds / total));
    }

    /// <summary>Tells earlier connections how likely it is that this one followed them.</summary>
    public void FollowUp()
    {
        var total = Total;
        foreach (var call in _calls.Where(c => c.After is not null))
            call.After!.Follow(call.Odds / total);
        foreach (var (last, (_, odds)) in _daemons)
            last.Follow(odds / total);
        foreach (var track in _daemons.Values.GroupBy(d => d.Track))
            track.Key.Add(start, track.Sum(d => d.Odds) / total);
    }

    /// <summary>Who may be behind the connection.</summary>
    public IReadOnlyList<PossibleOwner> Owners() =>
        [.. Weighed().Where(o => o.Weight > Negligible).OrderByDescending(o => o.Weight).Take(MostOwners)];

    private IEnumerable<PossibleOwner> Weighed()
    {
        var total = Total;
        return _calls.Select(c => new PossibleOwner(c.Call, c.Plan, c.First, c.Odds / total));
    }

    private void Add(FleetCall call, ActPlan plan, Instant first, LooseEnd? after, double odds)
    {
        if (odds <= 0)
            return;
        if (_places.TryGetValue((call, plan.Does, after), out var index))
        {
            _calls[index] = _calls[index] with { Odds = _calls[index].Odds + odds };
            return;
        }

        _places.Add((call, plan.Does, after), _calls.Count);
        _calls.Add((call, plan, first, after, odds));
    }
}
