// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Ecs;

/// <summary>What of a record stands in a field.</summary>
internal enum FlowValue
{
    Start,
    End,
    Duration,
    EcsVersion,
    EventKind,
    Category,
    Types,
    Hash,
    Original,
    SourceAddress,
    SourcePort,
    DestinationAddress,
    DestinationPort,
    Transport,
    ProtocolNumber,
    NetworkType,
    Bytes,
    BytesSent,
    BytesReceived,
    Packets,
    CommunityId,

    /// <summary>
    /// No field: the place of those that the record's layout maps. What stands before them wins, they win over what follows.
    /// </summary>
    VendorFields,
    Action,
    NetworkDirection,
    CloudProvider,
    File,
    Line,
    Index,
    Offset,
    Direction,
    Loss,
    Format,
    TcpFlags,
    Initiator,
    Networks,
}

/// <summary>A field of a flow record's document.</summary>
/// <param name="Name">Dotted name; empty for <see cref="FlowValue.VendorFields"/>.</param>
internal readonly record struct FlowField(string Name, FlowValue Value)
{
    /// <summary>
    /// The plain ECS part of a record's document, in the order of its fields. The one table of them: <see cref="FlowDocument"/> and the
    /// ingest pipelines are both made of it.
    /// </summary>
    public static IReadOnlyList<FlowField> Plain { get; } =
    [
        new("@timestamp", FlowValue.Start),
        new("ecs.version", FlowValue.EcsVersion),
        new("event.kind", FlowValue.EventKind),
        new("event.category", FlowValue.Category),
        new("event.type", FlowValue.Types),
        new("event.start", FlowValue.Start),
        new("event.end", FlowValue.End),
        new("event.duration", FlowValue.Duration),
        new("event.hash", FlowValue.Hash),
        new("event.original", FlowValue.Original),
        new("source.ip", FlowValue.SourceAddress),
        new("source.port", FlowValue.SourcePort),
        new("destination.ip", FlowValue.DestinationAddress),
        new("destination.port", FlowValue.DestinationPort),
        new("network.transport", FlowValue.Transport),
        new("network.iana_number", FlowValue.ProtocolNumber),
        new("network.type", FlowValue.NetworkType),
        new("network.bytes", FlowValue.Bytes),
        new("network.packets", FlowValue.Packets),
        new("source.bytes", FlowValue.BytesSent),
        new("destination.bytes", FlowValue.BytesReceived),
        new("network.community_id", FlowValue.CommunityId),
        new("", FlowValue.VendorFields),
        new("event.action", FlowValue.Action),
        new("network.direction", FlowValue.NetworkDirection),
        new("cloud.provider", FlowValue.CloudProvider),
    ];

    /// <summary>Where the record stands and what it is, under our own name.</summary>
    public static IReadOnlyList<FlowField> Record { get; } =
    [
        new("fwcorrelate.record.file", FlowValue.File),
        new("fwcorrelate.record.line", FlowValue.Line),
        new("fwcorrelate.record.index", FlowValue.Index),
        new("fwcorrelate.record.offset", FlowValue.Offset),
        new("fwcorrelate.record.sha256", FlowValue.Hash),
        new("fwcorrelate.record.direction", FlowValue.Direction),
        new("fwcorrelate.record.loss", FlowValue.Loss),
        new("fwcorrelate.record.format", FlowValue.Format),
        new("fwcorrelate.record.tcp_flags", FlowValue.TcpFlags),
        new("fwcorrelate.record.initiator", FlowValue.Initiator),
        new("fwcorrelate.record.network", FlowValue.Networks),
    ];
}
