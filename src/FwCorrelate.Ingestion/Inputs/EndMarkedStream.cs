// SPDX-License-Identifier: Apache-2.0
using System.IO.Compression;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>
/// Tells a whole gzip file from a cut off one. GZipStream takes the end of its input for the end of the data, so after it one
/// more member with known content follows: only behind a whole member does the decoder start on it.
/// </summary>
internal sealed class EndMarkedStream(Stream inner) : Stream
{
    private static readonly byte[] Content = "end of file 7f3a"u8.ToArray();
    private static readonly byte[] Member = Compress(Content);
    private int _markerRead = Member.Length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

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

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] Compress(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Optimal))
            gzip.Write(content);
        return stream.ToArray();
    }
}
