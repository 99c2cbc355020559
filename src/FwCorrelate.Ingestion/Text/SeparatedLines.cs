// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FwCorrelate.Ingestion.Text;

/// <summary>
/// Where the fields and lines of a text end, for text whose fields are separated by one byte and never quoted. On the hot path: 64 bytes
/// are looked at in one step, and the arrays are used again for the next text.
/// </summary>
/// <remarks>
/// A line ends with a line feed, with a carriage return and a line feed, or where the text ends. A carriage return elsewhere ends a field:
/// such a line then has other fields than it should, and is refused for it.
/// </remarks>
internal sealed class SeparatedLines(byte separator)
{
    private const int Step = 64;

    // Where each field ends, after the place before the first byte: so every field begins behind the end before it.
    private int[] _ends = new int[8 * 1024];
    private int[] _lines = new int[1024];
    private int _endCount;

    /// <summary>Lines of the text scanned last.</summary>
    public int Count { get; private set; }

    /// <summary>Finds all ends; what was found in an earlier text is forgotten.</summary>
    public void Scan(ReadOnlySpan<byte> text)
    {
        _ends[0] = -1;
        (_endCount, Count) = (1, 0);
        var at = 0;
        ref var first = ref MemoryMarshal.GetReference(text);
        for (; at <= text.Length - Step; at += Step)
            Note(Vector512.LoadUnsafe(ref first, (nuint)at), at);
        if (at < text.Length)
        {
            Span<byte> rest = stackalloc byte[Step];
            rest.Clear();
            text[at..].CopyTo(rest);
            Note(Vector512.Create<byte>(rest), at);
        }

        if (text.IsEmpty || text[^1] == (byte)'\n')
            return;
        MakeRoom();
        _ends[_endCount++] = text.Length;
        _lines[Count++] = _endCount;
    }

    /// <summary>One line of the text scanned last.</summary>
    /// <param name="text">That text.</param>
    public SeparatedRow Row(ReadOnlySpan<byte> text, int line)
    {
        var from = line == 0 ? 1 : _lines[line - 1];
        var fields = _lines[line] - from;
        if (fields > 1 && text[_ends[from + fields - 2]] == (byte)'\r' && _ends[from + fields - 2] + 1 == _ends[from + fields - 1])
            fields--;
        return new SeparatedRow(text, _ends.AsSpan(from - 1, fields + 1));
    }

    private void Note(Vector512<byte> bytes, int at)
    {
        MakeRoom();
        var lines = Vector512.Equals(bytes, Vector512.Create((byte)'\n')).ExtractMostSignificantBits();
        var ends = lines | (Vector512.Equals(bytes, Vector512.Create(separator)) | Vector512.Equals(bytes, Vector512.Create((byte)'\r'))).ExtractMostSignificantBits();
        for (; lines != 0; lines &= lines - 1)
            _lines[Count++] = _endCount + BitOperations.PopCount(ends & (lines ^ (lines - 1)));
        var into = _ends.AsSpan(_endCount, Step);
        var count = BitOperations.PopCount(ends);
        for (var i = 0; i < count; i++)
        {
            into[i] = at + BitOperations.TrailingZeroCount(ends);
            ends &= ends - 1;
        }

        _endCount += count;
    }

    private void MakeRoom()
    {
        if (_endCount + Step >= _ends.Length)
            Array.Resize(ref _ends, _ends.Length * 2);
        if (Count + Step >= _lines.Length)
            Array.Resize(ref _lines, _lines.Length * 2);
    }
}
