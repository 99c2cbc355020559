// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Correlation;

/// <summary>One end of connections: what a client connects to.</summary>
public readonly record struct Endpoint(HostAddress Address, ushort Port, TransportProtocol Protocol) : IComparable<Endpoint>
{
    /// <summary>
    /// First port of Linux's default ephemeral range (<c>ip_local_port_range</c>); IANA's begins at 49152 (RFC 6335, section 6).
    /// </summary>
    private const int FirstEphemeralPort = 32768;

    public static Endpoint SourceOf(in FlowRecord record) => new(record.Source, record.SourcePort, record.Protocol);

    public static Endpoint DestinationOf(in FlowRecord record) => new(
        record.Destination.IsNone ? NamedHosts.At(record.DestinationName) : record.Destination, record.DestinationPort, record.Protocol);

    /// <summary>Which side opened the connection, judged by one record alone: what the log says, else which port is a service's.</summary>
    public static Initiator InitiatorOf(in FlowRecord record)
    {
        if (record.SourceIsInitiator)
            return Initiator.Source;
        return InitiatorByPorts(record.SourcePort, record.DestinationPort);
    }

    /// <summary>A port below the ephemeral range is a service's where the other is within it; else nothing is known.</summary>
    public static Initiator InitiatorByPorts(ushort source, ushort destination) =>
        (source >= FirstEphemeralPort, destination >= FirstEphemeralPort) switch
        {
            (true, false) => Initiator.Source,
            (false, true) => Initiator.Destination,
            (false, false) when destination < 1024 && source >= 1024 => Initiator.Source,
            (false, false) when source < 1024 && destination >= 1024 => Initiator.Destination,
            _ => Initiator.Unknown,
        };

    public bool Equals(Endpoint other) => Port == other.Port && Protocol == other.Protocol && Address == other.Address;

    public override int GetHashCode() => Address.GetHashCode() ^ (int)(((uint)Port << 8 | (byte)Protocol) * 0x9E37_79B1);

    public int CompareTo(Endpoint other)
    {
        var order = Address.CompareTo(other.Address);
        if (order == 0)
            order = Port.CompareTo(other.Port);
        return order != 0 ? order : Protocol.CompareTo(other.Protocol);
    }

    public override string ToString() => Port == 0
        ? $"{Address} {Protocol.Name()}"
        : string.Create(CultureInfo.InvariantCulture, $"{HostText}:{Port}/{Protocol.Name()}");

    private string HostText => Address.IsIPv4 || Address.IsName ? Address.ToString() : $"[{Address}]";

    public static bool operator <(Endpoint left, Endpoint right) => left.CompareTo(right) < 0;

    public static bool operator >(Endpoint left, Endpoint right) => left.CompareTo(right) > 0;

    public static bool operator <=(Endpoint left, Endpoint right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Endpoint left, Endpoint right) => left.CompareTo(right) >= 0;
}
