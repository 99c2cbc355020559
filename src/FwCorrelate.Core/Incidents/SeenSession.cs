// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Correlation;
using NodaTime;

namespace FwCorrelate.Incidents;

/// <summary>
/// One session as all sensors saw it: connections of one 5-tuple that overlap in true time, each of another sensor. What it sent counts once,
/// however many saw it.
/// </summary>
/// <param name="Views">By start, then id.</param>
internal sealed record SeenSession(IReadOnlyList<StitchedConnection> Views)
{
    /// <summary>Sessions of one 5-tuple in which another view is looked for: earlier ones have ended.</summary>
    private const int Recent = 16;

    /// <summary>The most that any sensor counted: each counts the same bytes, or misses some.</summary>
    public long BytesOut => Views.Max(v => v.BytesOut);

    /// <summary>Whether a sensor on its way stopped it.</summary>
    public bool IsDenied => Views.Any(v => v.IsDenied);

    /// <summary>The sessions behind connections, in an order made of their content.</summary>
    public static IReadOnlyList<SeenSession> Of(IEnumerable<StitchedConnection> connections)
    {
        var sessions = new List<SeenSession>();
        foreach (var group in connections.GroupBy(c => (c.Key.Lower, c.Key.Upper)).OrderBy(g => g.Key.Lower).ThenBy(g => g.Key.Upper))
        {
            List<StitchedConnection> views = [.. group];
            if (views.Count > 1)
                views.Sort(InOrder);
            sessions.AddRange(Join(views));
        }

        return sessions;
    }

    /// <summary>Sensors of connections, by source and name.</summary>
    public static int CountSensors(IEnumerable<StitchedConnection> connections) => connections.Select(SensorOf).Distinct().Count();

    private static IEnumerable<SeenSession> Join(List<StitchedConnection> ordered)
    {
        var open = new List<List<StitchedConnection>>();
        foreach (var connection in ordered)
        {
            // Two connections of one sensor are two sessions: their ports were used again.
            var session = open.Skip(open.Count - Recent).LastOrDefault(s => s.TrueForAll(v => SensorOf(v) != SensorOf(connection)) && s.Exists(v => Overlap(v, connection)));
            if (session is null)
                open.Add([connection]);
            else
                session.Add(connection);
        }

        return open.Select(s => new SeenSession(s));
    }

    private static bool Overlap(StitchedConnection earlier, StitchedConnection later)
    {
        var slack = earlier.Source.Slack + earlier.StartDoubt + later.Source.Slack + later.StartDoubt + Duration.FromSeconds(1);
        return later.TrueStart <= earlier.TrueEnd + slack && earlier.TrueStart <= later.TrueEnd + slack;
    }

    private static (string Source, ulong Sensor) SensorOf(StitchedConnection connection) => (connection.Key.Source, connection.Key.Sensor);

    private static int InOrder(StitchedConnection left, StitchedConnection right)
    {
        var order = left.TrueStart.CompareTo(right.TrueStart);
        return order != 0 ? order : string.CompareOrdinal(left.Id, right.Id);
    }
}
