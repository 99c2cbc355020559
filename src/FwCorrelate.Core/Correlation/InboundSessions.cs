// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>An accepted session from outside the internal networks. Times are true times.</summary>
/// <param name="Slack">How far off they may be.</param>
public sealed record InboundSession(Instant Start, Instant End, Duration Slack, Endpoint From, Endpoint To) : IComparable<InboundSession>
{
    /// <summary>By start, then by content.</summary>
    public int CompareTo(InboundSession? other)
    {
        if (other is null)
            return 1;
        var order = Start.CompareTo(other.Start);
        if (order == 0)
            order = From.CompareTo(other.From);
        if (order == 0)
            order = To.CompareTo(other.To);
        return order != 0 ? order : End.CompareTo(other.End);
    }

    public static bool operator <(InboundSession left, InboundSession right) => left?.CompareTo(right) < 0;

    public static bool operator >(InboundSession left, InboundSession right) => left?.CompareTo(right) > 0;

    public static bool operator <=(InboundSession left, InboundSession right) => left is null || left.CompareTo(right) <= 0;

    public static bool operator >=(InboundSession left, InboundSession right) => left is null ? right is null : left.CompareTo(right) >= 0;
}

/// <summary>Accepted sessions from outside the internal networks into sandboxes: an intruder's way in.</summary>
internal sealed class InboundSessions(CaseSettings settings)
{
    private readonly Dictionary<HostAddress, List<InboundSession>> _byAddress = [];

    /// <summary>Notes a connection if it is such a session.</summary>
    public void Add(Sighting sighting)
    {
        if (!sighting.IsInbound || sighting.Connection.IsDenied || settings.IsInternal(sighting.Target.Address))
            return;
        var (acting, connection) = (sighting.Acting, sighting.Connection);
        if (!_byAddress.TryGetValue(acting.Address, out var list))
            _byAddress.Add(acting.Address, list = []);
        list.Add(new InboundSession(connection.TrueStart, connection.TrueEnd, sighting.Slack, connection.Initiating, connection.Responder));
    }

    /// <summary>Puts what was added in order; call it before asking.</summary>
    public void Sort()
    {
        foreach (var list in _byAddress.Values)
            list.Sort();
    }

    /// <summary>The latest session that began before <paramref name="time"/> and was still open or had ended shortly before.</summary>
    public InboundSession? Before(HostAddress address, Instant time)
    {
        var memory = Duration.FromSeconds(CauseModel.IntruderMemorySeconds);
        return _byAddress.TryGetValue(address, out var sessions)
            ? sessions.FindLast(s => s.Start <= time + s.Slack && time <= s.End + memory)
            : null;
    }
}
