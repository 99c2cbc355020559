// SPDX-License-Identifier: Apache-2.0
using System.Buffers;
using FwCorrelate.Ingestion.Inputs;

namespace FwCorrelate.Serving.Collection;

/// <summary>A source file, opened to be compared with what was collected and read on from there.</summary>
internal sealed class WatchedFile : IDisposable
{
    private const int ChunkLength = 1 << 20;

    // A line that is longer is taken in parts: readers pass it over anyway, and memory stays bounded.
    private const int LongestHeld = 64 * ChunkLength;

    private readonly FileStream _stream;

    private WatchedFile(FileStream stream) => _stream = stream;

    /// <summary>Opens the file; null where it is gone or is another one by now.</summary>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static WatchedFile? Open(FileLook look)
    {
        if (look.Length == 0)
            return null;
        try
        {
            var stream = new FileStream(look.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
            if (FileIdentity.Of(look.FullPath) == look.Identity)
                return new WatchedFile(stream);
            stream.Dispose();
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public bool IsCompressed
    {
        get
        {
            Span<byte> magic = stackalloc byte[6];
            return Containers.Recognise(magic[..RandomAccess.Read(_stream.SafeFileHandle, magic, 0)]) is not Container.None;
        }
    }

    public byte[] Head()
    {
        var head = new byte[Fingerprint.MostBytes];
        return head[..RandomAccess.Read(_stream.SafeFileHandle, head, 0)];
    }

    /// <summary>Whether the file still begins with what was collected of it, as far as its first and last bytes tell.</summary>
    public bool GoesOn(CollectedStream stream)
    {
        if (RandomAccess.GetLength(_stream.SafeFileHandle) < stream.Length || !stream.Head.Begins(Head()))
            return false;
        var tail = new byte[stream.Tail.Length];
        var read = RandomAccess.Read(_stream.SafeFileHandle, tail, stream.Length - tail.Length);
        return stream.Tail == Fingerprint.Of(tail.AsSpan(0, read));
    }

    /// <summary>Collects what lies beyond the copy's end, at most about <paramref name="most"/> bytes.</summary>
    /// <param name="takesPartialLine">Whether a last line without an end is taken too.</param>
    /// <returns>Whether all of the file up to <paramref name="end"/> was looked at.</returns>
    public bool CollectInto(StreamCopy copy, long end, bool takesPartialLine, long most)
    {
        var start = copy.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkLength);
        FileStream? target = null;
        try
        {
            var (held, position) = (0, start);
            while (position < end && position - start < most)
            {
                if (held == buffer.Length)
                    buffer = Grown(buffer, held);
                var read = RandomAccess.Read(
                    _stream.SafeFileHandle, buffer.AsSpan(held, (int)Math.Min(buffer.Length - held, end - position)), position);
                if (read == 0)
                    break;
                (held, position) = (held + read, position + read);
                var lines = takesPartialLine && position >= end
                    || held >= LongestHeld ? held : buffer.AsSpan(0, held).LastIndexOf((byte)'\n') + 1;
                if (lines == 0)
                    continue;
                target ??= copy.OpenForAppending();
                copy.Append(target, buffer.AsSpan(0, lines));
                buffer.AsSpan(lines, held - lines).CopyTo(buffer);
                held -= lines;
            }

            target?.Flush(flushToDisk: true);
            return position >= end;
        }
        finally
        {
            target?.Dispose();
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => _stream.Dispose();

    private static byte[] Grown(byte[] buffer, int held)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, held).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
