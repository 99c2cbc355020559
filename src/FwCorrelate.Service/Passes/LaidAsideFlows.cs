// SPDX-License-Identifier: Apache-2.0
using System.Runtime.InteropServices;
using FwCorrelate.Correlation;
using FwCorrelate.Flows;

namespace FwCorrelate.Service.Passes;

/// <summary>
/// Records that are needed once more and not all at once, laid aside by a hash of their 5-tuple: all records of a connection are in one
/// part, so that connections can be put together part by part.
/// </summary>
internal sealed class LaidAsideFlows(SpillFile spill)
{
    /// <summary>Number of parts.</summary>
    public const int Parts = 64;

    private const int RecordsOfPiece = 256;
    private readonly Part[] _parts = new Part[Parts];
    private readonly Dictionary<InputFile, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly List<InputFile> _files = [];

    public void Add(in FlowRecord record, InputFile file)
    {
        if (!_numbers.TryGetValue(file, out var number))
        {
            _numbers.Add(file, number = _files.Count);
            _files.Add(file);
        }

        ref var part = ref _parts[PartOf(record)];
        part.Records ??= new Entry[RecordsOfPiece];
        part.Records[part.Count++] = new Entry(record, number);
        if (part.Count < RecordsOfPiece)
            return;
        (part.Pieces ??= []).Add(spill.Append(MemoryMarshal.AsBytes(part.Records.AsSpan())));
        part.Count = 0;
    }

    /// <summary>Adds the records of a part to a list. May be called from several threads, once nothing more is added.</summary>
    public void Read(int index, List<SightedFlow> flows)
    {
        var part = _parts[index];
        var piece = new Entry[RecordsOfPiece];
        foreach (var position in part.Pieces ?? [])
        {
            spill.Read(position, MemoryMarshal.AsBytes(piece.AsSpan()));
            Add(piece, flows);
        }

        Add(part.Records.AsSpan(0, part.Count), flows);
    }

    private void Add(ReadOnlySpan<Entry> entries, List<SightedFlow> flows)
    {
        foreach (ref readonly var entry in entries)
            flows.Add(new SightedFlow(entry.Record, _files[entry.File]));
    }

    // Equal for both directions.
    private static int PartOf(in FlowRecord record)
    {
        var ends = Mixed(record.Source.GetHashCode(), record.SourcePort) + Mixed(record.Destination.GetHashCode(), record.DestinationPort);
        return (int)((ends * 0x9E37_79B9_7F4A_7C15) >> 58);
    }

    private static ulong Mixed(int address, ushort port) => ((ulong)(uint)address << 16 | port) * 0xC2B2_AE3D_27D4_EB4F;

    private readonly record struct Entry(FlowRecord Record, int File);

    private struct Part
    {
        public Entry[]? Records;
        public int Count;
        public List<long>? Pieces;
    }
}
