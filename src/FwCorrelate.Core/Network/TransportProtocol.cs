// SPDX-License-Identifier: Apache-2.0
using System.Globalization;

namespace FwCorrelate.Network;

/// <summary>IANA protocol number (IANA "Assigned Internet Protocol Numbers"). Numbers without a name here are valid too.</summary>
public enum TransportProtocol : byte
{
    None = 0,
    Icmp = 1,
    Tcp = 6,
    Udp = 17,
    Gre = 47,
    Esp = 50,
    IcmpV6 = 58,
    Sctp = 132,
}

/// <summary>Names of protocols as ECS <c>network.transport</c> writes them.</summary>
public static class TransportProtocolNames
{
    /// <summary>Lower-case name, or the number where there is none.</summary>
    public static string Name(this TransportProtocol protocol) => protocol switch
    {
        TransportProtocol.None => "",
        TransportProtocol.Icmp => "icmp",
        TransportProtocol.Tcp => "tcp",
        TransportProtocol.Udp => "udp",
        TransportProtocol.Gre => "gre",
        TransportProtocol.Esp => "esp",
        TransportProtocol.IcmpV6 => "ipv6-icmp",
        TransportProtocol.Sctp => "sctp",
        _ => ((byte)protocol).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>The names that are read, in lower case; <see cref="TryParse"/> knows them without a look-up.</summary>
    public static IReadOnlyDictionary<string, TransportProtocol> Words { get; } = new Dictionary<string, TransportProtocol>(
        StringComparer.Ordinal)
    {
        ["tcp"] = TransportProtocol.Tcp,
        ["udp"] = TransportProtocol.Udp,
        ["gre"] = TransportProtocol.Gre,
        ["esp"] = TransportProtocol.Esp,
        ["icmp"] = TransportProtocol.Icmp,
        ["sctp"] = TransportProtocol.Sctp,
        ["icmp6"] = TransportProtocol.IcmpV6,
        ["icmpv6"] = TransportProtocol.IcmpV6,
        ["ipv6-icmp"] = TransportProtocol.IcmpV6,
    };

    /// <summary>Reads a name of any case or a decimal number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out TransportProtocol protocol)
    {
        if (byte.TryParse(utf8, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            protocol = (TransportProtocol)number;
            return true;
        }

        protocol = utf8.Length switch
        {
            3 when IsWord(utf8, "tcp"u8) => TransportProtocol.Tcp,
            3 when IsWord(utf8, "udp"u8) => TransportProtocol.Udp,
            3 when IsWord(utf8, "gre"u8) => TransportProtocol.Gre,
            3 when IsWord(utf8, "esp"u8) => TransportProtocol.Esp,
            4 when IsWord(utf8, "icmp"u8) => TransportProtocol.Icmp,
            4 when IsWord(utf8, "sctp"u8) => TransportProtocol.Sctp,
            5 when IsWord(utf8, "icmp6"u8) => TransportProtocol.IcmpV6,
            6 when IsWord(utf8, "icmpv6"u8) => TransportProtocol.IcmpV6,
            9 when IsWord(utf8, "ipv6-icmp"u8) => TransportProtocol.IcmpV6,
            _ => TransportProtocol.None,
        };
        return protocol != TransportProtocol.None;
    }

    private static bool IsWord(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(text, word);
}
