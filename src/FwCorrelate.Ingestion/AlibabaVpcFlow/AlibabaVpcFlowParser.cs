// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.AlibabaVpcFlow;

/// <summary>Reads Alibaba Cloud VPC flow logs as Log Service writes them: one JSON object per line.</summary>
internal sealed class AlibabaVpcFlowParser : JsonLineParser
{
    public override IReadOnlyList<FieldMapping> Mappings => AlibabaVpcFlowLog.Mappings;

    public override bool TryGetField(ReadOnlySpan<byte> record, string column, out string value)
    {
        value = "";
        foreach (var name in AlibabaVpcFlowRecords.NamesOf(column))
        {
            if (base.TryGetField(record, name, out value))
                return true;
        }

        return false;
    }

    protected override bool IsAbsent(string column, string value) => AlibabaVpcFlowRecords.IsAbsent(value);

    protected override LineOutcome Read(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> line, Span<byte> scratch, ref FlowRecord record, out string? reason) =>
        AlibabaVpcFlowRecords.Read(AlibabaVpcFlowRow.Read(ref reader, scratch), ref record, out reason);
}
