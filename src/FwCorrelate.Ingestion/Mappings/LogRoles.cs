// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Ingestion.Mapped;

namespace FwCorrelate.Ingestion.Mappings;

/// <summary>The words with which mapping files say what columns of a log mean.</summary>
internal static class LogRoles
{
    /// <summary>In the order in which drafts write them.</summary>
    public static IReadOnlyList<(string Key, FlowRole Role)> All { get; } =
    [
        ("time", FlowRole.Stamp),
        ("start", FlowRole.Start),
        ("end", FlowRole.End),
        ("duration", FlowRole.Duration),
        ("source", FlowRole.Source),
        ("source_port", FlowRole.SourcePort),
        ("destination", FlowRole.Destination),
        ("destination_port", FlowRole.DestinationPort),
        ("destination_name", FlowRole.DestinationName),
        ("protocol", FlowRole.Protocol),
        ("action", FlowRole.Action),
        ("direction", FlowRole.Direction),
        ("bytes", FlowRole.Bytes),
        ("bytes_sent", FlowRole.BytesSent),
        ("bytes_received", FlowRole.BytesReceived),
        ("packets", FlowRole.Packets),
        ("packets_sent", FlowRole.PacketsSent),
        ("packets_received", FlowRole.PacketsReceived),
        ("tcp_flags", FlowRole.TcpFlags),
        ("sensor", FlowRole.Sensor),
        ("sandbox", FlowRole.Holder),
    ];

    public static IReadOnlyList<string> Keys { get; } = [.. All.Select(r => r.Key)];

    public static FlowRole RoleOf(string key) => All.First(r => r.Key == key).Role;
}
