// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Sigma.Events;

/// <summary>TCP flags as firewalls and rules spell them (RFC 9293, "Control bits").</summary>
internal static class TcpFlagWords
{
    public static string Of(TcpFlags flag) => flag switch
    {
        TcpFlags.Reset => "RST",
        TcpFlags.Push => "PSH",
        TcpFlags.Urgent => "URG",
        _ => flag.ToString().ToUpperInvariant(),
    };
}
