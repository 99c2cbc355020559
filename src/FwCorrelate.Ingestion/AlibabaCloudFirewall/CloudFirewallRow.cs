// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>The members of one object that a record is made of, as spans of the line; empty where absent.</summary>
internal ref struct CloudFirewallRow
{
    public ReadOnlySpan<byte> Topic;
    public ReadOnlySpan<byte> LogType;
    public ReadOnlySpan<byte> StartTime;
    public ReadOnlySpan<byte> EndTime;
    public ReadOnlySpan<byte> SourceAddress;
    public ReadOnlySpan<byte> SourcePrivateAddress;
    public ReadOnlySpan<byte> SourcePort;
    public ReadOnlySpan<byte> DestinationAddress;
    public ReadOnlySpan<byte> DestinationPort;
    public ReadOnlySpan<byte> Protocol;
    public ReadOnlySpan<byte> Direction;
    public ReadOnlySpan<byte> RuleResult;
    public ReadOnlySpan<byte> UserAction;
    public ReadOnlySpan<byte> IpsRuleId;
    public ReadOnlySpan<byte> IpsAiRuleId;
    public ReadOnlySpan<byte> IpsRuleName;
    public ReadOnlySpan<byte> TotalBytes;
    public ReadOnlySpan<byte> InBytes;
    public ReadOnlySpan<byte> OutBytes;
    public ReadOnlySpan<byte> TotalPackets;
    public ReadOnlySpan<byte> InPackets;
    public ReadOnlySpan<byte> OutPackets;
    public ReadOnlySpan<byte> CloudInstance;
    public ReadOnlySpan<byte> Firewall;
    public ReadOnlySpan<byte> Region;

    /// <summary>Reads an object to its end, and what follows it.</summary>
    /// <exception cref="JsonException">The text is not JSON, or something follows the object.</exception>
    public static CloudFirewallRow Read(ref Utf8JsonReader reader, Span<byte> scratch)
    {
        var row = default(CloudFirewallRow);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.ValueSpan;
            reader.Read();
            row.Set(name, JsonText.Take(ref reader, ref scratch));
        }

        JsonText.Finish(ref reader);
        return row;
    }

    /// <summary>Sets the member of that name, if it is one. By length first: most of the sixty members of a line are none of these.</summary>
    public void Set(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 6:
                if (name.SequenceEqual("src_ip"u8)) SourceAddress = value;
                else if (name.SequenceEqual("dst_ip"u8)) DestinationAddress = value;
                break;
            case 8:
                if (name.SequenceEqual("log_type"u8)) LogType = value;
                else if (name.SequenceEqual("end_time"u8)) EndTime = value;
                else if (name.SequenceEqual("src_port"u8)) SourcePort = value;
                else if (name.SequenceEqual("dst_port"u8)) DestinationPort = value;
                break;
            case 9:
                if (name.SequenceEqual("__topic__"u8)) Topic = value;
                else if (name.SequenceEqual("direction"u8)) Direction = value;
                else if (name.SequenceEqual("region_id"u8)) Region = value;
                break;
            case 10:
                if (name.SequenceEqual("start_time"u8)) StartTime = value;
                break;
            case 11:
                if (name.SequenceEqual("ip_protocol"u8)) Protocol = value;
                else if (name.SequenceEqual("rule_result"u8)) RuleResult = value;
                else if (name.SequenceEqual("action_user"u8)) UserAction = value;
                else if (name.SequenceEqual("ips_rule_id"u8)) IpsRuleId = value;
                else if (name.SequenceEqual("firewall_id"u8)) Firewall = value;
                break;
            case 13:
                if (name.SequenceEqual("ips_rule_name"u8)) IpsRuleName = value;
                break;
            case 14:
                if (name.SequenceEqual("src_private_ip"u8)) SourcePrivateAddress = value;
                else if (name.SequenceEqual("ips_ai_rule_id"u8)) IpsAiRuleId = value;
                break;
            case 15:
                if (name.SequenceEqual("in_packet_bytes"u8)) InBytes = value;
                else if (name.SequenceEqual("in_packet_count"u8)) InPackets = value;
                break;
            case 16:
                if (name.SequenceEqual("out_packet_bytes"u8)) OutBytes = value;
                else if (name.SequenceEqual("out_packet_count"u8)) OutPackets = value;
                break;
            case 17:
                if (name.SequenceEqual("cloud_instance_id"u8)) CloudInstance = value;
                break;
            case 18:
                if (name.SequenceEqual("total_packet_bytes"u8)) TotalBytes = value;
                else if (name.SequenceEqual("total_packet_count"u8)) TotalPackets = value;
                break;
        }
    }
}
