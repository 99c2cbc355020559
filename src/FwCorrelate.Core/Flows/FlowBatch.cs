// SPDX-License-Identifier: Apache-2.0
using System.Runtime.CompilerServices;

namespace FwCorrelate.Flows;

/// <summary>
/// The records of one block of one file, with the raw lines they came from. Readers fill it, the path reads it, and it is
/// filled again: nothing is allocated per record. A record that must outlive its block is copied into a batch of its own, see
/// <see cref="Of"/>.
/// </summary>
public sealed class FlowBatch
{
    private const int UsualCapacity = 4096;
    private FlowRecord[] _records;
    private Extent[] _extents;
    private ReadOnlyMemory<byte> _block;

    public FlowBatch(InputFile file, IRecordLayout layout)
        : this(file, layout, UsualCapacity)
    {
    }

    private FlowBatch(InputFile file, IRecordLayout layout, int capacity)
    {
        File = file;
        Layout = layout;
        _records = new FlowRecord[capacity];
        _extents = new Extent[capacity];
    }

    public InputFile File { get; }

    public IRecordLayout Layout { get; }

    /// <summary>A batch for another file in the room of this one, which must not be used any more.</summary>
    public FlowBatch Rebind(InputFile file, IRecordLayout layout) =>
        new(file, layout, capacity: 0) { _records = _records, _extents = _extents };

    public int Count { get; private set; }

    /// <summary>Records that could not be read, in the block's order.</summary>
    public List<RejectedRecord> Rejected { get; } = [];

    /// <summary>Lines that hold no record by design: headers, blanks, comments, control messages.</summary>
    public long IgnoredLines { get; set; }

    public ReadOnlySpan<FlowRecord> Records => _records.AsSpan(0, Count);

    public ref readonly FlowRecord this[int index] => ref _records[index];

    /// <summary>
    /// Starts over on another block of the same file. <paramref name="block"/> must stay unchanged while the batch is used.
    /// </summary>
    public void Reset(ReadOnlyMemory<byte> block)
    {
        _block = block;
        Count = 0;
        IgnoredLines = 0;
        Rejected.Clear();
    }

    /// <summary>
    /// Room for one more record, whose raw text is <paramref name="length"/> bytes at <paramref name="start"/> of the block. Fill every
    /// property.
    /// </summary>
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

    /// <summary>A batch of one record.</summary>
    /// <param name="raw">Its raw text; must stay unchanged while the batch is used.</param>
    public static RecordReference Of(InputFile file, IRecordLayout layout, in FlowRecord record, ReadOnlyMemory<byte> raw)
    {
        var batch = new FlowBatch(file, layout, capacity: 1) { _block = raw };
        batch.Add(0, raw.Length) = record;
        return new RecordReference(batch, 0);
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

    /// <summary>The hash that names it. See <see cref="IRecordLayout.HashOf"/>.</summary>
    public RecordHash Hash => Batch.Layout.HashOf(Raw.Span);

    /// <summary>The vendor's field, or null. See <see cref="IRecordLayout.TryGetField"/>.</summary>
    public string? Field(string column) => Batch.Layout.TryGetField(Raw.Span, column, out var value) ? value : null;
}
