// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Network;
using FwCorrelate.Timelines;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>
/// Lays the connections that a proxy makes, and those made to it, beside the requests in its log. One is stitched to a request only where
/// it can be of no other, and the request's connection no other: else all requests that may be behind it are told, and none is chosen.
/// The outcome does not depend on the order of the connections.
/// </summary>
internal sealed class ProxyStitcher
{
    /// <summary>
    /// Beyond the doubt of the clocks: a proxy asks for the name and connects before its own line begins or after, and windows of sensors
    /// begin apart.
    /// </summary>
    private static readonly Duration Apart = Duration.FromSeconds(2);

    /// <summary>Requests told of one connection; of more, the nearest.</summary>
    private const int MostTold = 32;

    private readonly Func<StitchedConnection, ConnectionContext> _contextOf;
    private readonly ResolvedNames _names;
    private readonly RequestIndex _requests;
    private readonly Dictionary<StitchedConnection, ProxiedConnection> _proxied = new(ReferenceEqualityComparer.Instance);

    private ProxyStitcher(
        IReadOnlyList<StitchedConnection> requests, Func<StitchedConnection, ConnectionContext> contextOf, ResolvedNames names)
    {
        (_contextOf, _names) = (contextOf, names);
        _requests = new RequestIndex(requests.Where(r => !r.IsDenied), DestinationsOf);
    }

    public static ProxyStitches Run(
        IReadOnlyCollection<StitchedConnection> connections, Func<StitchedConnection, ConnectionContext> contextOf, LeaseIndex leases,
        CaseSettings settings, ResolvedNames names)
    {
        var requests = connections.Where(c => c.IsRequest).ToList();
        if (requests.Count == 0)
            return new ProxyStitches([], contextOf);
        var stitcher = new ProxyStitcher(requests, contextOf, names);
        stitcher.StitchServers(connections, new ProxyAddresses(requests, contextOf, leases, settings));
        stitcher.StitchClients(connections, requests);
        return new ProxyStitches(stitcher._proxied, contextOf);
    }

    /// <summary>Connections that proxies make.</summary>
    private void StitchServers(IReadOnlyCollection<StitchedConnection> connections, ProxyAddresses proxies)
    {
        var options = new Dictionary<StitchedConnection, List<StitchedConnection>>(ReferenceEqualityComparer.Instance);
        foreach (var connection in connections.Where(c => proxies.MayBe(c.Initiating.Address)))
        {
            var behind = Behind(connection);
            if (behind.Count > 0)
                options.Add(connection, behind);
        }

        proxies.Learn(options);
        foreach (var connection in options.Keys.Where(c => !proxies.Contains(c.Initiating.Address)).ToList())
            options.Remove(connection);
        Assign(options, c => c.Initiating.Address, isClientSide: false);
    }

    /// <summary>Connections of clients to the addresses at which proxies were found.</summary>
    private void StitchClients(IReadOnlyCollection<StitchedConnection> connections, List<StitchedConnection> requests)
    {
        var proxies = _proxied.Values.Select(p => p.Proxy).ToHashSet();
        var ofClient = new RequestIndex(requests, r => [r.Initiating.Address]);
        var options = new Dictionary<StitchedConnection, List<StitchedConnection>>(ReferenceEqualityComparer.Instance);
        foreach (var connection in connections.Where(c => !c.IsRequest && proxies.Contains(c.Responder.Address)))
        {
            var slack = SlackOf(connection);
            var behind = ofClient.Within([connection.Initiating.Address], connection.TrueStart - slack, connection.TrueEnd + slack)
                .Where(r => MayCarryToProxy(connection, r)).ToList();
            if (behind.Count > 0)
                options.Add(connection, behind);
        }

        Assign(options, c => c.Responder.Address, isClientSide: true);
    }

