// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;
using System.Security.Cryptography;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// Community ID v1 with seed 0 (corelight/community-id-spec, README): one text for both directions of a conversation, by which
/// Suricata, Zeek and Elastic pivot from one log to another. It does not survive address translation.
/// </summary>
public static class CommunityId
{
    /// <summary>Of a conversation by ports; protocols without ports are hashed by address and protocol alone.</summary>
    public static string Of(
        HostAddress source, HostAddress destination, ushort sourcePort, ushort destinationPort, TransportProtocol protocol)
    {
        (ushort First, ushort Second)? ports = HasPorts(protocol) ? (sourcePort, destinationPort) : null;
        return Ordered(source, destination, ports, protocol);
    }

    /// <summary>
    /// Of an ICMP or ICMPv6 message. Requests and replies share one text; a message that has no counterpart keeps its direction, as Zeek
    /// has it.
    /// </summary>
    public static string OfIcmp(HostAddress source, HostAddress destination, byte type, byte code, TransportProtocol protocol)
    {
        return Counterpart(type, protocol) is { } counterpart
            ? Ordered(source, destination, (type, counterpart), protocol)
            : Hash((source, destination), (type, code), protocol);
    }

    /// <summary>Whether the protocol's conversations are told apart by ports.</summary>
    public static bool HasPorts(TransportProtocol protocol) =>
        protocol is TransportProtocol.Tcp or TransportProtocol.Udp or TransportProtocol.Sctp;

    public static bool IsIcmp(TransportProtocol protocol) => protocol is TransportProtocol.Icmp or TransportProtocol.IcmpV6;

    // The numerically smaller end comes first, so that both directions hash alike.
    private static string Ordered(
        HostAddress source, HostAddress destination, (ushort First, ushort Second)? ports, TransportProtocol protocol)
    {
        var flips = source == destination ? ports is { } equal && equal.First > equal.Second : source > destination;
        return flips
            ? Hash((destination, source), ports is { } pair ? (pair.Second, pair.First) : null, protocol)
            : Hash((source, destination), ports, protocol);
    }

    // RFC 792, 950, 1256; RFC 2710, 4443, 4620, 4861, 6275: the pairs that Zeek's analyzer joins.
    internal static byte? Counterpart(byte type, TransportProtocol protocol) => (protocol, type) switch
    {
        (TransportProtocol.Icmp, 0) => 8,
        (TransportProtocol.Icmp, 8) => 0,
        (TransportProtocol.Icmp, 9) => 10,
        (TransportProtocol.Icmp, 10) => 9,
        (TransportProtocol.Icmp, 13) => 14,
        (TransportProtocol.Icmp, 14) => 13,
        (TransportProtocol.Icmp, 15) => 16,
        (TransportProtocol.Icmp, 16) => 15,
        (TransportProtocol.Icmp, 17) => 18,
        (TransportProtocol.Icmp, 18) => 17,
        (TransportProtocol.IcmpV6, 128) => 129,
        (TransportProtocol.IcmpV6, 129) => 128,
        (TransportProtocol.IcmpV6, 130) => 131,
        (TransportProtocol.IcmpV6, 131) => 130,
        (TransportProtocol.IcmpV6, 133) => 134,
        (TransportProtocol.IcmpV6, 134) => 133,
        (TransportProtocol.IcmpV6, 135) => 136,
        (TransportProtocol.IcmpV6, 136) => 135,
        (TransportProtocol.IcmpV6, 139) => 140,
        (TransportProtocol.IcmpV6, 140) => 139,
        (TransportProtocol.IcmpV6, 144) => 145,
        (TransportProtocol.IcmpV6, 145) => 144,
        _ => null,
    };

    // SHA-1 is what the specification asks for; nothing here relies on it being hard to collide.
#pragma warning disable CA5350
    private static string Hash(
        (HostAddress First, HostAddress Second) ends, (ushort First, ushort Second)? ports, TransportProtocol protocol)
    {
        Span<byte> input = stackalloc byte[2 + 16 + 16 + 2 + 4];
        input.Clear();
        var length = 2;
        length += ends.First.WriteBytes(input[length..]);
        length += ends.Second.WriteBytes(input[length..]);
        input[length] = (byte)protocol;
        length += 2;
        if (ports is { } pair)
        {
            BinaryPrimitives.WriteUInt16BigEndian(input[length..], pair.First);
            BinaryPrimitives.WriteUInt16BigEndian(input[(length + 2)..], pair.Second);
            length += 4;
        }

        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(input[..length], digest);
        return "1:" + Convert.ToBase64String(digest);
    }
#pragma warning restore CA5350
}
