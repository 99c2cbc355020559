// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Documents;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>
/// A flow record or alert of any vendor as an ECS document: what <c>fwcorrelate flows</c> prints and every attribution starts with.
/// </summary>
/// <remarks>
/// <c>@timestamp</c> is <c>event.start</c>, both as logged. No <c>event.outcome</c> is made up: an allowed connection is not a successful
/// one, and a denied one may be the policy's success; where the vendor tells an outcome, its mapping sets the field.
/// </remarks>
public static class FlowDocument
{
    internal const string FlowKind = "event";
    internal const string AlertKind = "alert";
    internal static readonly string[] FlowCategory = ["network"];
    internal static readonly string[] AlertCategory = ["intrusion_detection", "network"];

    /// <param name="withOriginal">Whether to add the raw record as <c>event.original</c>.</param>
    public static EcsDocument Of(RecordReference reference, bool withOriginal = false) => Of(reference, null, withOriginal);

    /// <param name="origin">Where the record stands, for <c>event.hash</c>; null leaves the hash out, since it costs more than all the
    /// rest.</param>
    public static EcsDocument Of(RecordReference reference, RecordOrigin? origin, bool withOriginal = false)
    {
        var document = Base(reference, origin, withOriginal);
        foreach (var field in FlowField.Record)
            Add(document, field, reference, origin, withOriginal);
        return document;
    }

