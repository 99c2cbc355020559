// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Correlation;

/// <summary>Which connections of a case go through a proxy, and the requests behind them.</summary>
public sealed class ProxyStitches
{
    private readonly Dictionary<StitchedConnection, ProxiedConnection> _proxied;
    private readonly Dictionary<StitchedConnection, List<StitchedConnection>> _servers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<StitchedConnection, List<StitchedConnection>> _clients = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<StitchedConnection, Attribution> _causes = new(ReferenceEqualityComparer.Instance);
    private readonly Func<StitchedConnection, ConnectionContext> _contextOf;

    internal ProxyStitches(
        Dictionary<StitchedConnection, ProxiedConnection> proxied, Func<StitchedConnection, ConnectionContext> contextOf)
    {
        (_proxied, _contextOf) = (proxied, contextOf);
        var stitched = proxied.Where(p => p.Value.IsStitched).OrderBy(p => p.Key.Start).ThenBy(p => p.Key.Id, StringComparer.Ordinal);
        foreach (var (connection, behind) in stitched)
        {
            var sides = behind.IsClientSide ? _clients : _servers;
            if (!sides.TryGetValue(behind.Requests[0], out var seen))
                sides.Add(behind.Requests[0], seen = []);
            seen.Add(connection);
        }
    }

    /// <summary>The requests that may be behind a connection; null for one that no proxy is known to have part in.</summary>
    public ProxiedConnection? Behind(StitchedConnection connection) => _proxied.GetValueOrDefault(connection);

    /// <summary>All views of a connection that were stitched: its request, the client's side, the proxy's; itself where none was.</summary>
    public IReadOnlyList<StitchedConnection> ViewsOf(StitchedConnection connection)
    {
        var views = new List<StitchedConnection> { connection };
        for (StitchedConnection? next = SubjectOf(connection); next is not null; next = _servers.GetValueOrDefault(next)?[0])
        {
            views.Add(next);
            views.AddRange(_clients.GetValueOrDefault(next) ?? []);
            views.AddRange(_servers.GetValueOrDefault(next) ?? []);
        }

        return [.. views.Distinct()];
    }

    /// <summary>Whether the requests in a proxy's log tell of it: it is no contact beside them, and no machine's of its own.</summary>
    public bool IsToldByRequest(StitchedConnection connection) => _proxied.ContainsKey(connection);

    /// <summary>What is said of the cause of a proxied connection; null for any other.</summary>
    /// <param name="causeOf">What is said of a request.</param>
    public Attribution? CauseOf(StitchedConnection connection, Func<StitchedConnection, Attribution> causeOf)
    {
        if (!_proxied.TryGetValue(connection, out var behind))
            return null;
        if (!_causes.TryGetValue(connection, out var cause))
            _causes.Add(connection, cause = ProxiedCause.Of(behind, causeOf, _contextOf));
        return cause;
    }

    /// <summary>The connection whose cause is asked for in its place: the request of the sandbox, through however many proxies.</summary>
    public StitchedConnection SubjectOf(StitchedConnection connection)
    {
        while (_proxied.TryGetValue(connection, out var behind) && behind.IsStitched)
            connection = behind.Requests[0];
        return connection;
    }

    /// <summary>What is known of a connection, with what the other views of it tell.</summary>
    public ConnectionContext ContextOf(StitchedConnection connection)
    {
        var own = _contextOf(connection);
        if (_proxied.Count == 0)
            return own;
        var subject = SubjectOf(connection);
        if (ReferenceEquals(subject, connection))
            return _servers.ContainsKey(connection) || _clients.ContainsKey(connection) ? own with { Session = connection.Id } : own;
        var asked = _contextOf(subject);
        return own with
        {
            Domain = own.Domain.Length > 0 ? own.Domain : asked.Domain,
            Request = asked.Request,
            Session = subject.Id,
        };
    }

    /// <summary>The other view of a connection; null where no proxy has part in it.</summary>
    public ProxyView? ViewOf(StitchedConnection connection)
    {
        if (_proxied.TryGetValue(connection, out var behind))
        {
            var side = behind.IsClientSide ? ProxySide.Client : ProxySide.Server;
            if (!behind.IsStitched)
                return ProxyView.Ambiguous(side, behind);
            var request = SubjectOf(connection);
            return ProxyView.Of(side, behind.Proxy, request, _contextOf(request), ServerOf(request));
        }

        if (!connection.IsRequest)
            return null;
        var proxy = _servers.TryGetValue(connection, out var servers) ? servers[0].Initiating.Address
            : _clients.TryGetValue(connection, out var clients) ? clients[0].Responder.Address : default;
        return ProxyView.Of(ProxySide.Request, proxy, connection, _contextOf(connection), ServerOf(connection));
    }

    // Where one proxy asks another, the last one's connection is the one that reaches the destination.
    private Endpoint? ServerOf(StitchedConnection request)
    {
        StitchedConnection? server = null;
        for (var next = request; _servers.TryGetValue(next, out var found); next = found[0])
            server = found[0];
        return server?.Responder;
    }
}
