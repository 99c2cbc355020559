// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;

namespace FwCorrelate.Ingestion.VpcFlow;

/// <summary>AWS's own columns of one record, for the few records that matter.</summary>
internal static class VpcFlowFields
{
    /// <summary>srcaddr where pkt-srcaddr names another address: the intermediate interface.</summary>
    public const string NatSource = "nat-srcaddr";
    public const string NatDestination = "nat-dstaddr";

    // Where two columns map to one field, the first that is present counts.
    public static IReadOnlyList<FieldMapping> Mappings { get; } =
    [
        new("account-id", "cloud.account.id"),
        new("region", "cloud.region"),
        new("az-id", "cloud.availability_zone"),
        new("instance-id", "cloud.instance.id"),
        new("interface-id", "observer.ingress.interface.name"),
        new("resource-id", "observer.name"),
        new("action", "event.action"),
        new("reject-reason", "event.reason"),
        new(NatSource, "source.nat.ip", FieldType.Address),
        new(NatDestination, "destination.nat.ip", FieldType.Address),
        new("ecs-container-id", "container.id"),
        new("ecs-cluster-name", "orchestrator.cluster.name"),
        new("ecs-task-id", "orchestrator.resource.id"),
        new("ecs-service-name", "service.name"),
    ];

    public static bool TryGet(VpcFlowColumns columns, ReadOnlySpan<byte> record, string column, out string value)
    {
        value = column switch
        {
            NatSource => Intermediate(columns, record, columns.SourceAddress, columns.PacketSource),
            NatDestination => Intermediate(columns, record, columns.DestinationAddress, columns.PacketDestination),
            _ => Text(columns, record, columns.IndexOf(column)),
        };
        return value.Length > 0;
    }

    public static IEnumerable<KeyValuePair<string, string>> All(VpcFlowColumns columns, ReadOnlyMemory<byte> record)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (Text(columns, record.Span, i) is { Length: > 0 } value)
                yield return new(columns.Names[i], value);
        }
    }

    private static string Intermediate(VpcFlowColumns columns, ReadOnlySpan<byte> record, int address, int packetAddress)
    {
        var (own, packet) = (Text(columns, record, address), Text(columns, record, packetAddress));
        return packet.Length > 0 && packet != own ? own : "";
    }

    // A record without the columns (it is of another layout) has no fields rather than wrong ones.
    private static string Text(VpcFlowColumns columns, ReadOnlySpan<byte> record, int index)
    {
        if (index < 0 || record.Count((byte)' ') + 1 != columns.Count)
            return "";
        var at = 0;
        foreach (var field in record.Split((byte)' '))
        {
            if (at++ == index)
                return record[field] is [(byte)'-'] ? "" : Encoding.UTF8.GetString(record[field]);
        }

        return "";
    }
}
