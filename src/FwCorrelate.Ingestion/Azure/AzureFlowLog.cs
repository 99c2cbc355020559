// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Documents;
using FwCorrelate.Formats;
using NodaTime;

namespace FwCorrelate.Ingestion.Azure;

/// <summary>
/// The table of Azure's flow logs of networks (version 4) and of network security groups (versions 1 and 2) (Microsoft, "VNet flow logs",
/// "NSG flow logs").
/// </summary>
internal static class AzureFlowLog
{
    public static LogFormat Format { get; } = new("azure-flow")
    {
        Title = "Azure VNet flow logs (v4) and NSG flow logs (v1, v2) (JSON)",
        CloudProvider = "azure",
        WorstCaseSlack = Duration.FromSeconds(60),
        SlackSource = "Microsoft, VNet flow logs: collected once a minute",
        NestsMembers = true,
        Mappings =
        [
            new("macAddress", EcsFields.ObserverIngressInterfaceName),
            new("mac", EcsFields.ObserverIngressInterfaceName),
            new("rule", EcsFields.RuleName),
            new("aclID", EcsFields.RuleRuleset),
            new("targetResourceID", EcsFields.ObserverName),
            new("resourceId", EcsFields.ObserverName),
        ],
        OtherColumns = ["category", "operationName", "flowLogVersion", "systemId", "flowLogResourceID"],
        SensorColumns = [["mac", "macAddress"]],
        SourceIsInitiator = true,
        HoldsFlowsOnly = true,
        Omission = null,
        Marks = new RecordMarks { Members = [["flowRecords.flows", "properties.flows"], ["category", "operationName"]] },
        PipelineLack =
            "a record holds the tuples of a minute, and a pipeline makes one document of an event: collect them with 'fwcorrelate flows'",
        Folder = new FormatFolder(typeof(AzureFlowLog).Assembly, "Azure"),
    };
}
