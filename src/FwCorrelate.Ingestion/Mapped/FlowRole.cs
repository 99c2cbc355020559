// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Mapped;

/// <summary>
/// What a column says of a record, whatever the vendor calls it. At most 32: see <see cref="Members.MemberRow{TColumn}"/>.
/// </summary>
internal enum FlowRole
{
    /// <summary>When the line was written: the time of a record whose log tells no other.</summary>
    Stamp,

    Start,
    End,

    /// <summary>How long it took; see <see cref="FlowLayout.DurationUnit"/>.</summary>
    Duration,

    /// <summary>An address, or an address and a port: <c>10.0.0.1:80</c>, <c>[::1]:80</c>.</summary>
    Source,
    SourcePort,

    /// <summary>As <see cref="Source"/>.</summary>
    Destination,
    DestinationPort,

    /// <summary>The destination's name, with a port or without, or the URL that names it. Tells the port where nothing else does.</summary>
    DestinationName,

    Protocol,
    Action,

    /// <summary>The vendor's word that is asked where <see cref="Action"/> is absent.</summary>
    OtherAction,

    Direction,

    /// <summary>What the line is: see <see cref="FwCorrelate.Formats.LogFormat.Statuses"/>.</summary>
    Kind,

    Bytes,
    BytesSent,
    BytesReceived,
    Packets,
    PacketsSent,
    PacketsReceived,
    TcpFlags,
    Sensor,

    /// <summary>Who was behind the source: see <see cref="FwCorrelate.Formats.LogFormat.HolderColumns"/>.</summary>
    Holder,

    /// <summary>A family's own: what only it asks for.</summary>
    First,

    /// <inheritdoc cref="First"/>
    Second,

    /// <inheritdoc cref="First"/>
    Third,
}
