// SPDX-License-Identifier: Apache-2.0
using CsvHelper;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.CsvLines;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>Reads Cloud Firewall logs as the console downloads a page of them: CSV whose header line names the same fields, in any order.</summary>
internal sealed class CloudFirewallCsvParser(CloudFirewallRecords records, IHeaderLines headers) : CsvLineParser(headers), IRecordLayout
{
    public override IReadOnlyList<FieldMapping> Mappings => CloudFirewallLog.Mappings;

    public IReadOnlyCollection<string> UnknownVerdicts => records.UnknownVerdicts;

    public override bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) =>
        ColumnNames.Comparer.Equals(column, CloudFirewallLog.NatSource)
            ? CloudFirewallRecords.TryGetNatSource(record, base.TryGetField, out value)
            : base.TryGetField(record, column, out value);

    protected override bool IsAbsent(string column, string value) => CloudFirewallRecords.IsAbsent(column, value);

    protected override LineOutcome Read(CsvReader row, CsvColumns columns, ref FlowRecord record, out string? reason)
    {
        var fields = default(CloudFirewallRow);
        for (var i = 0; i < columns.Count; i++)
            fields.Set(columns[i], row.GetSpan(i));
        return records.Read(fields, ref record, out reason);
    }
}
