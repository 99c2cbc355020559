// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;

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
        new(EcsFields.Timestamp, FlowValue.Start),
        new(EcsFields.EcsVersion, FlowValue.EcsVersion),
        new(EcsFields.EventKind, FlowValue.EventKind),
        new(EcsFields.EventCategory, FlowValue.Category),
        new(EcsFields.EventType, FlowValue.Types),
        new(EcsFields.EventStart, FlowValue.Start),
        new(EcsFields.EventEnd, FlowValue.End),
        new(EcsFields.EventDuration, FlowValue.Duration),
        new(EcsFields.EventHash, FlowValue.Hash),
        new(EcsFields.EventOriginal, FlowValue.Original),
        new(EcsFields.SourceIp, FlowValue.SourceAddress),
        new(EcsFields.SourcePort, FlowValue.SourcePort),
        new(EcsFields.DestinationIp, FlowValue.DestinationAddress),
        new(EcsFields.DestinationPort, FlowValue.DestinationPort),
        new(EcsFields.NetworkTransport, FlowValue.Transport),
        new(EcsFields.NetworkIanaNumber, FlowValue.ProtocolNumber),
        new(EcsFields.NetworkType, FlowValue.NetworkType),
        new(EcsFields.NetworkBytes, FlowValue.Bytes),
        new(EcsFields.NetworkPackets, FlowValue.Packets),
        new(EcsFields.SourceBytes, FlowValue.BytesSent),
        new(EcsFields.DestinationBytes, FlowValue.BytesReceived),
        new(EcsFields.NetworkCommunityId, FlowValue.CommunityId),
        new("", FlowValue.VendorFields),
        new(EcsFields.EventAction, FlowValue.Action),
        new(EcsFields.NetworkDirection, FlowValue.NetworkDirection),
        new(EcsFields.CloudProvider, FlowValue.CloudProvider),
    ];

    /// <summary>Where the record stands and what it is, under our own name.</summary>
    public static IReadOnlyList<FlowField> Record { get; } =
    [
        new(OwnFields.RecordFile, FlowValue.File),
        new(OwnFields.RecordLine, FlowValue.Line),
        new(OwnFields.RecordIndex, FlowValue.Index),
        new(OwnFields.RecordOffset, FlowValue.Offset),
        new(OwnFields.RecordSha256, FlowValue.Hash),
        new(OwnFields.RecordDirection, FlowValue.Direction),
        new(OwnFields.RecordLoss, FlowValue.Loss),
        new(OwnFields.RecordFormat, FlowValue.Format),
        new(OwnFields.RecordTcpFlags, FlowValue.TcpFlags),
        new(OwnFields.RecordInitiator, FlowValue.Initiator),
        new(OwnFields.RecordNetwork, FlowValue.Networks),
    ];
}
