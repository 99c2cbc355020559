// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.World;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>Probability that something of the image, the framework or an intruder opens a connection within a window.</summary>
internal sealed class BackgroundOdds
{
    private const double Unlikely = 1e-9;
    private const double FrameworkRate = 1e-3;
    private const double IntruderRate = 1e-2;

    private readonly double _straysPerSecond;
    private readonly Dictionary<Endpoint, double> _strayShare = [];
    private readonly Dictionary<FleetSandbox, List<(Endpoint To, DaemonTrack Track)>> _daemons;

    public BackgroundOdds(FleetWorld world)
    {
        _straysPerSecond = world.Plan.StraysPerHour / 3_600;
        foreach (var kind in world.Plan.Acts.Kinds)
        {
            var pool = world.DestinationsOf(kind.Does);
            foreach (var to in pool)
                _strayShare[to] = _strayShare.GetValueOrDefault(to) + (1.0 / (world.Plan.Acts.Kinds.Count * pool.Count));
        }

        _daemons = world.Sandboxes.ToDictionary(s => s, s => s.Daemons.Select(d => (d.To, new DaemonTrack(d))).ToList());
    }

    public void Add(CauseRates rates, FleetSandbox sandbox, Endpoint to, StampWindow window)
    {
        var seconds = Math.Min(window.Length, 1);
        var odds = Unlikely + (_straysPerSecond * _strayShare.GetValueOrDefault(to) * seconds);
        if (to == FrameworkTraffic.Relay || to == FrameworkTraffic.Sources)
            odds += FrameworkRate * seconds;
        rates.AddBackground(odds);
        foreach (var (_, track) in _daemons[sandbox].Where(d => d.To == to))
        {
            foreach (var (last, daemonOdds) in track.OddsOf(window))
                rates.AddDaemon(track, last, daemonOdds);
        }

        if (sandbox.Intrusion is { } intrusion && intrusion.To == to && window.To > intrusion.Login)
            rates.AddExternal(IntruderRate * seconds);
    }
}
