// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>
/// Tells a whole gzip file from a cut off one. GZipStream takes the end of its input for the end of the data, so after it one
/// more member with known content follows: only behind a whole member does the decoder start on it.
/// </summary>
internal sealed class EndMarkedStream(Stream inner) : ForwardStream
{
    private static readonly byte[] Content = "end of file 7f3a"u8.ToArray();
    private static readonly byte[] Member = Compress(Content);
    private int _markerRead = Member.Length;

    /// <summary>Whether the decoder, which found no more data, stands behind a whole member with nothing left over.</summary>
    /// <exception cref="InvalidDataException">It does not, and noticed.</exception>
    public bool IsWhole(Stream decoder)
    {
        _markerRead = 0;
        Span<byte> found = stackalloc byte[Content.Length + 1];
        var length = decoder.ReadAtLeast(found, found.Length, throwOnEndOfStream: false);
        return found[..length].SequenceEqual(Content);
    }

    public override int Read(Span<byte> buffer)
    {
        var read = _markerRead == Member.Length ? inner.Read(buffer) : 0;
        if (read > 0 || _markerRead == Member.Length)
            return read;
        var length = Math.Min(buffer.Length, Member.Length - _markerRead);
        Member.AsSpan(_markerRead, length).CopyTo(buffer);
        _markerRead += length;
        return length;
    }

    private static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(content);
        return stream.ToArray();
    }
}
