// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using FwCorrelate.Simulation.World;
using NodaTime;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>Probability that something of the image, or an intruder, opens a connection within a window.</summary>
internal sealed class BackgroundOdds
{
    private const double Unlikely = 1e-9;
    private const double FrameworkRate = 1e-3;
    private const double IntruderRate = 1e-2;

    private readonly double _straysPerSecond;
    private readonly Dictionary<Endpoint, double> _strayShare = [];
    private readonly Dictionary<(FleetSandbox, Endpoint), List<Instant>> _daemonStarts = [];

    public BackgroundOdds(FleetWorld world)
    {
        _straysPerSecond = world.Plan.StraysPerHour / 3_600;
        foreach (var kind in world.Plan.Acts.Kinds)
        {
            var pool = world.DestinationsOf(kind.Does);
            foreach (var to in pool)
                _strayShare[to] = _strayShare.GetValueOrDefault(to) + (1.0 / (world.Plan.Acts.Kinds.Count * pool.Count));
        }

        foreach (var happening in world.Happenings.Where(h => h.Connection.Cause is { Kind: CauseKind.Background, Act: not OrdinaryTraffic.Stray }).OrderBy(h => h.Connection.Start))
        {
            var key = (happening.Sandbox, happening.Connection.Destination);
            if (!_daemonStarts.TryGetValue(key, out var starts))
                _daemonStarts.Add(key, starts = []);
            starts.Add(happening.Connection.Start);
        }
    }

    public void Add(CauseRates rates, FleetSandbox sandbox, Endpoint to, StampWindow window)
    {
        var seconds = Math.Min(window.Length, 1);
        var odds = Unlikely + (_straysPerSecond * _strayShare.GetValueOrDefault(to) * seconds);
        foreach (var daemon in sandbox.Daemons.Where(d => d.To == to))
            odds += DaemonOdds(sandbox, daemon, window, seconds);
        if (to == FrameworkTraffic.Relay || to == FrameworkTraffic.Sources)
            odds += FrameworkRate * seconds;
        rates.AddBackground(odds);
        if (sandbox.Intrusion is { } intrusion && intrusion.To == to && window.To > intrusion.Login)
            rates.AddExternal(IntruderRate * seconds);
    }

    /// <summary>A daemon's last call before the window tells when the next one is due: its rhythm shows.</summary>
    private double DaemonOdds(FleetSandbox sandbox, Daemon daemon, StampWindow window, double seconds)
    {
        var starts = _daemonStarts.GetValueOrDefault((sandbox, daemon.To)) ?? [];
        var index = starts.FindLastIndex(s => s < window.From);
        return index < 0
            ? seconds / daemon.Plan.Every.Quantile(0.5)
            : daemon.Plan.Every.Between((window.From - starts[index]).TotalSeconds, (window.To - starts[index]).TotalSeconds);
    }
}
