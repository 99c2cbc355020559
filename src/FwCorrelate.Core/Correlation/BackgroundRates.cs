// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Network;
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
    private readonly Dictionary<string, ActorSeen> _actorsSeen = [];
    private readonly HashSet<Endpoint> _targets = [];
    private double _anyEndpoint;
    private int _actors;

    /// <summary>Counts a connection.</summary>
    /// <param name="isExplained">Whether a command explains it; asked only where that matters.</param>
    public void Count(Sighting sighting, Func<Sighting, bool> isExplained)
    {
        var (actor, target) = (sighting.Actor.Key, sighting.Target);
        _targets.Add(target);
        NoteActor(sighting);
        if (sighting.IsInbound || IsUntraced(sighting) || IsDuringCall(sighting) || isExplained(sighting))
            return;
        _unexplained[(actor, target)] = _unexplained.GetValueOrDefault((actor, target)) + 1;
        _unexplainedByTarget[target] = _unexplainedByTarget.GetValueOrDefault(target) + 1;
    }

    /// <summary>Makes rates of what was counted; call it before asking.</summary>
    /// <param name="span">Time that the logs cover.</param>
    public void Close(Interval span)
    {
        foreach (var (key, seen) in _actorsSeen)
            _secondsOutside.Add(key, seen.Actor.SecondsOutsideCalls(span, seen.Slack));
        _actors = _secondsOutside.Count;
        foreach (var (key, count) in _unexplained.OrderBy(p => p.Key.Actor, StringComparer.Ordinal).ThenBy(p => p.Key.Target))
            _fleet[key.Target] = _fleet.GetValueOrDefault(key.Target) + (count / _secondsOutside[key.Actor]);
        EndpointShare = 1.0 / (EndpointsAnywhere + _targets.Count);
        _anyEndpoint = (_unexplained.Count + 1) / Math.Max(60, _secondsOutside.OrderBy(p => p.Key, StringComparer.Ordinal).Sum(p => p.Value));
        _targets.Clear();
        _targets.TrimExcess();
    }

    /// <summary>Chance that a contact goes to one given endpoint.</summary>
    public double EndpointShare { get; private set; }

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

    /// <summary>With the slack of its first connection, in whatever order they are counted.</summary>
    private void NoteActor(Sighting sighting)
    {
        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_actorsSeen, sighting.Actor.Key, out var isKnown);
        if (!isKnown || IsBefore(sighting, seen))
            seen = new ActorSeen(sighting.Actor, sighting.Slack, sighting.Start, sighting.Connection.Initiating.Address, sighting.Connection.Id);
    }

    // As the attributor orders connections.
    private static bool IsBefore(Sighting sighting, in ActorSeen seen)
    {
        var order = sighting.Start.CompareTo(seen.Start);
        if (order == 0)
            order = sighting.Connection.Initiating.Address.CompareTo(seen.Initiating);
        return order != 0 ? order < 0 : string.CompareOrdinal(sighting.Connection.Id, seen.Id) < 0;
    }

    /// <summary>An address that nobody is known to hold, or a sandbox whose calls are in no trace: what it does tells nothing of what happens without calls.</summary>
    private static bool IsUntraced(Sighting sighting) =>
        sighting.Holders.IsUnknown || (sighting.Actor.Sandboxes.Count > 0 && sighting.Actor.Calls.Calls.Count == 0);

    private static bool IsDuringCall(Sighting sighting) =>
        sighting.Actor.Calls.Meeting(sighting.Start - sighting.Slack, sighting.Start + sighting.Slack).Count > 0;

    /// <summary>An actor with its first connection.</summary>
    private readonly record struct ActorSeen(Actor Actor, Duration Slack, Instant Start, HostAddress Initiating, string Id);
}
