// SPDX-License-Identifier: Apache-2.0
using System.Text;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Members;
using FwCorrelate.Ingestion.Text;

namespace FwCorrelate.Ingestion.Mapped;

/// <summary>Reads a log of lines that a <see cref="LineForm"/> cuts into named values.</summary>
internal sealed class MappedLineParser(MappedRecords records, LineForm form) : IFlowParser
{
    private byte[] _scratch = new byte[4096];
    private MemberRecords<FlowRole>.Lookup? _lookup;

    public LogFormat Format => records.Format;

    public IReadOnlyCollection<string> UnknownVerdicts => records.UnknownVerdicts;

    public void Parse(LineBlock block, FlowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(batch);
        batch.Reset(block.Bytes);
        form.Enter(block.Header);
        var text = block.Bytes.Span;
        var line = block.FirstLine;
        for (int start = 0, next; start < text.Length; start = next, line++)
        {
            var end = text[start..].IndexOf((byte)'\n');
            next = end < 0 ? text.Length : start + end + 1;
            var raw = (end < 0 ? text[start..] : text.Slice(start, end)).TrimEnd((byte)'\r');
            ParseLine(raw, start, line, block.FirstOffset + start, batch);
        }

        block.RejectSkipped(batch);
    }

    public bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) =>
        records.TryGet(record, column, _lookup ??= Lookup, out value);

    public IEnumerable<KeyValuePair<string, string>> Fields(ReadOnlyMemory<byte> record) => FieldsOf(record.Span);

    private void ParseLine(ReadOnlySpan<byte> raw, int start, long line, long offset, FlowBatch batch)
    {
        if (raw.Trim(" \t"u8).IsEmpty)
        {
            batch.IgnoredLines++;
            return;
        }

        if (form.IsHeader(raw))
        {
            batch.IgnoredLines++;
            if (!form.HeaderMark.IsEmpty && raw.IndexOf(form.HeaderMark) >= 0)
                form.Enter(Encoding.UTF8.GetString(raw));
            return;
        }

        if (_scratch.Length < raw.Length)
            _scratch = new byte[raw.Length];
        var sink = new RowSink(new MemberRow<FlowRole>(raw, _scratch, records.Absent), records.Columns, records.Absent);
        var reason = raw.ContainsAnyInRange((byte)0, (byte)8) ? $"the line '{Excerpt.Of(raw)}' holds control characters, expected text"
            : form.Cut(raw, ref sink);
        ref var record = ref batch.Add(start, raw.Length);
        var outcome = LineOutcome.Rejected;
        if (reason is null)
            outcome = records.Read(sink.Row, ref record, out reason);
        (record.Line, record.Offset, record.Index) = (line, offset, 0);
        if (outcome == LineOutcome.Record)
            return;
        batch.RemoveLast();
        if (outcome == LineOutcome.Ignored)
            batch.IgnoredLines++;
        else
            batch.Rejected.Add(new RejectedRecord(batch.File.Path, line, offset, reason ?? "the line cannot be read"));
    }

    private bool Lookup(ReadOnlySpan<byte> record, string column, out string value)
    {
        foreach (var (name, found) in FieldsOf(record))
        {
            if (!ColumnNames.Comparer.Equals(name, column))
                continue;
            value = found;
            return true;
        }

        value = "";
        return false;
    }

    private List<KeyValuePair<string, string>> FieldsOf(ReadOnlySpan<byte> record)
    {
        var sink = new FieldSink();
        form.Cut(record, ref sink);
        sink.Fields.RemoveAll(f => records.IsAbsent(f.Key, f.Value));
        return sink.Fields;
    }

    private ref struct RowSink(MemberRow<FlowRole> row, ColumnTable<FlowRole> columns, ReadOnlySpan<byte> absent) : ICellSink
    {
        private readonly ReadOnlySpan<byte> _absent = absent;
        private MemberRow<FlowRole> _row = row;

        public readonly MemberRow<FlowRole> Row => _row;

        public void Take(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
        {
            if (!value.IsEmpty && !value.SequenceEqual(_absent) && columns.Find(name) is { } column)
                _row.Set(column, value);
        }
    }

    private readonly struct FieldSink() : ICellSink
    {
        public List<KeyValuePair<string, string>> Fields { get; } = [];

        public void Take(scoped ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
            Fields.Add(new(Encoding.UTF8.GetString(name), Encoding.UTF8.GetString(value)));
    }
}
