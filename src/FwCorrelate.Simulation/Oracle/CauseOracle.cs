// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Drawing;
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.Plans;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>
/// Knows the generator's parameters and judges every connection by Bayes' rule from what logs, traces and leases show: which calls' acts
/// start so, which processes come back so, which daemons, strays and intruders are about. It knows clocks, and destinations of acts, which
/// a whole log shows; it does not know what any call truly did.
/// </summary>
/// <remarks>Connections are judged in the order of time from what came before; later ones tell nothing of earlier ones.</remarks>
internal sealed class CauseOracle
{
    private const double OpeningPackets = 4;
    private const double SecondsPerPacket = 18;

    /// <summary>Windows come in the order of true starts, give or take a stamp's second and the sensor's delay.</summary>
    private static readonly Duration Slack = Duration.FromMinutes(5);

    private readonly FleetWorld _world;
    private readonly ActOdds _acts;
    private readonly BackgroundOdds _background;
    private readonly ILookup<string, FleetSandbox> _byAddress;
    private readonly IReadOnlyList<double> _delays;
    private readonly Duration _longestCall;
    private readonly Dictionary<(FleetSandbox, Endpoint), List<LooseEnd>> _ends = [];
    private readonly Dictionary<FleetCall, double> _acted = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ActRun, Judgement> _runs = new(ReferenceEqualityComparer.Instance);

    public CauseOracle(FleetWorld world)
    {
        _world = world;
        _acts = new ActOdds(world);
        _background = new BackgroundOdds(world);
        _byAddress = world.Sandboxes.ToLookup(s => s.Place.Address);
        _longestCall = FleetWorld.Seconds(world.Sandboxes.SelectMany(s => s.Calls).Select(c => c.Length).DefaultIfEmpty().Max());
        _delays = DelaysOf(world.Plan.Logs[0]);
    }

    /// <summary>
    /// Equally likely values of how late a first record is. Where packets are sampled, the first of a connection's opening ones is mostly
    /// missed and some later one is the first seen.
    /// </summary>
    private static IReadOnlyList<double> DelaysOf(LogPlan log)
    {
        Distribution? delay = log.Clock.Delay;
        if (log.Sampled < 1)
        {
            var unseen = Math.Pow(1 - log.Sampled, OpeningPackets);
            var later = new Distribution.Mixture(
                [(1 - unseen, new Distribution.Fixed(0)), (unseen, new Distribution.Exponential(SecondsPerPacket / log.Sampled))]);
            delay = delay is null ? later : new Distribution.Sum(delay, later);
        }

        return delay?.Quantiles ?? [0];
    }

    /// <summary>Judgements of all connections that left a sandbox.</summary>
    public Dictionary<SimulatedConnection, Judgement> JudgeAll()
    {
        var judged = new Dictionary<SimulatedConnection, Judgement>(ReferenceEqualityComparer.Instance);
        foreach (var happening in _world.Happenings.OrderBy(h => h.Connection.Start).ThenBy(h => h.Connection.Source.Port))
            judged.Add(happening.Connection, Judge(happening));
        return judged;
    }

    private Judgement Judge(Happening happening)
    {
        // A sweep is one thing: its first probe decides.
        if (happening is { OpensRun: false, Run: { } run } && run.Kind.Shape is ActShape.Sweep or ActShape.Hops)
            return _runs[happening.Run!];
        if (happening is { Run: null, By: not null } || happening.Connection.Destination == FleetWorld.Proxy)
            return JudgeWanted(happening);

        var judgement = Weigh(happening);
        if (happening is { OpensRun: true, Run: { } opened })
            _runs[opened] = judgement;
        return judgement;
    }

    /// <summary>Everyday traffic: any call in reach that runs such a program fits alike.</summary>
    private Judgement JudgeWanted(Happening happening)
    {
        var to = happening.Connection.Destination;
        var window = StampWindow.Of(happening.Connection, _world, 0);
        var fitting = Holders(window, happening.Connection.Source.Port).SelectMany(s => CallsMeeting(s, window, 0))
            .Count(c => (c.Program?.Site == to || to == FleetWorld.Proxy) && c.Call.Start < window.To && c.Call.End > window.From);
        return new Judgement(1.0 / Math.Max(1, fitting), 1, 0, 0, !happening.By!.IsDropped, 1.0 / Math.Max(1, fitting));
    }

    private Judgement Weigh(Happening happening)
    {
        var to = happening.Connection.Destination;
        var rates = new CauseRates(happening.Connection.Start);
        foreach (var delay in _delays)
        {
            var window = StampWindow.Of(happening.Connection, _world, delay);
            foreach (var sandbox in Holders(window, happening.Connection.Source.Port))
            {
                foreach (var call in CallsMeeting(sandbox, window, _acts.Reach))
                    AddCall(rates, call, window, to);
                AddReturns(rates, sandbox, to, window);
                _background.Add(rates, sandbox, to, window);
            }
        }

        Remember(happening, rates);
        return rates.Judge(happening);
    }

    private void AddReturns(CauseRates rates, FleetSandbox sandbox, Endpoint to, StampWindow window)
    {
        if (!_ends.TryGetValue((sandbox, to), out var ends))
            return;
        ends.RemoveAll(e => e.IsOver(window.From - Slack));
        foreach (var end in ends)
        {
            foreach (var (owner, odds) in end.OddsOf(window))
                rates.Add(owner, end, odds);
        }
    }

    private void AddCall(CauseRates rates, FleetCall call, StampWindow window, Endpoint to)
    {
        var free = Math.Max(1e-6, 1 - _acted.GetValueOrDefault(call));
        foreach (var (plan, odds) in _acts.Of(call, to, window))
            rates.Add(call, plan, odds * free);
    }

    private IEnumerable<FleetSandbox> Holders(StampWindow window, int port) =>
        _byAddress[window.Address].Where(s => s.Place.From < window.To && s.Place.To > window.From && s.MayUse(port));

    private IEnumerable<FleetCall> CallsMeeting(FleetSandbox sandbox, StampWindow window, double reach)
    {
        var calls = sandbox.Calls;
        var earliest = window.From - FleetWorld.Seconds(reach);
        for (var i = LastStartedBefore(calls, window.To); i >= 0 && calls[i].Call.Start >= earliest - _longestCall; i--)
        {
            if (calls[i].Call.End >= earliest)
                yield return calls[i];
        }
    }

    private static int LastStartedBefore(List<FleetCall> calls, Instant time)
    {
        var (low, high) = (0, calls.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (calls[middle].Call.Start < time)
                low = middle + 1;
            else
                high = middle;
        }

        return low - 1;
    }

    /// <summary>Notes which calls have acted and what may follow, as far as the oracle can tell.</summary>
    private void Remember(Happening happening, CauseRates rates)
    {
        foreach (var (call, weight) in rates.NewActs())
            _acted[call] = Math.Min(1, _acted.GetValueOrDefault(call) + weight);
        rates.FollowUp();
        foreach (var owners in rates.Owners().GroupBy(o => o.Call.Sandbox))
        {
            if (!_ends.TryGetValue((owners.Key, happening.Connection.Destination), out var ends))
                _ends.Add((owners.Key, happening.Connection.Destination), ends = []);
            ends.Add(new LooseEnd(happening.Connection.End, happening.Failures, [.. owners]));
        }
    }
}
