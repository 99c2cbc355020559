// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Files;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// What one worker lays aside until it is needed again. Beyond a few MiB it lies in a temporary file.
/// </summary>
/// <param name="bytesInMemory">How much may be in memory; at least one piece always may.</param>
internal sealed class SpillFile(int bytesInMemory) : IDisposable
{
    /// <summary>What the files of all workers of one pass together hold in memory.</summary>
    private const int InMemory = 16 << 20;
    private const int LeastInMemory = 1 << 18;
    private const int FirstLength = 4096;
    private byte[] _tail = [];
    private int _tailLength;
    private long _stored;
    private TemporaryFile? _file;

    /// <summary>One for each worker.</summary>
    public static List<SpillFile> ForWorkers(int workers) =>
        [.. Enumerable.Range(0, workers).Select(_ => new SpillFile(Math.Max(LeastInMemory, InMemory / workers)))];

    /// <summary>Lays a piece aside; returns its position.</summary>
    /// <exception cref="IOException">The temporary file cannot be written; the message is for users.</exception>
    public long Append(ReadOnlySpan<byte> piece)
    {
        if (_tailLength > 0 && _tailLength + piece.Length > bytesInMemory)
            Store();
        if (_tailLength + piece.Length > _tail.Length)
            Array.Resize(ref _tail, Math.Max(_tailLength + piece.Length, Math.Min(Math.Max(_tail.Length * 2, FirstLength), bytesInMemory)));
        piece.CopyTo(_tail.AsSpan(_tailLength));
        _tailLength += piece.Length;
        return _stored + _tailLength - piece.Length;
    }

    /// <summary>Reads a piece by its position. May be called from several threads, once nothing more is appended.</summary>
    public void Read(long position, Span<byte> into)
    {
        if (position >= _stored)
        {
            _tail.AsSpan((int)(position - _stored), into.Length).CopyTo(into);
            return;
        }

        while (!into.IsEmpty)
        {
            var read = RandomAccess.Read(_file!.Handle, into, position);
            if (read == 0)
                throw new IOException("A temporary file ended early.");
            into = into[read..];
            position += read;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Store()
    {
        try
        {
            _file ??= TemporaryFile.Create();
            RandomAccess.Write(_file.Handle, _tail.AsSpan(0, _tailLength), _stored);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{Path.GetTempPath()}: what the investigation lays aside cannot be written there: {e.Message.TrimEnd('.')}. Free some "
                + "space, or name a folder on another disk in the environment variable TMPDIR.", e);
        }

        _stored += _tailLength;
        _tailLength = 0;
    }
}