    private void Assign(
        Dictionary<StitchedConnection, List<StitchedConnection>> options, Func<StitchedConnection, HostAddress> proxyOf, bool isClientSide)
    {
        var pairs = RequestPairs.Of(options, r => _contextOf(r).Request is { IsTunnel: true });
        foreach (var (connection, behind) in options)
        {
            var isStitched = pairs.TryGetValue(connection, out var only);
            IReadOnlyList<StitchedConnection> told = isStitched ? [only!]
                : [.. behind.OrderBy(r => Distance(r, connection)).ThenBy(r => r.Id, StringComparer.Ordinal).Take(MostTold)
                    .OrderBy(r => r.TrueStart).ThenBy(r => r.Id, StringComparer.Ordinal)];
            _proxied[connection] = new ProxiedConnection(proxyOf(connection), told, isStitched)
            {
                IsClientSide = isClientSide,
                Untold = isStitched ? 0 : behind.Count - told.Count,
            };
        }
    }

    private List<StitchedConnection> Behind(StitchedConnection connection)
    {
        var slack = SlackOf(connection);
        HostAddress[] destinations = [connection.Responder.Address, .. NameOf(connection), .. _names.NamesOf(connection.Responder.Address)];
        return [.. _requests.Within(destinations, connection.TrueStart - slack, connection.TrueEnd + slack)
            .Where(r => !ReferenceEquals(r, connection) && MayServe(connection, r))];
    }

    /// <summary>Whether a proxy's connection may serve a request.</summary>
    private bool MayServe(StitchedConnection connection, StitchedConnection request)
    {
        var (asked, reached) = (request.Responder.Port, connection.Responder.Port);
        if ((asked != reached && asked != 0 && reached != 0) || request.Initiating.Address == connection.Initiating.Address)
            return false;
        var told = _contextOf(request).Request;
        if (told?.Outgoing is { } outgoing)
            return outgoing.Address == connection.Initiating.Address && outgoing.Port == connection.Initiating.Port;
        var slack = SlackOf(connection) + SlackOf(request);
        var isTunnel = told is { IsTunnel: true };

        // A tunnel has a connection of its own, which begins within it; other requests may share one that stands.
        if (connection.TrueStart > request.TrueEnd + slack || connection.TrueEnd < request.TrueStart - slack
            || (isTunnel && (connection.TrueStart < request.TrueStart - slack || connection.TrueEnd > request.TrueEnd + slack + Apart)))
            return false;
        return CarriedBytes.Of(connection).Carry(CarriedBytes.OfRequest(request), alone: isTunnel) != ByteFit.Refuted;
    }

    private bool MayCarryToProxy(StitchedConnection connection, StitchedConnection request)
    {
        if (request.Initiating.Address != connection.Initiating.Address)
            return false;
        var slack = SlackOf(connection) + SlackOf(request);
        if (connection.TrueStart > request.TrueStart + slack || connection.TrueEnd < request.TrueEnd - slack)
            return false;
        if (request.Initiating.Port != 0 && connection.Initiating.Port != 0)
            return request.Initiating.Port == connection.Initiating.Port;
        return CarriedBytes.Of(connection).Carry(
            CarriedBytes.OfRequest(request), _contextOf(request).Request is { IsTunnel: true }) != ByteFit.Refuted;
    }

    private IEnumerable<HostAddress> DestinationsOf(StitchedConnection request)
    {
        var address = request.Responder.Address;
        return [address, .. NameOf(request), .. _names.AddressesOf(address)];
    }

    /// <summary>The host that was asked for, where a log names it.</summary>
    private IEnumerable<HostAddress> NameOf(StitchedConnection connection)
    {
        var domain = _contextOf(connection).Domain;
        return domain.Length > 0 && !connection.Responder.Address.IsName && connection.IsRequest ? [NamedHosts.Of(domain)] : [];
    }

    private static Duration SlackOf(StitchedConnection connection)
    {
        var clock = connection.Clock;
        return Duration.Max(clock.Late, clock.Early) + clock.Granularity + (Apart / 2);
    }

    private static Duration Distance(StitchedConnection request, StitchedConnection connection)
    {
        var apart = connection.TrueStart - request.TrueStart;
        return apart < Duration.Zero ? -apart : apart;
    }
}
