// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.CsvLines;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Members;

/// <summary>
/// Base of formats whose records are named values: one JSON object per line, or rows of CSV below a header line. Recognised by the
/// <see cref="LogFormat.Marks"/> that the routing pipeline knows a record by.
/// </summary>
/// <typeparam name="TColumn">The family's columns.</typeparam>
internal abstract class MemberFormat<TColumn> : IFlowFormat
    where TColumn : unmanaged, Enum
{
    public abstract LogFormat Table { get; }

    /// <inheritdoc/>
    public abstract ReadOnlySpan<byte> HeaderMark { get; }

    public bool ReadsDocuments => true;

    public virtual bool IsHeader(ReadOnlySpan<byte> line) => IsCsvHeader(line);

    public virtual bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        if (HasCsvHeader(head))
            return true;
        var first = FirstObject.Of(head, Table.NestsMembers);
        if (first.TryGetValue(RecordMarks.TopicMember, out var topic) && topic.Length > 0)
            return Table.Marks.Topics.Contains(topic);
        if (first.TryGetValue(RecordMarks.TypeMember, out var type) && Table.Marks.Types.Contains(type))
            return true;
        var names = first.Keys.Select(ColumnText.Bare).ToHashSet(StringComparer.Ordinal);
        return Table.Marks.Members.Count > 0 && Table.Marks.Members.All(g => g.Any(n => names.Contains(ColumnText.Bare(n))));
    }

    public virtual IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns) =>
        HasCsvHeader(head.Span) ? new MemberRowParser<TColumn>(CreateRecords(file), this)
            : new MemberObjectParser<TColumn>(CreateRecords(file));

    /// <summary>For one worker thread and one file.</summary>
    protected abstract MemberRecords<TColumn> CreateRecords(InputFile file);

    private bool IsCsvHeader(ReadOnlySpan<byte> line) => Table.Marks.Header.Count > 0 && CsvColumns.IsHeader(line, Table.Marks.Header);

    private bool HasCsvHeader(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (IsCsvHeader(line))
                return true;
        }

        return false;
    }
}
