// SPDX-License-Identifier: Apache-2.0
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>
/// How often endpoints are contacted without any call, per second: what a call's weight is held against. Measured on the case's own
/// connections that start while no call runs and that no command explains.
/// </summary>
internal sealed class BackgroundRates
{
    /// <summary>Endpoints that a connection could have gone to beside those seen: a small number favours "none".</summary>
    private const int EndpointsAnywhere = 100;

    private readonly Dictionary<(string Actor, Endpoint Target), int> _unexplained = [];
    private readonly Dictionary<Endpoint, int> _unexplainedByTarget = [];
    private readonly Dictionary<Endpoint, double> _fleet = [];
    private readonly Dictionary<string, double> _secondsOutside = [];
    private readonly double _anyEndpoint;
    private readonly int _actors;

    public BackgroundRates(IReadOnlyList<Sighting> sightings, Interval span, Func<Sighting, bool> isExplained)
    {
        foreach (var sighting in sightings)
        {
            if (!_secondsOutside.ContainsKey(sighting.Actor.Key))
                _secondsOutside.Add(sighting.Actor.Key, sighting.Actor.SecondsOutsideCalls(span, sighting.Slack));
            if (sighting.IsInbound || IsUntraced(sighting) || IsDuringCall(sighting) || isExplained(sighting))
                continue;
            var key = (sighting.Actor.Key, sighting.Target);
            _unexplained[key] = _unexplained.GetValueOrDefault(key) + 1;
            _unexplainedByTarget[sighting.Target] = _unexplainedByTarget.GetValueOrDefault(sighting.Target) + 1;
        }

        _actors = _secondsOutside.Count;
        foreach (var (key, count) in _unexplained.OrderBy(p => p.Key.Actor, StringComparer.Ordinal).ThenBy(p => p.Key.Target))
            _fleet[key.Target] = _fleet.GetValueOrDefault(key.Target) + (count / _secondsOutside[key.Actor]);
        EndpointShare = 1.0 / (EndpointsAnywhere + sightings.Select(s => s.Target).Distinct().Count());
        _anyEndpoint = (_unexplained.Count + 1) / Math.Max(60, _secondsOutside.OrderBy(p => p.Key, StringComparer.Ordinal).Sum(p => p.Value));
    }

    /// <summary>Chance that a contact goes to one given endpoint.</summary>
    public double EndpointShare { get; }

    /// <summary>Times the actor's connections to the endpoint started while no call ran, unexplained.</summary>
    public int Unexplained(string actor, Endpoint target) => _unexplained.GetValueOrDefault((actor, target));

    /// <summary>The same over all actors.</summary>
    public int Unexplained(Endpoint target) => _unexplainedByTarget.GetValueOrDefault(target);

    /// <summary>
    /// Rate without a call: the actor's own, a share of what others do to the same endpoint, and the rate at which anything new is
    /// contacted, spread over the endpoints.
    /// </summary>
    public double Rate(string actor, Endpoint target)
    {
        var own = Unexplained(actor, target) / _secondsOutside.GetValueOrDefault(actor, 60);
        var others = Math.Max(0, _fleet.GetValueOrDefault(target) - own) / Math.Max(1, _actors - 1);
        return own + others + (_anyEndpoint * EndpointShare);
    }

    /// <summary>An address that nobody is known to hold, or a sandbox whose calls are in no trace: what it does tells nothing of what happens without calls.</summary>
    private static bool IsUntraced(Sighting sighting) =>
        sighting.Holders.Leases.Count == 0 || sighting.Holders.IsNat || (sighting.Actor.Sandboxes.Count > 0 && sighting.Actor.Calls.Calls.Count == 0);

    private static bool IsDuringCall(Sighting sighting) =>
        sighting.Actor.Calls.Meeting(sighting.Start - sighting.Slack, sighting.Start + sighting.Slack).Count > 0;
}
