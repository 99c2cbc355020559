// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Members;

/// <summary>
/// What the objects or rows of a family mean, in whatever form they were exported. One is made for one worker thread and one file.
/// </summary>
/// <typeparam name="TColumn">The family's columns.</typeparam>
/// <param name="format">The family's table.</param>
/// <param name="columns">Columns that a record is made of.</param>
internal abstract class MemberRecords<TColumn>(LogFormat format, ColumnTable<TColumn> columns)
    where TColumn : unmanaged, Enum
{
    /// <summary>Finds a column of a record by name.</summary>
    public delegate bool Lookup(ReadOnlySpan<byte> record, string column, out string value);

    public LogFormat Format => format;

    public ColumnTable<TColumn> Columns => columns;

    /// <summary>How a value says that there is none, beside an empty one.</summary>
    public virtual ReadOnlySpan<byte> Absent => default;

    /// <summary>See <see cref="IRecordLayout.UnknownVerdicts"/>.</summary>
    public virtual IReadOnlyCollection<string> UnknownVerdicts => [];

    /// <summary>
    /// Makes a record of a row; every property is to be set but the origin. Nothing is to be allocated for one that is read.
    /// </summary>
    /// <param name="reason">Why the outcome is <see cref="LineOutcome.Rejected"/>.</param>
    public abstract LineOutcome Read(in MemberRow<TColumn> row, ref FlowRecord record, out string? reason);

    /// <summary>Whether the source marks the value of any of its columns as absent.</summary>
    public abstract bool IsAbsent(string column, string value);

    /// <summary>The value of a column, or of a name that no column has and several make.</summary>
    /// <param name="lookup">Finds a column as it stands in the record.</param>
    public virtual bool TryGet(ReadOnlySpan<byte> record, string column, Lookup lookup, out string value) =>
        lookup(record, column, out value);
}
