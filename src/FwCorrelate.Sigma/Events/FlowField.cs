// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Sigma.Events;

/// <summary>Fields that <see cref="FlowEvent"/> answers without the vendor's text, and those of an attribution.</summary>
internal enum FlowField
{
    Vendor,
    SourceAddress,
    DestinationAddress,
    SourcePort,
    DestinationPort,
    Action,
    Blocked,
    Transport,
    ProtocolNumber,

    /// <summary>What the record counts: one direction, or both together.</summary>
    Bytes,

    /// <summary>From the source to the destination; missing where the log does not tell directions apart.</summary>
    BytesSent,

    /// <summary>From the destination to the source; missing where nothing came back, or the log does not tell.</summary>
    BytesReceived,
    Packets,

    /// <summary>Bytes divided by packets: real, missing where either is not counted or no packet was.</summary>
    BytesPerPacket,

    /// <summary>Seconds, real.</summary>
    Duration,
    Direction,
    TcpFlags,

    /// <summary>The flags in words, such as <c>SYN,ACK</c>; missing where the log does not tell flags, or none was set.</summary>
    TcpFlagNames,

    /// <summary>Whether the source opened the connection; missing where neither flags nor ports tell.</summary>
    Initiated,
    SourceIsInternal,
    DestinationIsInternal,
    LogStatus,

    /// <summary>UTC, RFC 3339.</summary>
    Start,
    End,
    Kind,

    /// <summary>
    /// Whether the record holds the start of its connection, seen from the side that opened it; missing where the log does not tell.
    /// </summary>
    ConnectionIsStart,

    /// <summary>Whether it goes out by itself though its source has a proxy; false where no proxy is known.</summary>
    ProxyBypassed,
    AttributionKind,
    AttributionConfidence,
    AttributionRung,
    AttributionInherited,

    /// <summary>Milliseconds.</summary>
    AttributionLag,
    ToolName,
    ToolCommand,
    ToolArguments,
    ToolCallId,
    RunId,
    EpisodeId,
    SandboxId,
    TaskId,
    Step,

    /// <summary>Seconds from the first record of the connection to the end of its last, real.</summary>
    ConnectionDuration,
    ConnectionIsFirstContact,
}
