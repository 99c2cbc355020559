// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

namespace FwCorrelate.Flows;

/// <summary>
/// The records of one block of one file, with the raw lines they came from. Readers fill it, the path reads it, and it is
/// filled again: nothing is allocated per record. A batch that must outlive its block copies with <see cref="Append"/>.
/// </summary>
public sealed class FlowBatch
{
    private FlowRecord[] _records = new FlowRecord[4096];
    private Extent[] _extents = new Extent[4096];
    private ReadOnlyMemory<byte> _block;
    private byte[]? _owned;
    private int _ownedLength;

    public FlowBatch(InputFile file, IRecordLayout layout)
    {
        File = file;
        Layout = layout;
    }

    public InputFile File { get; }

    public IRecordLayout Layout { get; }

    public int Count { get; private set; }

    /// <summary>Records that could not be read, in the block's order.</summary>
    public List<RejectedRecord> Rejected { get; } = [];

    /// <summary>Lines that hold no record by design: headers, blanks, comments, control messages.</summary>
    public long IgnoredLines { get; set; }

    public ReadOnlySpan<FlowRecord> Records => _records.AsSpan(0, Count);

    public ref readonly FlowRecord this[int index] => ref _records[index];

    /// <summary>Starts over on another block of the same file. <paramref name="block"/> must stay unchanged while the batch is used.</summary>
    public void Reset(ReadOnlyMemory<byte> block)
    {
        _block = block;
        Count = 0;
        IgnoredLines = 0;
        Rejected.Clear();
    }

    /// <summary>Room for one more record, whose raw text is <paramref name="length"/> bytes at <paramref name="start"/> of the block. Fill every property.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref FlowRecord Add(int start, int length)
    {
        if (Count == _records.Length)
            Grow();
        _extents[Count] = new Extent(start, length);
        return ref _records[Count++];
    }

    /// <summary>Takes back the record added last.</summary>
    public void RemoveLast() => Count--;

    /// <summary>The raw record without its terminator.</summary>
    public ReadOnlyMemory<byte> Raw(int index) => _block.Slice(_extents[index].Start, _extents[index].Length);

    /// <summary>Copies a record and its raw text out of another batch of the same file; returns its index here.</summary>
    public int Append(FlowBatch other, int index)
    {
        ArgumentNullException.ThrowIfNull(other);
        var raw = other.Raw(index).Span;
        if (_owned is null || _ownedLength + raw.Length > _owned.Length)
        {
            Array.Resize(ref _owned, Math.Max(4096, Math.Max(_ownedLength + raw.Length, (_owned?.Length ?? 0) * 2)));
            _block = _owned;
        }

        raw.CopyTo(_owned.AsSpan(_ownedLength));
        Add(_ownedLength, raw.Length) = other._records[index];
        _ownedLength += raw.Length;
        return Count - 1;
    }

    private void Grow()
    {
        Array.Resize(ref _records, _records.Length * 2);
        Array.Resize(ref _extents, _extents.Length * 2);
    }

    private readonly record struct Extent(int Start, int Length);
}

/// <summary>One record of a batch.</summary>
public readonly record struct RecordReference(FlowBatch Batch, int Index)
{
    public ref readonly FlowRecord Record => ref Batch[Index];

    public ReadOnlyMemory<byte> Raw => Batch.Raw(Index);

    /// <summary>The vendor's field, or null. See <see cref="IRecordLayout.TryGetField"/>.</summary>
    public string? Field(string column) => Batch.Layout.TryGetField(Raw.Span, column, out var value) ? value : null;
}
