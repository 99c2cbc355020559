// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Formats;

namespace FwCorrelate.Ingestion.AwsVpcFlow;

/// <summary>
/// How an ingest pipeline reads text of one record per event. The columns are the default ones, or what <c>fwcorrelate.log_format</c>
/// names.
/// </summary>
internal static class AwsVpcFlowPipeline
{
    public static PipelineSource Create() => new CellPipeline
    {
        Reads = "AWS VPC flow logs, one record per event as text in message or event.original",
        Scripts = ["envelope.painless", "read.painless"],
        Main = "main.painless",
        RecordColumns = AwsVpcFlowLog.RecordColumns,
        Computed = new Dictionary<string, string>
        {
            [AwsVpcFlowLog.NatSource] = $"intermediate(cells, layout, $[{AwsVpcFlowLog.SourceAddress}], $[{AwsVpcFlowLog.PacketSource}])",
            [AwsVpcFlowLog.NatDestination] = $"intermediate(cells, layout, $[{AwsVpcFlowLog.DestinationAddress}], "
                + $"$[{AwsVpcFlowLog.PacketDestination}])",
        },
        Constants = new Dictionary<string, string>
        {
            ["DefaultHeader"] = AwsVpcFlowLog.DefaultHeader,
            ["TransitGateway"] = AwsVpcFlowLog.TransitGateway,
            ["Absent"] = AwsVpcFlowLog.Absent,
        },
        Parameters = "String[] cells, List layout",
        Cell = place => $"value(cells, layout, {place})",

        // Place 0 of a layout is the number of its columns.
        FirstColumn = 1,
        Tables = Tables,
    };

    // The layouts that most logs have are worked out beforehand; any other is once per record.
    private static JsonObject Tables(IReadOnlyList<string> read) => new()
    {
        ["layouts"] = new JsonObject(UsualHeaders.Select(h => KeyValuePair.Create(h, (JsonNode?)Layout(h, read)))),
        ["columns"] = new JsonObject
        {
            ["known"] = Texts(AwsVpcFlowLog.KnownColumns),
            ["required"] = new JsonArray([.. AwsVpcFlowLog.RequiredColumns.Select(Texts)]),
            ["read"] = Texts(read.Select(Folded)),
        },
    };

    // Each version of the format adds columns behind those of the version before.
    private static IEnumerable<string> UsualHeaders
    {
        get
        {
            yield return AwsVpcFlowLog.DefaultHeader;
            yield return "timestamp " + AwsVpcFlowLog.DefaultHeader;
            foreach (var last in (string[])["pkt-dstaddr", "sublocation-id", "traffic-path", "ecs-task-id", "reject-reason",
                "encryption-status"])
                yield return string.Join(' ', AwsVpcFlowLog.KnownColumns.TakeWhile(c => c != last).Append(last));
        }
    }

    private static JsonArray Layout(string header, IReadOnlyList<string> read)
    {
        var names = header.Split(' ');
        return [names.Length, .. read.Select(c => (JsonNode)Array.IndexOf(names, Folded(c)))];
    }

    private static string Folded(string column) => column.Replace('_', '-');

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];
}
