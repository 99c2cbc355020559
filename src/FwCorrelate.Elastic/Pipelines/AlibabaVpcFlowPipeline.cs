// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>Reads Alibaba Cloud VPC flow logs: JSON objects, or rows of CSV whose header line <c>fwcorrelate.log_format</c> tells.</summary>
internal static class AlibabaVpcFlowPipeline
{
    private const string Tag = "fwcorrelate_alibaba_vpc_flow";

    private static readonly MemberColumns Columns = new(AlibabaVpcFlowLog.RecordColumns, AlibabaVpcFlowLog.Mappings);

    public static IngestPipeline Create() => new(
        "fwcorrelate-alibaba-vpc-flow", AlibabaVpcFlowLog.FormatName,
        "FwCorrelate: Alibaba Cloud VPC flow logs, one record per event as JSON or CSV in message or event.original",
        new PipelineSteps(Tag, Script(), Columns.Parameters(c => [c, MemberColumns.Bare(c)], AlibabaVpcFlowLog.HeaderColumns), []));

    private static string Script() => new PainlessScript()
        .Define("Tag", PipelineSteps.ReadTag(Tag))
        .Define("FormatName", AlibabaVpcFlowLog.FormatName)
        .Define("Absent", AlibabaVpcFlowLog.Absent)
        .Define("Columns", Columns.Names.Count)
        .Define("Flow", (long)RecordKind.Flow)
        .Define("NoData", (long)RecordKind.NoData)
        .Define("SkipData", (long)RecordKind.SkipData)
        .Columns(Columns.Names, 0)
        .Add("text", "address")
        .AddText(WordFunctions.OfDocuments)
        .AddText(WordFunctions.NumberOf("statusOf", AlibabaVpcFlowLog.Statuses))
        .AddText(WordFunctions.NumberOf("actionOf", AlibabaVpcFlowLog.Actions))
        .AddText(WordFunctions.NumberOf("directionOf", AlibabaVpcFlowLog.Directions))
        .AddText(WordFunctions.NumberOf("protocolWord", TransportProtocolNames.Words))
        .Add("community", "outcome", "settings", "columns", "json", "members", "alibaba-vpc-flow")
        .AddText(DocumentFunctions.Of(new ScriptedColumns(AlibabaVpcFlowLog.FormatName, SourceIsInitiator: false, AlibabaVpcFlowLog.Mappings, "String[] fields", c => $"fields[$[{c}]]")))
        .Add("members.main")
        .ToString();
}
