// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Ingestion.CsvLines;
using FwCorrelate.Ingestion.JsonLines;
using FwCorrelate.Ingestion.Text;
using NodaTime;

namespace FwCorrelate.Ingestion.AlibabaVpcFlow;

/// <summary>Alibaba Cloud VPC flow logs as one JSON object per line, as Log Service writes them, or as CSV (Alibaba Cloud, VPC, "Flow log fields").</summary>
internal sealed class AlibabaVpcFlowFormat : IFlowFormat
{
    public string Name => AlibabaVpcFlowLog.FormatName;

    public string Title => "Alibaba Cloud VPC flow logs (Log Service JSON lines, CSV)";

    public Duration WorstCaseSlack => Duration.FromSeconds(60);

    public string SlackSource => "not documented: 60 s, the shortest usual capture window, until measured";

    // In both spellings, srcaddr and SrcAddr.
    public ReadOnlySpan<byte> HeaderMark => "ddr"u8;

    public bool ReadsDocuments => true;

    public bool IsHeader(ReadOnlySpan<byte> line) => CsvColumns.IsHeader(line, AlibabaVpcFlowLog.HeaderColumns);

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        if (HasCsvHeader(head))
            return true;
        var first = FirstObject.Of(head);
        if (first.TryGetValue("__topic__", out var topic) && topic.Length > 0)
            return topic == AlibabaVpcFlowLog.Topic;
        var names = first.Keys.Select(k => k.Replace("_", "", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return names.Contains("logstatus") && names.Contains("start") && names.Contains("end") && (names.Contains("eniid") || names.Contains("srcaddr"));
    }

    public IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns) =>
        HasCsvHeader(head.Span) ? new AlibabaVpcFlowCsvParser(this) : new AlibabaVpcFlowParser();

    private bool HasCsvHeader(ReadOnlySpan<byte> head)
    {
        foreach (var line in TextHead.Lines(head))
        {
            if (IsHeader(line))
                return true;
        }

        return false;
    }
}
