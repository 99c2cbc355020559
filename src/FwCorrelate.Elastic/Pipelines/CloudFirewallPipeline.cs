// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Flows;
using FwCorrelate.Formats;
using FwCorrelate.Network;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>Reads Alibaba Cloud Firewall logs: JSON objects, or rows of CSV whose header line <c>fwcorrelate.log_format</c> tells.</summary>
internal static class CloudFirewallPipeline
{
    private const string Tag = "fwcorrelate_alibaba_cloud_firewall";

    private static readonly MemberColumns Columns = new(CloudFirewallLog.RecordColumns, CloudFirewallLog.Mappings, CloudFirewallLog.NatSource);

    public static IngestPipeline Create() => new(
        "fwcorrelate-alibaba-cloud-firewall", CloudFirewallLog.FormatName,
        "FwCorrelate: Alibaba Cloud Firewall traffic and IPS logs, one record per event as JSON or CSV in message or event.original",
        new PipelineSteps(Tag, Script(), Columns.Parameters(c => [c], CloudFirewallLog.HeaderColumns), []));

    private static string Script() => new PainlessScript()
        .Define("Tag", PipelineSteps.ReadTag(Tag))
        .Define("FormatName", CloudFirewallLog.FormatName)
        .Define("UnknownCountry", CloudFirewallLog.UnknownCountry)
        .Define("IntrusionSuffix", CloudFirewallLog.IntrusionSuffix)
        .Define("NameRequests", CloudFirewallLog.NameRequests)
        .Define("TrafficTopic", CloudFirewallLog.TrafficTopic)
        .Define("Columns", Columns.Names.Count)
        .Define("LetThrough", (long)FirewallAction.Alert)
        .Define("Flow", (long)RecordKind.Flow)
        .Define("Alert", (long)RecordKind.Alert)
        .Define("Outbound", (long)FlowDirection.Outbound)
        .Columns(Columns.Names, 0)
        .Add("text", "address")
        .AddText(WordFunctions.OfDocuments)
        .AddText(WordFunctions.NumberOf("actionOf", CloudFirewallLog.Actions))
        .AddText(WordFunctions.NumberOf("directionOf", CloudFirewallLog.Directions))
        .AddText(WordFunctions.NumberOf("protocolWord", TransportProtocolNames.Words))
        .AddText(WordFunctions.IsOneOf("isIntrusionTopic", CloudFirewallLog.IntrusionTopics))
        .AddText(WordFunctions.IsOneOf("isVpcBorder", CloudFirewallLog.VpcBorder))
        .Add("community", "outcome", "settings", "columns", "json", "local-stamp", "members", "alibaba-cloud-firewall")
        .AddText(DocumentFunctions.Of(new ScriptedColumns(CloudFirewallLog.FormatName, SourceIsInitiator: true, CloudFirewallLog.Mappings, "String[] fields", Column)))
        .Add("members.main")
        .ToString();

    private static string Column(string column) => column == CloudFirewallLog.NatSource ? "natSource(fields)" : $"fields[$[{column}]]";
}
