// SPDX-License-Identifier: Apache-2.0
using System.Globalization;
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Ecs;

/// <summary>A flow record or alert of any vendor as an ECS document: what <c>fwcorrelate flows</c> prints and every attribution starts with.</summary>
/// <remarks>
/// <c>@timestamp</c> is <c>event.start</c>, both as logged. No <c>event.outcome</c> is made up: an allowed connection is not a successful
/// one, and a denied one may be the policy's success; where the vendor tells an outcome, its mapping sets the field.
/// </remarks>
public static class FlowDocument
{
    /// <summary>Columns that name the network which a record was seen in.</summary>
    private static readonly string[] NetworkColumns = ["vpc-id", "src_vpc_id"];

    private static readonly string[] FlowCategory = ["network"];
    private static readonly string[] AlertCategory = ["intrusion_detection", "network"];

    /// <param name="withOriginal">Whether to add the raw record as <c>event.original</c>.</param>
    public static EcsDocument Of(RecordReference reference, bool withOriginal = false) => Of(reference, null, withOriginal);

    /// <param name="origin">Where the record stands, for <c>event.hash</c>; null leaves the hash out, since it costs more than all the rest.</param>
    public static EcsDocument Of(RecordReference reference, RecordOrigin? origin, bool withOriginal = false)
    {
        var document = Base(reference, origin, withOriginal);
        ref readonly var record = ref reference.Record;
        return document.Set("fwcorrelate.record.file", reference.Batch.File.Path)
            .Set("fwcorrelate.record.line", record.Line)
            .Set("fwcorrelate.record.index", record.Index)
            .Set("fwcorrelate.record.offset", record.Offset)
            .Set("fwcorrelate.record.sha256", origin?.Sha256)
            .Set("fwcorrelate.record.direction", DirectionName(record.Direction))
            .Set("fwcorrelate.record.loss", Loss(record))
            .Set("fwcorrelate.record.format", reference.Batch.File.Format)
            .Set("fwcorrelate.record.tcp_flags", record.HasTcpFlags ? (long)record.TcpFlags : null)
            .Set("fwcorrelate.record.initiator", record.SourceIsInitiator ? "source" : null)
            .Set("fwcorrelate.record.network", Networks(reference));
    }

    // No field of ECS holds the network that a sensor stands in, and the join asks for it: equal addresses of two networks are two machines.
    private static string[] Networks(RecordReference reference) =>
        [.. NetworkColumns.Select(reference.Field).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The plain ECS part: nothing under <c>fwcorrelate</c>.</summary>
    internal static EcsDocument Base(RecordReference reference, RecordOrigin? origin, bool withOriginal)
    {
        ref readonly var record = ref reference.Record;
        var document = new EcsDocument();
        AddEvent(document, record);
        document.Set("event.hash", origin?.Sha256);
        if (withOriginal)
            document.Set("event.original", Encoding.UTF8.GetString(reference.Raw.Span));
        AddEnds(document, record);
        AddNetwork(document, reference, record);
        VendorFields.Add(document, reference);

        // The vendor's own word for the action and its own direction stand where it has them.
        if (record.Action != FirewallAction.Unknown)
            document.TrySet("event.action", record.Action.Name());
        if (record.HasAddresses)
            document.TrySet("network.direction", DirectionName(record.Direction));
        if (CloudProvider(reference.Batch.File.Format) is { } provider)
            document.TrySet("cloud.provider", provider);
        return document;
    }

    internal static string DirectionName(FlowDirection direction) => direction switch
    {
        FlowDirection.Outbound => "outbound",
        FlowDirection.Inbound => "inbound",
        _ => "unknown",
    };

    private static void AddEvent(EcsDocument document, in FlowRecord record)
    {
        var isAlert = record.Kind == RecordKind.Alert;
        var start = record.Start.ToInstant();
        var end = record.End.ToInstant();
        document.Set("@timestamp", EcsTime.Format(start))
            .Set("ecs.version", EcsDocument.EcsVersion)
            .Set("event.kind", isAlert ? "alert" : "event")
            .Set("event.category", isAlert ? AlertCategory : FlowCategory)
            .Set("event.type", Types(record))
            .Set("event.start", EcsTime.Format(start))
            .Set("event.end", EcsTime.Format(end))
            .Set("event.duration", EcsTime.Nanoseconds(end - start));
    }

    private static string[] Types(in FlowRecord record)
    {
        var kind = record.Kind is RecordKind.NoData or RecordKind.SkipData or RecordKind.Alert ? "info" : "connection";
        return record.Action.IsDenied() ? [kind, "denied"] : record.Action.IsAllowed() ? [kind, "allowed"] : [kind];
    }

    private static void AddEnds(EcsDocument document, in FlowRecord record)
    {
        var hasPorts = CommunityId.HasPorts(record.Protocol);
        if (!record.Source.IsNone)
            document.Set("source.ip", record.Source.ToString()).Set("source.port", hasPorts ? record.SourcePort : null);
        if (!record.Destination.IsNone)
            document.Set("destination.ip", record.Destination.ToString()).Set("destination.port", hasPorts ? record.DestinationPort : null);
    }

    private static void AddNetwork(EcsDocument document, RecordReference reference, in FlowRecord record)
    {
        if (record.Protocol != TransportProtocol.None)
        {
            document.Set("network.transport", record.Protocol.Name())
                .Set("network.iana_number", ((byte)record.Protocol).ToString(CultureInfo.InvariantCulture));
        }

        if (!record.Source.IsNone)
            document.Set("network.type", record.Source.IsIPv4 ? "ipv4" : "ipv6");
        document.Set("network.bytes", record.Bytes < 0 ? null : record.Bytes)
            .Set("network.packets", record.Packets < 0 ? null : record.Packets)
            .Set("network.community_id", Community(reference, record));
    }

    // Flow logs without ICMP types get no id: one made of zeros would join every ping with every echo reply.
    private static string? Community(RecordReference reference, in FlowRecord record)
    {
        if (!record.HasAddresses || record.Protocol == TransportProtocol.None)
            return null;
        if (!CommunityId.IsIcmp(record.Protocol))
            return CommunityId.Of(record.Source, record.Destination, record.SourcePort, record.DestinationPort, record.Protocol);
        return TryReadByte(reference, "icmp_type", out var type) && TryReadByte(reference, "icmp_code", out var code)
            ? CommunityId.OfIcmp(record.Source, record.Destination, type, code, record.Protocol)
            : null;
    }

    private static bool TryReadByte(RecordReference reference, string column, out byte value)
    {
        value = 0;
        return reference.Field(column) is { } text && byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    private static string Loss(in FlowRecord record) => record.Kind switch
    {
        RecordKind.NoData => "nodata",
        RecordKind.SkipData => "skipdata",
        _ => record.IsSampled ? "sampled" : "none",
    };

    private static string? CloudProvider(string format) =>
        format.StartsWith("aws", StringComparison.OrdinalIgnoreCase) ? "aws"
        : format.StartsWith("gcp", StringComparison.OrdinalIgnoreCase) ? "gcp"
        : format.StartsWith("azure", StringComparison.OrdinalIgnoreCase) ? "azure"
        : format.StartsWith("alibaba", StringComparison.OrdinalIgnoreCase) ? "alibabacloud"
        : null;
}
