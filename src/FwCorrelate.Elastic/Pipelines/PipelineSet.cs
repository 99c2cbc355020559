// SPDX-License-Identifier: Apache-2.0
namespace FwCorrelate.Elastic.Pipelines;

/// <summary>The pipelines that are shipped.</summary>
public static class PipelineSet
{
    /// <summary>Those that others call come first.</summary>
    public static IReadOnlyList<IngestPipeline> All { get; } = [AwsVpcFlowPipeline.Create(), CloudFirewallPipeline.Create(), AlibabaVpcFlowPipeline.Create()];
}
