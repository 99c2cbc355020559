// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;

namespace FwCorrelate.Correlation;

/// <summary>A flow record kept for stitching, with the file that tells its source.</summary>
public readonly record struct SightedFlow(FlowRecord Record, InputFile File) : IComparable<SightedFlow>
{
    /// <summary>By what the record says, never by where it stands; files of equal records come last, by path.</summary>
    public int CompareTo(SightedFlow other)
    {
        var order = Record.Start.CompareTo(other.Record.Start);
        if (order == 0)
            order = Record.End.CompareTo(other.Record.End);
        if (order == 0)
            order = Record.Source.CompareTo(other.Record.Source);
        if (order == 0)
            order = Record.SourcePort.CompareTo(other.Record.SourcePort);
        if (order == 0)
            order = Record.Bytes.CompareTo(other.Record.Bytes);
        if (order == 0)
            order = Record.Packets.CompareTo(other.Record.Packets);
        if (order == 0)
            order = Record.TcpFlags.CompareTo(other.Record.TcpFlags);
        if (order == 0)
            order = Record.Action.CompareTo(other.Record.Action);
        return order != 0 ? order : string.CompareOrdinal(File.Path, other.File.Path);
    }

    public static bool operator <(SightedFlow left, SightedFlow right) => left.CompareTo(right) < 0;

    public static bool operator >(SightedFlow left, SightedFlow right) => left.CompareTo(right) > 0;

    public static bool operator <=(SightedFlow left, SightedFlow right) => left.CompareTo(right) <= 0;

    public static bool operator >=(SightedFlow left, SightedFlow right) => left.CompareTo(right) >= 0;
}
