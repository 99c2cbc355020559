// SPDX-License-Identifier: Apache-2.0
using System.Buffers.Binary;

namespace FwCorrelate.Simulation.Writers;

/// <summary>
/// A gzip file (RFC 1952) of stored blocks (RFC 1951, section 3.2.4): nothing is compressed, because the bytes that a compressor
/// makes depend on its version, and fixtures must not.
/// </summary>
internal static class StoredGzip
{
    private const int MaxBlock = ushort.MaxValue;

    public static byte[] Wrap(ReadOnlySpan<byte> content)
    {
        using var file = new MemoryStream();
        file.Write([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]);
        Span<byte> header = stackalloc byte[5];
        var rest = content;
        do
        {
            var block = rest[..Math.Min(rest.Length, MaxBlock)];
            rest = rest[block.Length..];
            header[0] = (byte)(rest.IsEmpty ? 1 : 0);
            BinaryPrimitives.WriteUInt16LittleEndian(header[1..], (ushort)block.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(header[3..], (ushort)~block.Length);
            file.Write(header);
            file.Write(block);
        }
        while (!rest.IsEmpty);

        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, Crc32(content));
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)content.Length);
        file.Write(trailer);
        return file.ToArray();
    }

    private static uint Crc32(ReadOnlySpan<byte> content)
    {
        var crc = uint.MaxValue;
        foreach (var b in content)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }

        return ~crc;
    }
}
