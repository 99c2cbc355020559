// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Cli.CommandLine;
using FwCorrelate.Cli.Options;
using FwCorrelate.Elastic.Ecs;
using FwCorrelate.Flows;
using FwCorrelate.Network;
using NodaTime;

namespace FwCorrelate.Cli.Output;

/// <summary>Writes flow records as they come.</summary>
internal abstract class FlowWriter : IDisposable
{
    /// <param name="withOriginal">Whether documents hold the raw record.</param>
    public static FlowWriter Of(string format, DateTimeZone zone, bool withOriginal, Terminal terminal) => format switch
    {
        FormatOption.Jsonl => new JsonFlows(withOriginal, terminal),
        FormatOption.Csv => new CsvFlows(terminal),
        _ => new TableFlows(zone, terminal),
    };

    public void Write(FlowBatch batch)
    {
        for (var i = 0; i < batch.Count; i++)
            Write(new RecordReference(batch, i));
    }

    public virtual void Dispose()
    {
    }

    protected abstract void Write(RecordReference reference);

    private static string KindOf(in FlowRecord record) => record.Kind switch
    {
        RecordKind.Alert => "alert",
        RecordKind.NoData => "nodata",
        RecordKind.SkipData => "skipdata",
        _ => "flow",
    };

    private sealed class JsonFlows(bool withOriginal, Terminal terminal) : FlowWriter
    {
        private readonly JsonLines _lines = new(terminal);

        public override void Dispose()
        {
            _lines.Dispose();
            base.Dispose();
        }

        protected override void Write(RecordReference reference) => _lines.Write(FlowDocument.Of(reference, withOriginal));
    }

    private sealed class CsvFlows : FlowWriter
    {
        private readonly CsvText _csv;

        public CsvFlows(Terminal terminal)
        {
            _csv = new CsvText(terminal);
            _csv.Row(
                "start", "end", "kind", "action", "transport", "source_ip", "source_port", "destination_ip", "destination_port", "packets",
                "bytes", "file", "line");
        }

        protected override void Write(RecordReference reference)
        {
            ref readonly var record = ref reference.Record;
            _csv.Text(EcsTime.Format(record.Start.ToInstant())).Text(EcsTime.Format(record.End.ToInstant())).Text(KindOf(record))
                .Text(record.Action.Name())
                .Text(record.Protocol.Name()).Text(record.Source.ToString()).Number<int>(record.Source.IsNone ? null : record.SourcePort)
                .Text(record.Destination.ToString()).Number<int>(record.Destination.IsNone ? null : record.DestinationPort)
                .Number<long>(record.Packets < 0 ? null : record.Packets).Number<long>(record.Bytes < 0 ? null : record.Bytes)
                .Text(reference.Batch.File.Path).Number<long>(record.Line).EndRow();
        }
    }

    private sealed class TableFlows : FlowWriter
    {
        private readonly TextTable _table;
        private readonly DateTimeZone _zone;

        public TableFlows(DateTimeZone zone, Terminal terminal)
        {
            _zone = zone;
            _table = new TextTable(PageWriter.To(terminal), 19, 8, 10);
            _table.Header($"START ({zone.Id})", "ACTION", "BYTES", "FROM → TO");
        }

        protected override void Write(RecordReference reference)
        {
            ref readonly var record = ref reference.Record;
            var what = record.Kind is RecordKind.Flow or RecordKind.Alert ? FlowText.Ends(record) : "";
            var action = record.Kind == RecordKind.Flow ? record.Action.Name() : KindOf(record);
            _table.Row(PageText.Time(record.Start.ToInstant(), _zone), action, FlowText.Counter(record.Bytes), what);
        }
    }
}
