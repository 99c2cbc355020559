// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Ingestion.JsonLines;
using NodaTime;

namespace FwCorrelate.Ingestion.AlibabaVpcFlow;

/// <summary>Alibaba Cloud VPC flow logs as Log Service writes them: one JSON object per line (Alibaba Cloud, VPC, "Flow log fields").</summary>
internal sealed class AlibabaVpcFlowFormat : IFlowFormat
{
    public string Name => "alibaba-vpc-flow";

    public string Title => "Alibaba Cloud VPC flow logs (Log Service JSON lines)";

    public Duration WorstCaseSlack => Duration.FromSeconds(60);

    public string SlackSource => "not documented: 60 s, the shortest usual capture window, until measured";

    public ReadOnlySpan<byte> HeaderMark => default;

    public bool IsHeader(ReadOnlySpan<byte> line) => false;

    public bool Recognises(ReadOnlySpan<byte> head, string path)
    {
        var first = FirstObject.Of(head);
        if (first.TryGetValue("__topic__", out var topic) && topic.Length > 0)
            return topic == "flow_log";
        var names = first.Keys.Select(k => k.Replace("_", "", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        return names.Contains("logstatus") && names.Contains("start") && names.Contains("end") && (names.Contains("eniid") || names.Contains("srcaddr"));
    }

    public IFlowParser CreateParser(InputFile file, ReadOnlyMemory<byte> head, string? forcedColumns) => new AlibabaVpcFlowParser();
}
