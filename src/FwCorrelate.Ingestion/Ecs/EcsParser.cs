// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.Ecs;

/// <summary>Reads documents, one per line.</summary>
internal sealed class EcsParser(EcsFormat format) : JsonLineParser, IFlowParser
{
    private readonly EcsRecords _records = new(format.Sources);
    private EcsDocumentFields? _last;

    public override LogFormat Format => format.Table;

    public override bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) =>
        FieldsOf(record).TryGet(column, out value);

    public override IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record) => FieldsOf(record.Span).Vendor;

    public RecordHash HashOf(ReadOnlySpan<byte> record) => FieldsOf(record).Hash;

    public bool NamesDocuments => true;

    public DocumentId? DocumentOf(ReadOnlySpan<byte> record) => FieldsOf(record).Document;

    protected override bool IsAbsent(string column, string value) => value.Length == 0;

    protected override LineOutcome Read(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> line, Span<byte> scratch, ref FlowRecord record, out string? reason) =>
        _records.Read(ref reader, line, ref record, out reason);

    protected override UnfoldedLine? Unfold(ReadOnlySpan<byte> line) => FoldedTuples.MayHold(line) ? FoldedTuples.Read(line) : null;

    // The fields of one record are asked for one after the other. The layout is shared by threads: each sees a whole object or none.
    private EcsDocumentFields FieldsOf(ReadOnlySpan<byte> record)
    {
        var last = _last;
        if (last is null || !last.IsOf(record))
            _last = last = new EcsDocumentFields(record, format);
        return last;
    }
}
