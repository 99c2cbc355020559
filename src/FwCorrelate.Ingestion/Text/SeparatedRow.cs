// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FwCorrelate.Ingestion.Text;

/// <summary>One line and its fields; made by <see cref="SeparatedLines"/>, which vouches that every end lies within the text.</summary>
internal readonly ref struct SeparatedRow
{
    private readonly ref readonly byte _text;
    private readonly ref readonly int _ends;

    /// <param name="ends">Where the field before the first ends, then where each field ends; ascending and within the text.</param>
    public SeparatedRow(ReadOnlySpan<byte> text, ReadOnlySpan<int> ends)
    {
        _text = ref MemoryMarshal.GetReference(text);
        _ends = ref MemoryMarshal.GetReference(ends[1..]);
        FieldCount = ends.Length - 1;
        Start = ends[0] + 1;
    }

    /// <summary>Place of the line's first byte in the text.</summary>
    public int Start { get; }

    public int FieldCount { get; }

    /// <summary>Bytes of the line without its end.</summary>
    public int Length => Unsafe.Add(ref Unsafe.AsRef(in _ends), FieldCount - 1) - Start;

    /// <summary>The line without its end.</summary>
    public ReadOnlySpan<byte> Raw => MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in _text), Start), Length);

    /// <param name="field">Below <see cref="FieldCount"/>: this is not checked again for each field of each record.</param>
    public ReadOnlySpan<byte> this[int field]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var start = StartOf(field);
            return MemoryMarshal.CreateReadOnlySpan(in Unsafe.Add(ref Unsafe.AsRef(in _text), start), EndOf(field) - start);
        }
    }

    /// <inheritdoc cref="Utf8Number.TryParse(ReadOnlySpan{byte}, out long)"/>
    /// <remarks>What stands before the number is loaded with it and masked away: any usual length is one load, and no branch.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGetNumber(int field, out long value)
    {
        var end = EndOf(field);
        var length = end - StartOf(field);
        return (uint)(length - 1) < sizeof(ulong) && end >= sizeof(ulong)
            ? Utf8Number.TryParseLast(
                Unsafe.ReadUnaligned<ulong>(in Unsafe.Add(ref Unsafe.AsRef(in _text), end - sizeof(ulong))), length, out value)
            : Utf8Number.TryParse(this[field], out value);
    }

    /// <summary>Whether every field has at least sixteen bytes of text before its end, as all rows but a text's first have.</summary>
    public bool HasTextBefore => Start >= Vector128<byte>.Count;

    /// <summary>The sixteen bytes that end with a field; needs <see cref="HasTextBefore"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> LastSixteen(int field)
    {
        Debug.Assert(HasTextBefore, "Nothing before the text is read.");
        return Vector128.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in _text), EndOf(field) - Vector128<byte>.Count));
    }

    /// <summary>The eight bytes that end with a field, the first in the lowest place; needs <see cref="HasTextBefore"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong LastEight(int field)
    {
        Debug.Assert(HasTextBefore, "Nothing before the text is read.");
        return Unsafe.ReadUnaligned<ulong>(in Unsafe.Add(ref Unsafe.AsRef(in _text), EndOf(field) - sizeof(ulong)));
    }

    /// <summary>Bytes of a field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int LengthOf(int field) => EndOf(field) - StartOf(field);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int StartOf(int field) => Unsafe.Add(ref Unsafe.AsRef(in _ends), field - 1) + 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int EndOf(int field)
    {
        Debug.Assert((uint)field < (uint)FieldCount, "The caller knows how many fields the row has.");
        return Unsafe.Add(ref Unsafe.AsRef(in _ends), field);
    }
}
