// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Formats;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>Finds the format of each record by its content and hands it to that format's pipeline. The default of the flow data streams.</summary>
internal static class RoutingPipeline
{
    private const string Tag = "fwcorrelate_flow";

    /// <param name="families">The pipelines to choose from.</param>
    public static IngestPipeline Create(IReadOnlyList<IngestPipeline> families)
    {
        var names = families.ToDictionary(f => f.Format!, f => f.Name, StringComparer.Ordinal);
        return new IngestPipeline(
            "fwcorrelate-flow", null,
            "FwCorrelate: flow and firewall logs of any format that is read, one record per event in message or event.original",
            new PipelineSteps(Tag, Script(names), Parameters(names), [.. families.Select(f => f.Name)]));
    }

    private static string Script(Dictionary<string, string> names) => new PainlessScript()
        .Define("Tag", PipelineSteps.ReadTag(Tag))
        .Define("CloudFirewall", names[CloudFirewallLog.FormatName])
        .Define("AlibabaVpcFlow", names[AlibabaVpcFlowLog.FormatName])
        .Define("AwsVpcFlow", names[AwsVpcFlowLog.FormatName])
        .Add("text", "outcome", "settings", "route", "route.main")
        .ToString();

    private static JsonObject Parameters(Dictionary<string, string> names) => new()
    {
        ["tables"] = new JsonObject
        {
            ["formats"] = new JsonObject(names.Select(n => KeyValuePair.Create(n.Key, (JsonNode?)n.Value))),
            ["topics"] = new JsonObject(CloudFirewallLog.Topics.Select(t => KeyValuePair.Create(t, (JsonNode?)names[CloudFirewallLog.FormatName]))
                .Append(KeyValuePair.Create(AlibabaVpcFlowLog.Topic, (JsonNode?)names[AlibabaVpcFlowLog.FormatName]))),
            ["types"] = Texts(CloudFirewallLog.LogTypes),
            ["traffic"] = Groups(CloudFirewallLog.HeaderColumns.Select(c => (IEnumerable<string>)[c])),
            ["flows"] = Groups(AlibabaVpcFlowLog.HeaderColumns.Where(c => !c.EndsWith("addr", StringComparison.Ordinal)).Select(Spellings)
                .Append([.. Spellings("eni-id"), .. Spellings("srcaddr")])),
            ["trafficHeader"] = Texts(CloudFirewallLog.HeaderColumns.Select(MemberColumns.Bare)),
            ["flowHeader"] = Texts(AlibabaVpcFlowLog.HeaderColumns.Select(MemberColumns.Bare)),
            ["messages"] = Texts(["message", "@message", "body"]),
        },
    };

    private static IEnumerable<string> Spellings(string column) =>
        ((IEnumerable<string>)[column, column.Replace('-', '_'), MemberColumns.Bare(column)]).Distinct(StringComparer.Ordinal);

    private static JsonArray Groups(IEnumerable<IEnumerable<string>> groups) => [.. groups.Select(g => (JsonNode)Texts(g))];

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(t => (JsonNode)t)];
}
