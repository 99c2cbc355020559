// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.AlibabaVpcFlow;

/// <summary>The members of one object that a record is made of, as spans of the line; empty where absent or <c>-</c>.</summary>
internal ref struct AlibabaVpcFlowRow
{
    private const int LongestName = 16;
    public ReadOnlySpan<byte> SourceAddress;
    public ReadOnlySpan<byte> DestinationAddress;
    public ReadOnlySpan<byte> SourcePort;
    public ReadOnlySpan<byte> DestinationPort;
    public ReadOnlySpan<byte> Protocol;
    public ReadOnlySpan<byte> Direction;
    public ReadOnlySpan<byte> Packets;
    public ReadOnlySpan<byte> Bytes;
    public ReadOnlySpan<byte> Start;
    public ReadOnlySpan<byte> End;
    public ReadOnlySpan<byte> LogStatus;
    public ReadOnlySpan<byte> Action;
    public ReadOnlySpan<byte> TcpFlags;
    public ReadOnlySpan<byte> EniId;
    public ReadOnlySpan<byte> VmId;

    /// <summary>Reads an object to its end, and what follows it.</summary>
    /// <exception cref="JsonException">The text is not JSON, or something follows the object.</exception>
    public static AlibabaVpcFlowRow Read(ref Utf8JsonReader reader, Span<byte> scratch)
    {
        var row = default(AlibabaVpcFlowRow);
        Span<byte> folded = stackalloc byte[LongestName];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Fold(reader.ValueSpan, folded);
            reader.Read();
            var value = JsonText.Take(ref reader, ref scratch);
            row.Set(name, value is [(byte)'-'] ? default : value);
        }

        JsonText.Finish(ref reader);
        return row;
    }

    /// <summary>Sets the member of that name, however it is spelt, if it is one.</summary>
    public void SetAny(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> folded = stackalloc byte[LongestName];
        Set(Fold(name, folded), value is [(byte)'-'] ? default : value);
    }

    // Pages and services spell the names srcaddr and SrcAddr, log-status, log_status and LogStatus.
    private static ReadOnlySpan<byte> Fold(ReadOnlySpan<byte> name, Span<byte> folded)
    {
        var length = 0;
        foreach (var b in name)
        {
            if (b is (byte)'-' or (byte)'_')
                continue;
            if (length == folded.Length)
                return default;
            folded[length++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
        }

        return folded[..length];
    }

    private void Set(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        switch (name.Length)
        {
            case 3 when name.SequenceEqual("end"u8): End = value; break;
            case 4 when name.SequenceEqual("vmid"u8): VmId = value; break;
            case 5 when name.SequenceEqual("start"u8): Start = value; break;
            case 5 when name.SequenceEqual("bytes"u8): Bytes = value; break;
            case 5 when name.SequenceEqual("eniid"u8): EniId = value; break;
            case 6 when name.SequenceEqual("action"u8): Action = value; break;
            case 7 when name.SequenceEqual("srcaddr"u8): SourceAddress = value; break;
            case 7 when name.SequenceEqual("dstaddr"u8): DestinationAddress = value; break;
            case 7 when name.SequenceEqual("srcport"u8): SourcePort = value; break;
            case 7 when name.SequenceEqual("dstport"u8): DestinationPort = value; break;
            case 7 when name.SequenceEqual("packets"u8): Packets = value; break;
            case 8 when name.SequenceEqual("protocol"u8): Protocol = value; break;
            case 8 when name.SequenceEqual("tcpflags"u8): TcpFlags = value; break;
            case 9 when name.SequenceEqual("direction"u8): Direction = value; break;
            case 9 when name.SequenceEqual("logstatus"u8): LogStatus = value; break;
            default: break;
        }
    }
}
