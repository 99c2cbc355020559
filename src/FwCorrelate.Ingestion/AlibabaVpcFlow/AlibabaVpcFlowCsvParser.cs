// SPDX-License-Identifier: Apache-2.0
using CsvHelper;
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.CsvLines;
using FwCorrelate.Ingestion.Inputs;
using FwCorrelate.Ingestion.JsonLines;

namespace FwCorrelate.Ingestion.AlibabaVpcFlow;

/// <summary>Reads Alibaba Cloud VPC flow logs as CSV whose header line names the fields, in any order.</summary>
internal sealed class AlibabaVpcFlowCsvParser(IHeaderLines headers) : CsvLineParser(headers)
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

    protected override LineOutcome Read(CsvReader row, CsvColumns columns, ref FlowRecord record, out string? reason)
    {
        var fields = default(AlibabaVpcFlowRow);
        for (var i = 0; i < columns.Count; i++)
            fields.SetAny(columns[i], row.GetSpan(i));
        return AlibabaVpcFlowRecords.Read(fields, ref record, out reason);
    }
}
