// SPDX-License-Identifier: Apache-2.0
using CsvHelper;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.CsvLines;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Members;

/// <summary>
/// Reads the same as CSV whose header line names the columns, in any order: a page of a console or the result of a query.
/// </summary>
internal sealed class MemberRowParser<TColumn>(MemberRecords<TColumn> records, IHeaderLines headers) : CsvLineParser(headers), IRecordLayout
    where TColumn : unmanaged, Enum
{
    private byte[] _scratch = [];
    private MemberRecords<TColumn>.Lookup? _lookup;

    public override LogFormat Format => records.Format;

    public IReadOnlyCollection<string> UnknownVerdicts => records.UnknownVerdicts;

    public override bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) =>
        records.TryGet(record, column, _lookup ??= Lookup, out value);

    private bool Lookup(ReadOnlySpan<byte> record, string column, out string value) => base.TryGetField(record, column, out value);

    protected override bool IsAbsent(string column, string value) => records.IsAbsent(column, value);

    protected override LineOutcome Read(
        ReadOnlySpan<byte> line, CsvReader cells, CsvColumns columns, ref FlowRecord record, out string? reason)
    {
        if (_scratch.Length < line.Length)
            _scratch = new byte[line.Length];
        var row = new MemberRow<TColumn>(line, _scratch, records.Absent);
        for (var i = 0; i < columns.Count; i++)
        {
            if (records.Columns.Find(columns[i]) is { } column)
                row.Set(column, cells.GetSpan(i));
        }

        return records.Read(row, ref record, out reason);
    }
}
