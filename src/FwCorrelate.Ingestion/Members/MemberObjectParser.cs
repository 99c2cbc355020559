// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Members;

/// <summary>Reads logs of one JSON object per line, as log services write them.</summary>
internal sealed class MemberObjectParser<TColumn>(MemberRecords<TColumn> records) : JsonLineParser, IRecordLayout
    where TColumn : unmanaged, Enum
{
    private MemberRecords<TColumn>.Lookup? _lookup;

    public override LogFormat Format => records.Format;

    public IReadOnlyCollection<string> UnknownVerdicts => records.UnknownVerdicts;

    public override bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) =>
        records.TryGet(record, column, _lookup ??= Lookup, out value);

    private bool Lookup(ReadOnlySpan<byte> record, string column, out string value) => base.TryGetField(record, column, out value);

    protected override bool IsAbsent(string column, string value) => records.IsAbsent(column, value);

    protected override LineOutcome Read(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> line, Span<byte> scratch, ref FlowRecord record, out string? reason)
    {
        var row = new MemberRow<TColumn>(line, scratch, records.Absent);
        if (records.Format.NestsMembers)
            row.ReadNested(ref reader, records.Columns);
        else
            row.Read(ref reader, records.Columns);
        return records.Read(row, ref record, out reason);
    }
}
