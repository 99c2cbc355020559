// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Pipelines;

/// <summary>The pipelines that are shipped.</summary>
public static class PipelineSet
{
    private static readonly IngestPipeline[] Families = [AwsVpcFlowPipeline.Create(), CloudFirewallPipeline.Create(), AlibabaVpcFlowPipeline.Create()];

    /// <summary>The one that routes by content.</summary>
    public static IngestPipeline Routing { get; } = RoutingPipeline.Create(Families);

    /// <summary>All, in the order in which they are to be stored: those that others call come first.</summary>
    public static IReadOnlyList<IngestPipeline> All { get; } = [.. Families, Routing];
}
