// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.Ecs;
using FwCorrelate.Ingestion.Text;
using FwCorrelate.Network;
using NodaTime.HighPerformance;

namespace FwCorrelate.Ingestion.Azure;

/// <summary>
/// A tuple of Azure's flow logs (Microsoft, "NSG flow logs", "VNet flow logs"):
/// <c>seconds,source,destination,port,port,T|U,I|O,A|D,B|C|E,packets,bytes,packets,bytes</c>
/// of an NSG, of whose version 1 all behind the decision is missing; <c>milliseconds,…,number,I|O,B|C|E|D,encryption,…</c> of a VNet.
/// </summary>
internal static class AzureTuple
{
    public const string Expectation = "time, addresses, ports, protocol, direction and state";
    private const int MostParts = 16;

    /// <summary>Reads a tuple into a record; its sensor and its place are the caller's.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, ref FlowRecord record)
    {
        Span<Range> parts = stackalloc Range[MostParts];
        var count = 0;
        foreach (var part in text.Split((byte)','))
        {
            if (count == MostParts)
                return false;
            parts[count++] = part;
        }

        if (count < 8 || !TryReadTime(text[parts[0]], out var time)
            || !HostAddress.TryParse(text[parts[1]], out var source) || !HostAddress.TryParse(text[parts[2]], out var destination)
            || !Utf8Number.TryParse(text[parts[3]], out ushort sourcePort)
            || !Utf8Number.TryParse(text[parts[4]], out ushort destinationPort))
            return false;
        (record.Start, record.End, record.Source, record.Destination) = (time, time, source, destination);
        (record.SourcePort, record.DestinationPort) = (sourcePort, destinationPort);
        record.Protocol = ProtocolOf(text[parts[5]]);
        record.Direction = text[parts[6]] switch
        {
            [(byte)'O', ..] => FlowDirection.Outbound,
            [(byte)'I', ..] => FlowDirection.Inbound,
            _ => FlowDirection.Unknown,
        };
        ReadState(text, parts[..count], ref record);
        return true;
    }

    // A tuple of an NSG has a decision before the state; a VNet's state D means one.
    private static void ReadState(ReadOnlySpan<byte> text, ReadOnlySpan<Range> parts, ref FlowRecord record)
    {
        var decision = text[parts[7]];
        var isDenied = decision is [(byte)'D', ..];
        var state = decision is [(byte)'A'] && parts.Length > 8 ? text[parts[8]] : decision;
        record.Action = isDenied ? FirewallAction.Deny : FirewallAction.Allow;
        record.SourceIsInitiator = true;

        // What begins and what is denied is not measured, though some write zeros.
        var isMeasured = !isDenied && state is not [(byte)'B', ..];
        var bytes = isMeasured ? Sum(text, parts, 10, 12) : -1;
        record.Packets = isMeasured ? Sum(text, parts, 9, 11) : -1;
        record.Bytes = bytes;
        record.BytesReceived = bytes < 0 ? -1 : Math.Min(bytes, TryReadCount(text, parts, 12, out var received) ? received : 0);

        // A flow is told when it begins, while it goes on, and when it ends, each time with what was added since.
        record.IsInterim = state is [(byte)'C' or (byte)'E'] && isMeasured;
    }

    private static TransportProtocol ProtocolOf(ReadOnlySpan<byte> text) => text switch
    {
        [(byte)'T'] => TransportProtocol.Tcp,
        [(byte)'U'] => TransportProtocol.Udp,
        _ => Utf8Number.TryParse(text, out ushort number) && number <= byte.MaxValue ? (TransportProtocol)number : TransportProtocol.None,
    };

    private static bool TryReadTime(ReadOnlySpan<byte> text, out Instant64 time) =>
        UnixTime.TryParseSeconds(text, out time) || EcsStamp.TryParse(text, out time);

    private static long Sum(ReadOnlySpan<byte> text, ReadOnlySpan<Range> parts, int sent, int received)
    {
        var isSent = TryReadCount(text, parts, sent, out var there);
        var isReceived = TryReadCount(text, parts, received, out var back);
        return isSent || isReceived ? Counters.Add(there, back) : -1;
    }

    private static bool TryReadCount(ReadOnlySpan<byte> text, ReadOnlySpan<Range> parts, int at, out long count)
    {
        count = 0;
        return at < parts.Length && Utf8Number.TryParse(text[parts[at]], out count);
    }
}
