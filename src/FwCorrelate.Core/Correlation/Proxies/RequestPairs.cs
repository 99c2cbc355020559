// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>
/// Which request each connection is of, where that follows: a tunnel has one connection and a connection of a tunnel no other request, so
/// that what can be of one request alone takes it from all others.
/// </summary>
internal sealed class RequestPairs
{
    private readonly Func<StitchedConnection, bool> _isTunnel;
    private readonly Dictionary<StitchedConnection, HashSet<StitchedConnection>> _requests;
    private readonly Dictionary<StitchedConnection, HashSet<StitchedConnection>> _connections;

    private RequestPairs(Dictionary<StitchedConnection, List<StitchedConnection>> options, Func<StitchedConnection, bool> isTunnel)
    {
        _isTunnel = isTunnel;
        _requests = new(ReferenceEqualityComparer.Instance);
        _connections = new(ReferenceEqualityComparer.Instance);
        foreach (var (connection, requests) in options)
        {
            _requests.Add(connection, new HashSet<StitchedConnection>(requests, ReferenceEqualityComparer.Instance));
            foreach (var request in requests)
            {
                if (!_connections.TryGetValue(request, out var known))
                    _connections.Add(request, known = new HashSet<StitchedConnection>(ReferenceEqualityComparer.Instance));
                known.Add(connection);
            }
        }
    }

    /// <param name="options">Requests that may be behind each connection.</param>
    /// <param name="isTunnel">Whether a request has a connection of its own.</param>
    /// <returns>Connections with the one request that is behind them.</returns>
    public static Dictionary<StitchedConnection, StitchedConnection> Of(
        Dictionary<StitchedConnection, List<StitchedConnection>> options, Func<StitchedConnection, bool> isTunnel) =>
        new RequestPairs(options, isTunnel).Run();

    // In rounds, each of which sees what the one before left: so the outcome does not depend on the order of the connections.
    private Dictionary<StitchedConnection, StitchedConnection> Run()
    {
        var pairs = new Dictionary<StitchedConnection, StitchedConnection>(ReferenceEqualityComparer.Instance);
        IReadOnlyCollection<StitchedConnection> waiting = _requests.Keys;
        while (waiting.Count > 0)
        {
            var found = waiting.Where(c => !pairs.ContainsKey(c)).Select(c => (Connection: c, Request: OnlyRequestOf(c)))
                .Where(p => p.Request is not null).ToList();
            var narrowed = new HashSet<StitchedConnection>(ReferenceEqualityComparer.Instance);
            foreach (var (connection, request) in found)
            {
                pairs.Add(connection, request!);
                foreach (var rival in _connections[request!].Where(r => !IsSame(r, connection)).ToList())
                {
                    _requests[rival].Remove(request!);
                    _connections[request!].Remove(rival);
                    narrowed.Add(rival);
                }
            }

            waiting = narrowed;
        }

        return pairs;
    }

    /// <summary>The one request that a connection can be of, if it is the only one that can be of that request alone; else null.</summary>
    private StitchedConnection? OnlyRequestOf(StitchedConnection connection)
    {
        if (_requests[connection].Count != 1)
            return null;
        var request = _requests[connection].Single();
        var rivals = _connections[request].Where(r => !IsSame(r, connection)).ToList();

        // What a request may have shared with others is not taken from them.
        return rivals.Count > 0 && (!_isTunnel(request) || rivals.Exists(r => _requests[r].Count == 1)) ? null : request;
    }

    // As several sensors see it.
    private static bool IsSame(StitchedConnection one, StitchedConnection other) =>
        one.Key.Lower == other.Key.Lower && one.Key.Upper == other.Key.Upper;
}
