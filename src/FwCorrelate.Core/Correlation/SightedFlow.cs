// SPDX-License-Identifier: Apache-2.0
using System.Diagnostics.CodeAnalysis;
using FwCorrelate.Flows;

namespace FwCorrelate.Correlation;

/// <summary>A flow record kept for stitching, with the file that tells its source.</summary>
public readonly struct SightedFlow : IComparable<SightedFlow>, IEquatable<SightedFlow>
{
    private readonly FlowRecord _record;

    public SightedFlow(in FlowRecord record, InputFile file) => (_record, File) = (record, file);

    [UnscopedRef]
    public ref readonly FlowRecord Record => ref _record;

    public InputFile File { get; }

    /// <summary>
    /// By what the record says, not by where it stands; the places of equal records come last, so that no two records are equal.
    /// </summary>
    public int CompareTo(SightedFlow other) => Compare(_record, File, other._record, other.File);

    /// <inheritdoc cref="CompareTo"/>
    public static int Compare(in FlowRecord record, InputFile file, in FlowRecord other, InputFile otherFile)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(otherFile);
        var order = record.Start.CompareTo(other.Start);
        if (order == 0)
            order = record.End.CompareTo(other.End);
        if (order == 0)
            order = record.Source.CompareTo(other.Source);
        if (order == 0)
            order = record.SourcePort.CompareTo(other.SourcePort);
        if (order == 0)
            order = record.Bytes.CompareTo(other.Bytes);
        if (order == 0)
            order = record.Packets.CompareTo(other.Packets);
        if (order == 0)
            order = record.TcpFlags.CompareTo(other.TcpFlags);
        if (order == 0)
            order = record.Action.CompareTo(other.Action);
        if (order == 0)
            order = string.CompareOrdinal(file.Path, otherFile.Path);
        if (order == 0)
            order = record.Offset.CompareTo(other.Offset);
        return order != 0 ? order : record.Index.CompareTo(other.Index);
    }

    public bool Equals(SightedFlow other) => CompareTo(other) == 0;

    public override bool Equals(object? obj) => obj is SightedFlow other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(File, _record.Offset, _record.Index);

    public static bool operator ==(SightedFlow left, SightedFlow right) => left.Equals(right);

    public static bool operator !=(SightedFlow left, SightedFlow right) => !left.Equals(right);

    public static bool operator <(SightedFlow left, SightedFlow right) => left.CompareTo(right) < 0;

    public static bool operator >(SightedFlow left, SightedFlow right) => left.CompareTo(right) > 0;

    public static bool operator <=(SightedFlow left, SightedFlow right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SightedFlow left, SightedFlow right) => left.CompareTo(right) >= 0;
}
