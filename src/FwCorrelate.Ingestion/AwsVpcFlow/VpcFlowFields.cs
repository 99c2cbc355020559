// SPDX-License-Identifier: Apache-2.0
using System.Text;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>AWS's own columns of one record, for the few records that matter.</summary>
internal static class VpcFlowFields
{
    public static bool TryGet(VpcFlowColumns columns, ReadOnlySpan<byte> record, string column, out string value)
    {
        value = column switch
        {
            AwsVpcFlowLog.NatSource => Intermediate(columns, record, columns.SourceAddress, columns.PacketSource),
            AwsVpcFlowLog.NatDestination => Intermediate(columns, record, columns.DestinationAddress, columns.PacketDestination),
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
