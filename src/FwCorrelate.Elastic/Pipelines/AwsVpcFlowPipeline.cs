// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Flows;
using FwCorrelate.Formats;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>Reads AWS VPC flow log text, one record per event. The columns are the default ones, or what <c>fwcorrelate.log_format</c> names.</summary>
internal static class AwsVpcFlowPipeline
{
    private const string Tag = "fwcorrelate_aws_vpc_flow";

    // Place 0 of a layout is the number of its columns.
    private const int FirstColumn = 1;

    private static readonly string[] RecordColumns =
    [
        AwsVpcFlowLog.SourceAddress, AwsVpcFlowLog.DestinationAddress, AwsVpcFlowLog.PacketSource, AwsVpcFlowLog.PacketDestination,
        AwsVpcFlowLog.SourcePort, AwsVpcFlowLog.DestinationPort, AwsVpcFlowLog.Protocol, AwsVpcFlowLog.Packets, AwsVpcFlowLog.Bytes,
        AwsVpcFlowLog.Start, AwsVpcFlowLog.End, AwsVpcFlowLog.Action, AwsVpcFlowLog.LogStatus, AwsVpcFlowLog.TcpFlags, AwsVpcFlowLog.FlowDirection,
        .. DocumentFunctions.CommonColumns,
    ];

    private static readonly string[] ReadColumns =
    [
        .. RecordColumns.Union(AwsVpcFlowLog.Mappings.Select(m => m.Column)).Except([AwsVpcFlowLog.NatSource, AwsVpcFlowLog.NatDestination]),
    ];

    public static IngestPipeline Create() => new(
        "fwcorrelate-aws-vpc-flow", AwsVpcFlowLog.FormatName,
        "FwCorrelate: AWS VPC flow logs, one record per event as text in message or event.original",
        new PipelineSteps(Tag, Script(), Parameters(), []));

    private static string Script() => new PainlessScript()
        .Define("Tag", PipelineSteps.ReadTag(Tag))
        .Define("FormatName", AwsVpcFlowLog.FormatName)
        .Define("DefaultHeader", AwsVpcFlowLog.DefaultHeader)
        .Define("TransitGateway", AwsVpcFlowLog.TransitGateway)
        .Define("Absent", AwsVpcFlowLog.Absent)
        .Define("Flow", (long)RecordKind.Flow)
        .Define("NoData", (long)RecordKind.NoData)
        .Define("SkipData", (long)RecordKind.SkipData)
        .Columns(ReadColumns, FirstColumn)
        .Add("text", "address")
        .AddText(WordFunctions.OfDocuments)
        .AddText(WordFunctions.NumberOf("statusOf", AwsVpcFlowLog.Statuses))
        .AddText(WordFunctions.NumberOf("actionOf", AwsVpcFlowLog.Actions))
        .AddText(WordFunctions.NumberOf("directionOf", AwsVpcFlowLog.Directions))
        .Add("community", "outcome", "settings", "envelope", "aws-vpc-flow")
        .AddText(DocumentFunctions.Of(new ScriptedColumns(AwsVpcFlowLog.FormatName, SourceIsInitiator: false, AwsVpcFlowLog.Mappings, "String[] cells, List layout", Column)))
        .Add("aws-vpc-flow.main")
        .ToString();

    private static string Column(string column) => column switch
    {
        AwsVpcFlowLog.NatSource => $"intermediate(cells, layout, $[{AwsVpcFlowLog.SourceAddress}], $[{AwsVpcFlowLog.PacketSource}])",
        AwsVpcFlowLog.NatDestination => $"intermediate(cells, layout, $[{AwsVpcFlowLog.DestinationAddress}], $[{AwsVpcFlowLog.PacketDestination}])",
        _ => $"value(cells, layout, $[{column}])",
    };

    // The layouts that most logs have are worked out beforehand; any other is once per record.
    private static JsonObject Parameters() => new()
    {
        ["layouts"] = new JsonObject(UsualHeaders.Select(h => KeyValuePair.Create(h, (JsonNode?)Layout(h)))),
        ["columns"] = new JsonObject
        {
            ["known"] = Texts(AwsVpcFlowLog.KnownColumns),
            ["required"] = new JsonArray([.. AwsVpcFlowLog.RequiredColumns.Select(Texts)]),
            ["read"] = Texts(ReadColumns.Select(Folded)),
        },
    };

    // Each version of the format adds columns behind those of the version before.
    private static IEnumerable<string> UsualHeaders
    {
        get
        {
            yield return AwsVpcFlowLog.DefaultHeader;
            yield return "timestamp " + AwsVpcFlowLog.DefaultHeader;
            foreach (var last in (string[])["pkt-dstaddr", "sublocation-id", "traffic-path", "ecs-task-id", "reject-reason", "encryption-status"])
                yield return string.Join(' ', AwsVpcFlowLog.KnownColumns.TakeWhile(c => c != last).Append(last));
        }
    }

    private static JsonArray Layout(string header)
    {
        var names = header.Split(' ');
        return [names.Length, .. ReadColumns.Select(c => (JsonNode)Array.IndexOf(names, Folded(c)))];
    }

    private static string Folded(string column) => column.Replace('_', '-');

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];
}
