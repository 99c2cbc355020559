// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using FwCorrelate.Network;

namespace FwCorrelate.Incidents;

/// <summary>
/// One session as all sensors saw it: connections that overlap in true time, of one 5-tuple and each of another sensor; or whose addresses
/// one of them is told to have been translated to (the private and the public address of Alibaba's firewall, <c>srcaddr</c> beside
/// <c>pkt-srcaddr</c> of AWS); or that began with one TCP sequence number. What it sent counts once, however many saw it.
/// </summary>
/// <param name="Views">By start, then id.</param>
public sealed record SeenSession(IReadOnlyList<StitchedConnection> Views)
{
    /// <summary>Sessions under one key in which another view is looked for: earlier ones have ended.</summary>
    private const int Recent = 16;

    /// <summary>The most that any sensor counted: each counts the same bytes, or misses some.</summary>
    public long BytesOut => Views.Max(v => v.BytesOut);

    /// <summary>Whether a sensor on its way stopped it.</summary>
    public bool IsDenied => Views.Any(v => v.IsDenied);

    /// <summary>The sessions behind connections, in an order made of their content.</summary>
    /// <param name="contextOf">What the vendors' fields tell of a connection.</param>
    public static IReadOnlyList<SeenSession> Of(
        IEnumerable<StitchedConnection> connections, Func<StitchedConnection, ConnectionContext> contextOf)
    {
        ArgumentNullException.ThrowIfNull(connections);
        ArgumentNullException.ThrowIfNull(contextOf);
        var ordered = connections.ToList();
        if (ordered.Count > 1)
            ordered.Sort(InOrder);
        var sessions = new List<List<StitchedConnection>>();
        var byKey = new Dictionary<object, List<List<StitchedConnection>>>();
        foreach (var connection in ordered)
        {
            var keys = KeysOf(connection, contextOf(connection)).ToList();
            var session = keys.Select(k => byKey.GetValueOrDefault(k)?.TakeLast(Recent).LastOrDefault(s => MayHold(s, connection)))
                .FirstOrDefault(s => s is not null);
            if (session is null)
                sessions.Add(session = []);
            session.Add(connection);
            foreach (var key in keys)
            {
                if (!byKey.TryGetValue(key, out var known))
                    byKey.Add(key, known = []);
                if (known.Count == 0 || !ReferenceEquals(known[^1], session))
                    known.Add(session);
            }
        }

        return [.. sessions.Select(s => new SeenSession(s))];
    }

    /// <summary>Sensors of connections, by source and name.</summary>
    public static int CountSensors(IEnumerable<StitchedConnection> connections) => connections.Select(SensorOf).Distinct().Count();

    // A translation of one address to another keeps the port; where it does not, the sequence number is all that two views share.
    private static IEnumerable<object> KeysOf(StitchedConnection connection, ConnectionContext context)
    {
        var (lower, upper) = (connection.Key.Lower, connection.Key.Upper);
        yield return (lower, upper);
        if (context.TranslatedSource is { } source)
            yield return Pair(Translated(connection.Initiating, source), connection.Responder);
        if (context.TranslatedDestination is { } destination)
            yield return Pair(connection.Initiating, Translated(connection.Responder, destination));
        if (context.Session is { } request)
            yield return request;
        if (context.TcpSequence is { } sequence && sequence != 0 && connection.Responder.Protocol == TransportProtocol.Tcp)
            yield return (connection.Responder, sequence);
    }

    private static (Endpoint Lower, Endpoint Upper) Pair(Endpoint one, Endpoint other) => one <= other ? (one, other) : (other, one);

    private static Endpoint Translated(Endpoint end, HostAddress address) => new(address, end.Port, end.Protocol);

    // Two connections of one 5-tuple on one sensor are two sessions: their ports were used again. A gateway sees both sides of its
    // translation.
    private static bool MayHold(List<StitchedConnection> session, StitchedConnection connection) =>
        session.TrueForAll(v => v.Key != connection.Key) && session.Exists(v => v.MayOverlap(connection));

    private static (string Source, ulong Sensor) SensorOf(StitchedConnection connection) => (connection.Key.Source, connection.Key.Sensor);

    private static int InOrder(StitchedConnection left, StitchedConnection right)
    {
        var order = left.TrueStart.CompareTo(right.TrueStart);
        return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
    }
}
