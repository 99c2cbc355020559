// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Cli.Output;

/// <summary>A flow record for people.</summary>
internal static class FlowText
{
    /// <summary><c>10.0.0.5:40112 → 198.51.100.23:3333 tcp</c>; ports are left out where the protocol has none.</summary>
    public static string Ends(in FlowRecord record) =>
        $"{End(record.Source, record.SourcePort, record.Protocol)} → {End(record.Destination, record.DestinationPort, record.Protocol)} "
            + $"{record.Protocol.Name()}";

    /// <summary>Address and port; IPv6 in brackets (RFC 3986, section 3.2.2).</summary>
    public static string End(HostAddress address, int port, TransportProtocol protocol)
    {
        if (address.IsNone)
            return "-";
        if (protocol is not (TransportProtocol.Tcp or TransportProtocol.Udp or TransportProtocol.Sctp))
            return address.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{(address.IsIPv4 ? address.ToString() : $"[{address}]")}:{port}");
    }

    /// <summary>A counter, or <c>-</c> where the source does not count.</summary>
    public static string Counter(long value) => value < 0 ? "-" : value.ToString(CultureInfo.InvariantCulture);
}
