// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using System.Text;
using ZstdSharp;

namespace FwCorrelate.Ingestion.Tests.Inputs;

/// <summary>Zip archives made by hand (APPNOTE 4.3), so that methods and frames are ours to choose.</summary>
internal static class ZipFixture
{
    public const ushort Deflate = 8;
    public const ushort Zstandard = 93;

    public static byte[] Of(ushort method, params (string Name, string Text)[] entries)
    {
        using var archive = new MemoryStream();
        using var directory = new MemoryStream();
        foreach (var (name, text) in entries)
        {
            var content = Encoding.UTF8.GetBytes(text);
            var packed = method == Deflate ? Deflated(content) : Frames(content);
            var offset = (uint)archive.Position;
            WriteHeader(archive, 0x04034b50, method, content, packed, name, isCentral: false, 0);
            archive.Write(packed);
            WriteHeader(directory, 0x02014b50, method, content, packed, name, isCentral: true, offset);
        }

        var start = (uint)archive.Position;
        archive.Write(directory.ToArray());
        var writer = new BinaryWriter(archive);
        writer.Write(0x06054b50u);
        writer.Write(0u);
        writer.Write((ushort)entries.Length);
        writer.Write((ushort)entries.Length);
        writer.Write((uint)directory.Length);
        writer.Write(start);
        writer.Write((ushort)0);
        return archive.ToArray();
    }

    private static void WriteHeader(
        MemoryStream stream, uint magic, ushort method, byte[] content, byte[] packed, string name, bool isCentral, uint offset)
    {
        var writer = new BinaryWriter(stream);
        writer.Write(magic);
        if (isCentral)
            writer.Write((ushort)63);
        writer.Write((ushort)63);
        writer.Write((ushort)0);
        writer.Write(method);
        writer.Write(0u);
        writer.Write(Crc(content));
        writer.Write((uint)packed.Length);
        writer.Write((uint)content.Length);
        writer.Write((ushort)Encoding.UTF8.GetByteCount(name));
        writer.Write((ushort)0);
        if (isCentral)
        {
            writer.Write(0u);
            writer.Write((ushort)0);
            writer.Write(0u);
            writer.Write(offset);
        }

        writer.Write(Encoding.UTF8.GetBytes(name));
    }

    // Two frames, as a writer that flushes makes them.
    private static byte[] Frames(byte[] content)
    {
        using var compressor = new Compressor();
        var middle = content.Length / 2;
        return [.. compressor.Wrap(content.AsSpan(0, middle)), .. compressor.Wrap(content.AsSpan(middle))];
    }

    private static byte[] Deflated(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal))
            deflate.Write(content);
        return packed.ToArray();
    }

    private static uint Crc(byte[] content)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in content)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
        }

        return ~crc;
    }
}
