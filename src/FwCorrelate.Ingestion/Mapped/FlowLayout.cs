// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Network;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>How TCP flags are written.</summary>
internal enum FlagText
{
    Decimal,
    Hexadecimal,

    /// <summary>Letters, such as <c>S</c>, <c>SA</c> or nfdump's <c>...AP.SF</c>.</summary>
    Letters,

    /// <summary>Words such as <c>SYN ACK</c>.</summary>
    Words,
}

/// <summary>Which bytes a record counts.</summary>
internal enum ByteCount
{
    /// <summary>Those of one direction.</summary>
    OneWay,

    /// <summary>Those of both, not told apart unless columns do.</summary>
    BothWays,
}

/// <summary>What names of columns mean: with it a log of named values is read without code of its own.</summary>
/// <param name="format">The family's table.</param>
/// <param name="columns">Columns that a record is made of.</param>
internal sealed class FlowLayout(LogFormat format, ColumnTable<FlowRole> columns)
{
    public const long NanosecondsPerSecond = 1_000_000_000;

    public const long NanosecondsPerMillisecond = 1_000_000;

    public LogFormat Format => format;

    public ColumnTable<FlowRole> Columns => columns;

    /// <summary>How a value says that there is none, beside an empty one.</summary>
    public string Absent { get; init; } = "";

    /// <summary>The same as bytes.</summary>
    public byte[] AbsentBytes => field ??= Encoding.UTF8.GetBytes(Absent);

    /// <summary>Nanoseconds in one unit of <see cref="FlowRole.Duration"/>.</summary>
    public long DurationUnit { get; init; } = NanosecondsPerSecond;

    /// <summary>
    /// Whether <see cref="FlowRole.Stamp"/> is of the end, so that a record began <see cref="FlowRole.Duration"/> before it.
    /// </summary>
    public bool StampIsEnd { get; init; }

    /// <summary>What carries every record that tells no protocol.</summary>
    public TransportProtocol Protocol { get; init; }

    /// <summary>Of records that tell none.</summary>
    public FirewallAction Action { get; init; }

    public FlowDirection Direction { get; init; }

    public FlagText Flags { get; init; }

    public ByteCount Counts { get; init; } = ByteCount.BothWays;

    /// <summary>Whether a record may have a destination of which only the name is known.</summary>
    public bool AllowsNames { get; init; }

    /// <summary>Whether a record may tell no source: the log is of the machine it was written on.</summary>
    public bool AllowsNoSource { get; init; }

    public bool IsSampled { get; init; }
}
