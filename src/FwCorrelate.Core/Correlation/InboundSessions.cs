// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cases;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Correlation;

/// <summary>An accepted session from outside the internal networks. Times are true times.</summary>
/// <param name="Slack">How far off they may be.</param>
/// <param name="IsLogin">Whether it was a login by which somebody may act: a remote shell or desktop that lasted.</param>
public sealed record InboundSession(
    Instant Start, Instant End, Duration Slack, Endpoint From, Endpoint To, bool IsLogin) : IComparable<InboundSession>
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
    /// <summary>Rate at which an intruder with a session in a sandbox makes connections that rules match, per second.</summary>
    public const double IntruderRate = 0.005;

    /// <summary>How long after a session ended who had it may still act.</summary>
    private static readonly Duration Memory = Duration.FromMinutes(10);

    /// <summary>A login takes longer than a refused password, and longer than a probe.</summary>
    private static readonly Duration ShortestLogin = Duration.FromSeconds(3);

    /// <summary>Connections to one login port within <see cref="Memory"/> that no person makes.</summary>
    private const int BruteForce = 10;

    /// <summary>Remote shells and desktops: SSH, Telnet, RDP, VNC, WinRM.</summary>
    private static readonly HashSet<int> LoginPorts = [22, 23, 2222, 3389, 5900, 5901, 5985, 5986];

    private readonly Dictionary<HostAddress, List<InboundSession>> _byAddress = [];

    /// <summary>By address, and by place in its list: the latest end of the sessions up to there, and their greatest slack.</summary>
    private readonly Dictionary<HostAddress, (Instant End, Duration Slack)[]> _reach = [];

    /// <summary>Notes a connection if it is such a session.</summary>
    public void Add(Sighting sighting)
    {
        if (!sighting.IsInbound || sighting.Connection.IsDenied || settings.IsInternal(sighting.Target.Address))
            return;
        var (acting, connection) = (sighting.Acting, sighting.Connection);
        if (!_byAddress.TryGetValue(acting.Address, out var list))
            _byAddress.Add(acting.Address, list = []);
        var isLogin = LoginPorts.Contains(connection.Responder.Port) && connection.TrueEnd - connection.TrueStart >= ShortestLogin;
        list.Add(new InboundSession(
            connection.TrueStart, connection.TrueEnd, sighting.Clock.Slack, connection.Initiating, connection.Responder, isLogin));
    }

    /// <summary>Puts what was added in order; call it before asking.</summary>
    public void Sort()
    {
        foreach (var (address, list) in _byAddress)
        {
            list.Sort();
            var reach = new (Instant End, Duration Slack)[list.Count];
            var (end, slack) = (Instant.MinValue, Duration.Zero);
            for (var i = 0; i < reach.Length; i++)
                reach[i] = (end, slack) = (Instant.Max(end, list[i].End), Duration.Max(slack, list[i].Slack));
            _reach[address] = reach;
        }
    }

    /// <summary>The latest session that began before <paramref name="time"/> and was still open or had ended shortly before.</summary>
    public InboundSession? Before(HostAddress address, Instant time) => Last(address, time, ofLogins: false);

    /// <summary>The latest such session that was a login.</summary>
    public InboundSession? LoginBefore(HostAddress address, Instant time) => Last(address, time, ofLogins: true);

    /// <summary>
    /// How many connections from the same place to the same port came within ten minutes before a session; 0 where so few that a person may
    /// have made them.
    /// </summary>
    public int AttemptsBefore(HostAddress address, InboundSession session)
    {
        var attempts = _byAddress[address].Count(s =>
            s.From.Address == session.From.Address && s.To == session.To && s.Start <= session.Start && s.Start >= session.Start - Memory);
        return attempts >= BruteForce ? attempts : 0;
    }

    /// <summary>From the last session that may have begun back to where all before had ended long ago: an address may have thousands.</summary>
    private InboundSession? Last(HostAddress address, Instant time, bool ofLogins)
    {
        if (!_byAddress.TryGetValue(address, out var sessions))
            return null;
        var reach = _reach[address];
        var latest = time + reach[^1].Slack;
        int low = 0, high = sessions.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sessions[middle].Start <= latest)
                low = middle + 1;
            else
                high = middle;
        }

        for (var i = low - 1; i >= 0 && time <= reach[i].End + Memory; i--)
        {
            if ((sessions[i].IsLogin || !ofLogins) && IsNear(sessions[i], time))
                return sessions[i];
        }

        return null;
    }

    private static bool IsNear(InboundSession session, Instant time) =>
        session.Start <= time + session.Slack && time <= session.End + Memory;
}
