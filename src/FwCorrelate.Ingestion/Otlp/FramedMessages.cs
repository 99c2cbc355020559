// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace FwCorrelate.Ingestion.Otlp;

/// <summary>
/// What the OpenTelemetry collector's file exporter writes with compression, or as protobuf: before each message its length in four bytes,
/// big endian (opentelemetry-collector-contrib, <c>fileexporter</c>).
/// </summary>
internal static class FramedMessages
{
    private const int LengthBytes = 4;
    private const uint LongestMessage = 1 << 28;

    /// <summary>What the file is and what to do; null where it is no such file.</summary>
    public static string? Hint(ReadOnlySpan<byte> head)
    {
        if (head.Length < 2 * LengthBytes || BinaryPrimitives.ReadUInt32BigEndian(head) is 0 or > LongestMessage)
            return null;
        var message = head[LengthBytes..];
        if (message.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]))
            return Sentence(
                "compression zstd", "remove 'compression: zstd' from the exporter's settings, and compress the file itself with gzip");

        // The first field of an export request is number 1, length-delimited: its resource spans.
        return message[0] == 0x0A
            && head.Contains((byte)0) ? Sentence("format proto", "set 'format: json' in the exporter's settings") : null;
    }

    private static string Sentence(string setting, string what) =>
        $"it is written by the OpenTelemetry collector's file exporter with {setting} (length-prefixed messages), which this version "
            + $"cannot read: {what}.";
}