    // No field of ECS holds the network that a sensor stands in, and the join asks for it: equal addresses of two networks are two
    // machines.
    private static string[] Networks(RecordReference reference) =>
        [.. reference.Batch.Layout.Format.NetworkColumns.Select(reference.Field).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The plain ECS part: nothing under <c>fwcorrelate</c>.</summary>
    internal static EcsDocument Base(RecordReference reference, RecordOrigin? origin, bool withOriginal)
    {
        var document = new EcsDocument();
        foreach (var field in FlowField.Plain)
            Add(document, field, reference, origin, withOriginal);
        return WithRegistrations(document, reference);
    }

    // What the device says of an address comes first.
    private static EcsDocument WithRegistrations(EcsDocument document, RecordReference reference)
    {
        foreach (var (field, value) in RegistrationFields.Of(reference))
        {
            if (value is not null)
                document.TrySet(field, value);
        }

        return document;
    }

    private static void Add(EcsDocument document, FlowField field, RecordReference reference, RecordOrigin? origin, bool withOriginal)
    {
        ref readonly var record = ref reference.Record;
        var name = field.Name;
        switch (field.Value)
        {
            case FlowValue.Start: document.Set(name, EcsTime.Format(record.Start.ToInstant())); break;
            case FlowValue.End: document.Set(name, EcsTime.Format(record.End.ToInstant())); break;
            case FlowValue.Duration: document.Set(name, EcsTime.Nanoseconds(record.End.ToInstant() - record.Start.ToInstant())); break;
            case FlowValue.EcsVersion: document.Set(name, EcsDocument.EcsVersion); break;
            case FlowValue.EventKind: document.Set(name, record.Kind == RecordKind.Alert ? AlertKind : FlowKind); break;
            case FlowValue.Category: document.Set(name, record.Kind == RecordKind.Alert ? AlertCategory : FlowCategory); break;
            case FlowValue.Types: document.Set(name, Types(record.Kind, record.Action)); break;
            case FlowValue.Hash: document.Set(name, origin?.Sha256); break;
            case FlowValue.Original: document.Set(name, withOriginal ? Encoding.UTF8.GetString(reference.Raw.Span) : null); break;
            case FlowValue.VendorFields: VendorFields.Add(document, reference); break;
            case FlowValue.File: document.Set(name, reference.Batch.File.Path); break;
            case FlowValue.Line: document.Set(name, record.Line); break;
            case FlowValue.Index: document.Set(name, record.Index); break;
            case FlowValue.Offset: document.Set(name, record.Offset); break;
            case FlowValue.Direction: document.Set(name, DirectionName(record.Direction)); break;
            case FlowValue.Format: document.Set(name, reference.Batch.File.Format); break;
            case FlowValue.TcpFlags: document.Set(name, record.HasTcpFlags ? (long)record.TcpFlags : null); break;
            case FlowValue.Initiator: document.Set(name, record.SourceIsInitiator ? "source" : null); break;
            case FlowValue.Networks: document.Set(name, Networks(reference)); break;
            case FlowValue.Loss: document.Set(name, Loss(record.Kind, record.IsSampled)); break;
            default: AddTraffic(document, field, reference); break;
        }
    }

    // Set where the vendor's own word or direction does not stand already: what the device said comes first.
    private static void AddTraffic(EcsDocument document, FlowField field, RecordReference reference)
    {
        ref readonly var record = ref reference.Record;
        var name = field.Name;
        var hasPorts = CommunityId.HasPorts(record.Protocol);
        var hasProtocol = record.Protocol != TransportProtocol.None;
        switch (field.Value)
        {
            case FlowValue.SourceAddress: document.Set(name, record.Source.ToString()); break;
            // A port of 0 is one that the log does not tell, as a proxy's mostly does not.
            case FlowValue.SourcePort:
                document.Set(name, hasPorts && !record.Source.IsNone && record.SourcePort > 0 ? record.SourcePort : null);
                break;
            case FlowValue.DestinationAddress: document.Set(name, record.Destination.ToString()); break;
            case FlowValue.DestinationPort:
                document.Set(name, hasPorts
                && !record.Destination.IsNone ? record.DestinationPort : null); break;
            case FlowValue.Transport: document.Set(name, record.Protocol.Name()); break;
            case FlowValue.ProtocolNumber:
                document.Set(name, hasProtocol ? ((byte)record.Protocol)
                .ToString(CultureInfo.InvariantCulture) : null); break;
            case FlowValue.NetworkType: document.Set(name, record.Source.IsNone ? null : record.Source.IsIPv4 ? "ipv4" : "ipv6"); break;
            case FlowValue.Bytes: document.Set(name, record.Bytes < 0 ? null : record.Bytes); break;
            case FlowValue.BytesSent: document.Set(name, TellsDirections(record) ? record.BytesSent : null); break;
            case FlowValue.BytesReceived: document.Set(name, TellsDirections(record) ? record.BytesReceived : null); break;
            case FlowValue.Packets: document.Set(name, record.Packets < 0 ? null : record.Packets); break;
            case FlowValue.CommunityId: document.Set(name, Community(reference, record)); break;
            case FlowValue.Action when record.Action != FirewallAction.Unknown: document.TrySet(name, record.Action.Name()); break;
            case FlowValue.NetworkDirection when record.HasAddresses: document.TrySet(name, DirectionName(record.Direction)); break;
            case FlowValue.CloudProvider when reference.Batch.File.CloudProvider is { } provider: document.TrySet(name, provider); break;
        }
    }

    // A log of sessions tells both directions of them; a log of flows counts each direction in a record of its own.
    private static bool TellsDirections(in FlowRecord record) => record is { SourceIsInitiator: true, BytesSent: >= 0 };

    internal static string DirectionName(FlowDirection direction) => direction switch
    {
        FlowDirection.Outbound => "outbound",
        FlowDirection.Inbound => "inbound",
        _ => "unknown",
    };

    internal static string[] Types(RecordKind recordKind, FirewallAction action)
    {
        var kind = recordKind is RecordKind.NoData or RecordKind.SkipData or RecordKind.Alert ? "info" : "connection";
        return action.IsDenied() ? [kind, "denied"] : action.IsAllowed() ? [kind, "allowed"] : [kind];
    }

    // Flow logs without ICMP types get no id: one made of zeros would join every ping with every echo reply.
    private static string? Community(RecordReference reference, in FlowRecord record)
    {
        if (!record.HasAddresses || record.Protocol == TransportProtocol.None)
            return null;

        // A proxy that does not tell the client's port tells no connection.
        if (CommunityId.HasPorts(record.Protocol) && record.SourcePort == 0)
            return null;
        if (!CommunityId.IsIcmp(record.Protocol))
            return CommunityId.Of(record.Source, record.Destination, record.SourcePort, record.DestinationPort, record.Protocol);
        return TryReadByte(reference, LogFormat.IcmpTypeColumn, out var type)
            && TryReadByte(reference, LogFormat.IcmpCodeColumn, out var code)
            ? CommunityId.OfIcmp(record.Source, record.Destination, type, code, record.Protocol)
            : null;
    }

    private static bool TryReadByte(RecordReference reference, string column, out byte value)
    {
        value = 0;
        return reference.Field(column) is { } text && byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    internal static string Loss(RecordKind kind, bool isSampled) => kind switch
    {
        RecordKind.NoData => "nodata",
        RecordKind.SkipData => "skipdata",
        _ => isSampled ? "sampled" : "none",
    };
}
