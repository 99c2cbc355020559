// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;
using FwCorrelate.Network;
using NodaTime.HighPerformance;

namespace FwCorrelate.Flows;

/// <summary>What a line of a log is.</summary>
public enum RecordKind : byte
{
    /// <summary>A summarised 5-tuple conversation.</summary>
    Flow,

    /// <summary>
    /// A flow on which the device also hit a signature or a policy that reports (read the vendor's fields for its words).
    /// </summary>
    Alert,

    /// <summary>The sensor says that nothing happened in the interval.</summary>
    NoData,

    /// <summary>The sensor says that it lost records in the interval: never silence.</summary>
    SkipData,
}

/// <summary>Which way a flow crosses its sensor, as the sensor says.</summary>
public enum FlowDirection : byte
{
    Unknown,
    Outbound,
    Inbound,
}

/// <summary>TCP flags seen in the interval, OR-ed (RFC 9293, section 3.1).</summary>
[Flags]
public enum TcpFlags : byte
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Reset = 4,
    Push = 8,
    Ack = 16,
    Urgent = 32,
}

/// <summary>
/// One flow record (RFC 7011's sense: what a sensor says of one 5-tuple in one interval). A plain value without references:
/// the words of the vendor stay in the raw line, which <see cref="FlowBatch"/> keeps beside it.
/// </summary>
/// <remarks>
/// Settable, because readers fill it in place in a pooled array. <see cref="Start"/> and <see cref="End"/> are as logged;
/// <c>End &lt; Start</c> cannot occur (readers reject such a record). Counters are -1 where the source does not count;
/// <c>BytesReceived &lt;= Bytes</c>.
/// </remarks>
public struct FlowRecord
{
    public Instant64 Start { get; set; }

    public Instant64 End { get; set; }

    /// <summary>Source as the workload sees it: before NAT where the log tells both.</summary>
    public HostAddress Source { get; set; }

    public HostAddress Destination { get; set; }

    public long Packets { get; set; }

    /// <summary>What the record counts: one direction, or both together (ECS <c>network.bytes</c>). See <see cref="BytesSent"/>.</summary>
    public long Bytes { get; set; }

    /// <summary>
    /// Those of <see cref="Bytes"/> that the destination sent: 0 where the log counts one direction, -1 where it does not tell.
    /// </summary>
    public long BytesReceived { get; set; }

    /// <summary>Bytes from the source to the destination; -1 where not counted, or not apart from those that came back.</summary>
    public readonly long BytesSent => Bytes < 0 || BytesReceived < 0 ? -1 : Bytes - BytesReceived;

    /// <summary>1-based line of the decompressed file.</summary>
    public long Line { get; set; }

    /// <summary>Offset of the record's first byte in the decompressed file.</summary>
    public long Offset { get; set; }

    /// <summary>Hash of what names the sensor (interface, firewall); 0 where the log names none. See <see cref="SensorId"/>.</summary>
    public ulong Sensor { get; set; }

    /// <summary>Number of the destination's name, where the log tells no address; else 0. See <see cref="NamedHosts"/>.</summary>
    public ulong DestinationName { get; set; }

    public ushort SourcePort { get; set; }

    public ushort DestinationPort { get; set; }

    /// <summary>
    /// Minutes from <see cref="Start"/> to the other time that its stamp may mean, negative where that is earlier: a local stamp within a
    /// change of the clocks has two readings. Zero for nearly all records.
    /// </summary>
    public short OtherStartMinutes { get; set; }

    /// <summary>Which tuple of a record that holds several, from 0.</summary>
    public ushort Index { get; set; }

    public TransportProtocol Protocol { get; set; }

    public FirewallAction Action { get; set; }

    public RecordKind Kind { get; set; }

    public FlowDirection Direction { get; set; }

    /// <summary>Flags, where the log has them; see <see cref="HasTcpFlags"/>.</summary>
    public TcpFlags TcpFlags { get; set; }

    /// <summary>Whether the log tells TCP flags at all: a missing SYN means something only then.</summary>
    public bool HasTcpFlags { get; set; }

    /// <summary>
    /// Whether <see cref="Source"/> is known to be the side that opened the connection (session logs), not merely the sender of this
    /// direction.
    /// </summary>
    public bool SourceIsInitiator { get; set; }

    /// <summary>
    /// Whether the record reports again what an earlier or a later one reports too: the start of a session that its end counts, a report in
    /// between. It is seen, and adds nothing to what is counted.
    /// </summary>
    public bool IsInterim { get; set; }

    /// <summary>Whether the sensor sampled packets, so that the first ones may be missing.</summary>
    public bool IsSampled { get; set; }

    public readonly bool HasAddresses
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => !Source.IsNone && !Destination.IsNone;
    }
}
