// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>The pipelines that are shipped.</summary>
public static class PipelineSet
{
    private static readonly IngestPipeline[] Families = [AwsVpcFlowPipeline.Create(), CloudFirewallPipeline.Create(), AlibabaVpcFlowPipeline.Create()];

    /// <summary>The one that routes by content.</summary>
    public static IngestPipeline Routing { get; } = RoutingPipeline.Create(Families);

    /// <summary>All, in the order in which they are to be stored: those that others call come first.</summary>
    public static IReadOnlyList<IngestPipeline> All { get; } = [.. Families, Routing];

    /// <summary>What the installer keeps: <see cref="All"/>, and before them the place for users' own processors.</summary>
    public static IReadOnlyList<InstallableAsset> Assets { get; } = [Hook, .. All.Select(p => p.Asset)];

    // OpenSearch cannot be told to pass over a pipeline that is missing: there an empty one is installed where there is none.
    private static InstallableAsset Hook => new(AssetKind.IngestPipeline, IngestPipeline.UserHook, IngestPipeline.Version,
        f => f is { Product: EngineProduct.OpenSearch, Pipelines: true }
            ? new JsonObject { ["description"] = "Processors of your own, called by every pipeline of FwCorrelate after its own", ["processors"] = new JsonArray() }
            : null)
    {
        IsHook = true,
    };
}
