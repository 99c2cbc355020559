// SPDX-License-Identifier: Apache-2.0
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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

    // Ends are written that many at a time, the last ones too many: the next ones are written over them.
    private const int Lane = 16;

    // Where each field ends, after the place before the first byte: so every field begins behind the end before it.
    // Both arrays begin short: a case may hold very many short files, each with a parser of its own.
    private int[] _ends = new int[1024];
    private int[] _lines = new int[128];

    /// <summary>Lines of the text scanned last.</summary>
    public int Count { get; private set; }

    /// <summary>Finds all ends; what was found in an earlier text is forgotten.</summary>
    public void Scan(ReadOnlySpan<byte> text)
    {
        _ends[0] = -1;
        var (ends, lines) = (1, 0);
        var at = 0;
        ref var first = ref MemoryMarshal.GetReference(text);
        for (; at <= text.Length - Step; at += Step)
            Note(Vector512.LoadUnsafe(ref first, (nuint)at), at, ref ends, ref lines);
        if (at < text.Length)
        {
            Span<byte> rest = stackalloc byte[Step];
            rest.Clear();
            text[at..].CopyTo(rest);
            Note(Vector512.Create<byte>(rest), at, ref ends, ref lines);
        }

        if (!text.IsEmpty && text[^1] != (byte)'\n')
        {
            MakeRoom(ends, lines);
            _ends[ends++] = text.Length;
            _lines[lines++] = ends;
        }

        Count = lines;
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Note(Vector512<byte> bytes, int at, ref int ends, ref int lines)
    {
        if (ends + Step + Lane >= _ends.Length || lines + Step >= _lines.Length)
            MakeRoom(ends, lines);
        var areLines = Vector512.Equals(bytes, Vector512.Create((byte)'\n'));
        var areEnds = areLines | Vector512.Equals(bytes, Vector512.Create(separator)) | Vector512.Equals(
            bytes, Vector512.Create((byte)'\r'));
        var mask = areEnds.ExtractMostSignificantBits();
        for (var line = areLines.ExtractMostSignificantBits(); line != 0; line &= line - 1)
            _lines[lines++] = ends + BitOperations.PopCount(mask & (line ^ (line - 1)));
        var count = BitOperations.PopCount(mask);
        ref var into = ref _ends[ends];
        if (Avx512Vbmi2.IsSupported)
            Write(Avx512Vbmi2.Compress(Vector512<byte>.Zero, areEnds, Vector512<byte>.Indices), count, at, ref into);
        else
            Write(mask, count, at, ref into);
        ends += count;
    }

    /// <summary>Writes places that lie side by side already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Vector512<byte> places, int count, int at, ref int into)
    {
        var from = Vector512.Create(at);
        (Avx512F.ConvertToVector512Int32(places.GetLower().GetLower()) + from).StoreUnsafe(ref into);
        if (count <= Lane)
            return;
        (Avx512F.ConvertToVector512Int32(places.GetLower().GetUpper()) + from).StoreUnsafe(ref into, Lane);
        (Avx512F.ConvertToVector512Int32(places.GetUpper().GetLower()) + from).StoreUnsafe(ref into, 2 * Lane);
        (Avx512F.ConvertToVector512Int32(places.GetUpper().GetUpper()) + from).StoreUnsafe(ref into, 3 * Lane);
    }

    /// <summary>
    /// Writes places one by one, some at a time: a loop of its own length for each step is a branch that no processor predicts.
    /// </summary>
    private static void Write(ulong mask, int count, int at, ref int into)
    {
        for (var i = 0; i < count; i += 4)
        {
            for (var j = 0; j < 4; j++, mask &= mask - 1)
                Unsafe.Add(ref into, i + j) = at + BitOperations.TrailingZeroCount(mask);
        }
    }

    private void MakeRoom(int ends, int lines)
    {
        if (ends + Step + Lane >= _ends.Length)
            Array.Resize(ref _ends, _ends.Length * 2);
        if (lines + Step >= _lines.Length)
            Array.Resize(ref _lines, _lines.Length * 2);
    }
}
