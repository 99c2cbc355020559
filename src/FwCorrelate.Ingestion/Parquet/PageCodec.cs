// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;
using ZstdSharp;

namespace FwCorrelate.Ingestion.Parquet;

/// <summary>Decompresses pages (<c>parquet.thrift</c>, <c>CompressionCodec</c>). AWS compresses flow logs with gzip, Athena with either.</summary>
internal static class PageCodec
{
    private const int Uncompressed = 0;
    private const int Snappy = 1;
    private const int Gzip = 2;
    private const int Brotli = 4;
    private const int Zstandard = 6;

    /// <summary>Fills the page with what the stored bytes hold.</summary>
    /// <param name="stored">The bytes as stored.</param>
    /// <param name="storedLength">How many of them there are.</param>
    /// <exception cref="InvalidDataException">They hold less or more, are damaged, or compressed in a way that is not read here.</exception>
    public static void Decompress(int codec, byte[] stored, int storedStart, int storedLength, Span<byte> page)
    {
        var from = stored.AsSpan(storedStart, storedLength);
        switch (codec)
        {
            case Uncompressed when storedLength == page.Length:
                from.CopyTo(page);
                break;
            case Snappy when Snappier.Snappy.GetUncompressedLength(from) == page.Length:
                Snappier.Snappy.Decompress(from, page);
                break;
            case Gzip:
                using (var gzip = new GZipStream(new MemoryStream(stored, storedStart, storedLength), CompressionMode.Decompress))
                    Fill(gzip, page);
                break;
            case Brotli:
                using (var brotli = new BrotliStream(new MemoryStream(stored, storedStart, storedLength), CompressionMode.Decompress))
                    Fill(brotli, page);
                break;
            case Zstandard:
                using (var zstandard = new DecompressionStream(new MemoryStream(stored, storedStart, storedLength)))
                    Fill(zstandard, page);
                break;
            case Uncompressed or Snappy:
                throw OtherLength(page.Length);
            default:
                throw new InvalidDataException(
                    $"its pages are compressed with codec {codec} (LZO or LZ4), which this version cannot read: expected gzip, Snappy, "
                    + "Zstandard or Brotli");
        }
    }

    private static void Fill(Stream decompressed, Span<byte> page)
    {
        Span<byte> more = stackalloc byte[1];
        if (decompressed.ReadAtLeast(page, page.Length, throwOnEndOfStream: false) != page.Length || decompressed.Read(more) != 0)
            throw OtherLength(page.Length);
    }

    private static InvalidDataException OtherLength(int expected) =>
        new($"a page does not hold the {expected} bytes that its header tells");
}
