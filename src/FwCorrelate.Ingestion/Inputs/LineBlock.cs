// SPDX-License-Identifier: Apache-2.0
using System.Buffers;

namespace FwCorrelate.Ingestion.Inputs;

/// <summary>A line that was passed over without being held in memory, and why.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Offset">Decompressed bytes before it.</param>
public readonly record struct SkippedLine(long Line, long Offset, string Reason);

/// <summary>Some whole lines of a file. Disposing gives the buffer back; the bytes must not be used after it.</summary>
public sealed class LineBlock : IDisposable
{
    private byte[]? _buffer;

    internal LineBlock(byte[] buffer, int start, int length, bool isPooled = true)
    {
        _buffer = isPooled ? buffer : null;
        Bytes = buffer.AsMemory(start, length);
    }

    /// <summary>A text that is in memory as a block of its own, all of it behind no header line.</summary>
    public static LineBlock Of(byte[] text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new LineBlock(text, 0, text.Length, isPooled: false) { FirstLine = 1, FirstOffset = 0, Headers = [], Header = null };
    }

    /// <summary>Whole lines with their terminators (LF or CRLF); the last line of a file may lack its own.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>1-based line of the first byte.</summary>
    public required long FirstLine { get; init; }

    /// <summary>Decompressed bytes before the first byte.</summary>
    public required long FirstOffset { get; init; }

    /// <summary>
    /// Header lines before this block, in the order of their first appearance. A parser needs no other memory of earlier blocks.
    /// </summary>
    public required IReadOnlyList<string> Headers { get; init; }

    /// <summary>The header line in force at the first byte; null where none came before.</summary>
    public required string? Header { get; init; }

    /// <summary>Whether the block is all of a file that holds JSON documents rather than an object a line.</summary>
    public bool IsDocument { get; init; }

    /// <summary>The line after the last one of this block, if it was too long or cut off by damage.</summary>
    public SkippedLine? Skipped { get; init; }

    public void Dispose()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = null;
    }
}
