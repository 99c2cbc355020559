// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.AlibabaCloudFirewall;

/// <summary>Reads Cloud Firewall logs as Log Service writes them: one JSON object per line.</summary>
internal sealed class CloudFirewallParser(CloudFirewallRecords records) : JsonLineParser, IRecordLayout
{
    public override IReadOnlyList<FieldMapping> Mappings => CloudFirewallLog.Mappings;

    public IReadOnlyCollection<string> UnknownVerdicts => records.UnknownVerdicts;

    public override bool TryGetField(ReadOnlySpan<byte> record, string column, out string value) => ColumnNames.Comparer.Equals(column, CloudFirewallLog.NatSource)
        ? CloudFirewallRecords.TryGetNatSource(record, base.TryGetField, out value)
        : base.TryGetField(record, column, out value);

    protected override bool IsAbsent(string column, string value) => CloudFirewallRecords.IsAbsent(column, value);

    protected override LineOutcome Read(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> line, Span<byte> scratch, ref FlowRecord record, out string? reason) =>
        records.Read(CloudFirewallRow.Read(ref reader, scratch), ref record, out reason);
}
