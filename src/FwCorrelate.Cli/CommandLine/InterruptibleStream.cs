// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Cli.CommandLine;

/// <summary>A stream whose reader may wait for ever: an interruption ends the waiting, which the system's own call does not.</summary>
internal sealed class InterruptibleStream(Stream inner, CancellationToken interrupted) : Stream
{
    private readonly byte[] _buffer = new byte[1 << 16];

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="OperationCanceledException">The run was interrupted. What is read by then is lost, so nothing may be read after
    /// it.</exception>
    public override int Read(Span<byte> buffer)
    {
        interrupted.ThrowIfCancellationRequested();
        var wanted = Math.Min(buffer.Length, _buffer.Length);
        var reading = Task.Run(() => inner.Read(_buffer, 0, wanted), CancellationToken.None);
        reading.Wait(interrupted);
        _buffer.AsSpan(0, reading.Result).CopyTo(buffer);
        return reading.Result;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
