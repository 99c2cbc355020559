// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using NodaTime;

namespace FwCorrelate.Simulation.World;

/// <summary>The shapes of traffic: each is a connection's packets in time order, TCP unless it says otherwise.</summary>
internal static class Traffic
{
    private const int HeaderBytes = 60;
    private const int SegmentBytes = 1_400;
    private static readonly Duration RoundTrip = Duration.FromMilliseconds(24);

    /// <summary>A request and its answer.</summary>
    public static List<PacketBunch> Exchange(Instant start, Duration length, long bytesUp, long bytesDown)
    {
        var packets = Handshake(start);
        packets.Add(Bunch(start + RoundTrip, true, bytesUp, TcpFlags.Push | TcpFlags.Ack));
        packets.Add(Bunch(start + RoundTrip + length / 2, false, bytesDown, TcpFlags.Push | TcpFlags.Ack));
        packets.AddRange(Close(start + RoundTrip + length));
        return packets;
    }

    /// <summary>A connection that stays: a hello, then a small exchange every <paramref name="period"/>.</summary>
    /// <param name="closes">False where the host vanishes without a FIN.</param>
    public static List<PacketBunch> LongLived(Instant start, Instant end, Duration period, long bytesUp, long bytesDown, bool closes = true)
    {
        var packets = Handshake(start);
        packets.Add(Bunch(start + RoundTrip, true, 2_100, TcpFlags.Push | TcpFlags.Ack));
        packets.Add(Bunch(start + RoundTrip * 2, false, 2_600, TcpFlags.Push | TcpFlags.Ack));
        for (var time = start + period; time < end; time += period)
        {
            packets.Add(Bunch(time, true, bytesUp, TcpFlags.Push | TcpFlags.Ack));
            packets.Add(Bunch(time + RoundTrip, false, bytesDown, TcpFlags.Push | TcpFlags.Ack));
        }

        if (closes)
            packets.AddRange(Close(end));
        return packets;
    }

    /// <summary>SYN segments that nobody answers, repeated as Linux does: after 1 s, then 2 s.</summary>
    public static List<PacketBunch> Unanswered(Instant start, int segments) =>
    [
        .. Enumerable.Range(0, segments)
            .Select(i => new PacketBunch(start + Duration.FromSeconds((1 << i) - 1), true, 1, HeaderBytes, TcpFlags.Syn)),
    ];

    /// <summary>A SYN that the other side refuses.</summary>
    public static List<PacketBunch> Refused(Instant start) =>
    [
        new(start, true, 1, HeaderBytes, TcpFlags.Syn),
        new(start + RoundTrip, false, 1, 40, TcpFlags.Reset | TcpFlags.Ack),
    ];

    /// <summary>A connection that only tests whether a port is open: four segments from the opener, none with data.</summary>
    public static List<PacketBunch> PortTest(Instant start) =>
    [
        .. Handshake(start),
        new(start + RoundTrip, true, 1, 52, TcpFlags.Ack),
        new(start + RoundTrip, true, 2, 104, TcpFlags.Fin | TcpFlags.Ack),
        new(start + (RoundTrip * 2), false, 1, 52, TcpFlags.Fin | TcpFlags.Ack),
    ];

    /// <summary>A UDP question and its answer.</summary>
    public static List<PacketBunch> Datagrams(Instant start, long bytesUp, long bytesDown) =>
    [
        new(start, true, 1, bytesUp, TcpFlags.None),
        new(start + RoundTrip, false, 1, bytesDown, TcpFlags.None),
    ];

    private static List<PacketBunch> Handshake(Instant start) =>
    [
        new(start, true, 1, HeaderBytes, TcpFlags.Syn),
        new(start + RoundTrip / 2, false, 1, HeaderBytes, TcpFlags.Syn | TcpFlags.Ack),
    ];

    private static List<PacketBunch> Close(Instant end) =>
    [
        new(end, true, 1, 52, TcpFlags.Fin | TcpFlags.Ack),
        new(end + RoundTrip / 2, false, 1, 52, TcpFlags.Fin | TcpFlags.Ack),
    ];

    private static PacketBunch Bunch(Instant time, bool forward, long bytes, TcpFlags flags)
    {
        var packets = (int)(bytes / SegmentBytes) + 1;
        return new PacketBunch(time, forward, packets, bytes + (packets * 52L), flags);
    }
}
