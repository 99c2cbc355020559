// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;
using FwCorrelate.Formats;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>The pipelines of the formats that are read.</summary>
public sealed class PipelineSet
{
    /// <param name="formats">Those without a pipeline of their own are passed over.</param>
    public PipelineSet(IEnumerable<LogFormat> formats)
    {
        var read = formats.Where(f => f.Pipeline is not null).ToList();
        var families = read.Select(f => FamilyPipeline.Create(f, f.Pipeline!)).ToList();
        Routing = RoutingPipeline.Create(read);
        All = [.. families, Routing];
        Assets = [Hook, .. All.Select(p => p.Asset)];
    }

    /// <summary>The one that routes by content.</summary>
    public IngestPipeline Routing { get; }

    /// <summary>All, in the order in which they are to be stored: those that others call come first.</summary>
    public IReadOnlyList<IngestPipeline> All { get; }

    /// <summary>What the installer keeps: <see cref="All"/>, and before them the place for users' own processors.</summary>
    public IReadOnlyList<InstallableAsset> Assets { get; }

    // OpenSearch cannot be told to pass over a pipeline that is missing: there an empty one is installed where there is none.
    private static InstallableAsset Hook => new(AssetKind.IngestPipeline, IngestPipeline.UserHook, IngestPipeline.Version,
        f => f is { Product: EngineProduct.OpenSearch, Pipelines: true }
            ? new JsonObject
            {
                ["description"] = "Processors of your own, called by every pipeline of FwCorrelate after its own",
                ["processors"] = new JsonArray()
            }
            : null)
    {
        IsHook = true,
    };
}
