// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Pipelines;

/// <summary>
/// Where a script keeps what <see cref="Flows.FlowRecord"/> holds: places of an array of <c>long</c>. Scripts name them <c>$Start</c>.
/// </summary>
internal enum RecordSlot
{
    /// <summary>Unix seconds.</summary>
    Start,
    StartNanoseconds,
    End,
    EndNanoseconds,

    /// <summary>The high half of an address, an IPv4 one mapped; the next place holds the low half.</summary>
    Source,
    SourceLow,
    Destination,
    DestinationLow,
    SourcePort,
    DestinationPort,
    Protocol,

    /// <summary>-1 where the log tells none.</summary>
    TcpFlags,

    /// <summary>-1 where the log does not count.</summary>
    Packets,
    Bytes,

    /// <summary>0 where the log counts one direction, -1 where it does not tell.</summary>
    BytesReceived,
    Kind,
    Action,
    Direction,

    /// <summary>Whether the source opened the connection, where records of one log differ in it.</summary>
    Initiator,

    /// <summary>Whether the record is of a sample of packets.</summary>
    Sampled,
}
