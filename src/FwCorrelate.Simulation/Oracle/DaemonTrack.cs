// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Simulation.Fleet;
using NodaTime;

namespace FwCorrelate.Simulation.Oracle;

/// <summary>A connection that may have been a daemon's last one; <paramref name="start"/> is null for "it made none yet".</summary>
internal sealed class DaemonCall(Instant? start, double weight)
{
    private double _weight = weight;

    /// <summary>Probability that nothing followed it before the window.</summary>
    public double Silence(Daemon daemon, StampWindow window) =>
        _weight * (start is { } last ? 1 - daemon.Plan.Every.Cdf((window.From - last).TotalSeconds) : 1);

    /// <summary>Probability that the daemon's next connection falls into the window and follows this one.</summary>
    public double OddsOf(Daemon daemon, StampWindow window)
    {
        var every = daemon.Plan.Every;
        return start is { } last
            ? _weight * every.Between((window.From - last).TotalSeconds, (window.To - last).TotalSeconds)
            : _weight * Math.Min(1, window.Length) / every.Quantile(0.5);
    }

    /// <summary>It was followed, with a probability of <paramref name="share"/>.</summary>
    public void Follow(double share) => _weight = Math.Max(0, _weight - share);
}

/// <summary>What is known of one daemon's rhythm in one sandbox: which connections may have been its last.</summary>
internal sealed class DaemonTrack(Daemon daemon)
{
    private const double Negligible = 1e-5;
    private const double LeastSilence = 1e-3;
    private readonly List<DaemonCall> _calls = [new DaemonCall(null, 1)];

    /// <summary>Probability of its next connection within the window, given that none came before it, by what it follows.</summary>
    public IEnumerable<(DaemonCall Last, double Odds)> OddsOf(StampWindow window)
    {
        var silence = Math.Max(LeastSilence, _calls.Sum(c => c.Silence(daemon, window)));
        return _calls.Select(c => (c, c.OddsOf(daemon, window) / silence));
    }

    /// <summary>Notes that a connection was its own, with a probability of <paramref name="weight"/>.</summary>
    public void Add(Instant start, double weight)
    {
        if (weight > Negligible)
            _calls.Add(new DaemonCall(start, weight));
    }
}
