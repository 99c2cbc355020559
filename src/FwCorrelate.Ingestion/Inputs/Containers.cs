// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Ingestion.Inputs;

/// <summary>What a file is wrapped in, by its first bytes.</summary>
internal enum Container
{
    None,
    Gzip,
    Zstandard,
    Zip,
    Bzip2,
    Xz,
    Lz4,
    Parquet,
    Utf16,
}

/// <summary>Magic numbers: RFC 1952 (gzip), RFC 8878 (Zstandard), APPNOTE 4.3.7 (zip), the Parquet and xz format descriptions.</summary>
internal static class Containers
{
    public const int MagicLength = 6;

    public static Container Recognise(ReadOnlySpan<byte> head) => head switch
    {
        [0x1F, 0x8B, ..] => Container.Gzip,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Container.Zstandard,

        // A frame to be skipped (RFC 8878, section 3.1.2), with which parallel compressors begin.
        [>= 0x50 and <= 0x5F, 0x2A, 0x4D, 0x18, ..] => Container.Zstandard,
        [(byte)'P', (byte)'K', 3, 4, ..] or [(byte)'P', (byte)'K', 5, 6, ..] => Container.Zip,
        [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..] => Container.Bzip2,
        [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => Container.Xz,
        [4, 0x22, 0x4D, 0x18, ..] => Container.Lz4,
        [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => Container.Parquet,
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => Container.Utf16,
        _ => Container.None,
    };

    public static string CannotBeRead(Container container) => container switch
    {
        Container.Utf16 => "it is UTF-16 text, which this version cannot read: convert it to UTF-8",
        _ => $"it is compressed with {Name(container)}, which this version cannot read: decompress it, or compress it with gzip or zstd",
    };

    private static string Name(Container container) => container switch
    {
        Container.Zip => "zip",
        Container.Bzip2 => "bzip2",
        Container.Xz => "xz",
        Container.Lz4 => "LZ4",
        _ => container.ToString(),
    };
}
