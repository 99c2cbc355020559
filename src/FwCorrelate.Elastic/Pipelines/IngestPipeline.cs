// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Installation;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>A pipeline that parses records in an engine.</summary>
/// <param name="Name">Starts with <c>fwcorrelate</c>.</param>
/// <param name="Format">Name of the format of logs it reads; null for the one that routes by content.</param>
public sealed record IngestPipeline(string Name, string? Format, string Description, PipelineSteps Steps)
{
    /// <summary>To be raised with every change of any pipeline.</summary>
    public const int Version = 3;

    /// <summary>Where users put processors of their own: each pipeline calls it last.</summary>
    public const string UserHook = "fwcorrelate-flow@custom";

    /// <summary>As the installer keeps it.</summary>
    public InstallableAsset Asset => new(AssetKind.IngestPipeline, Name, Version, f => f.Pipelines ? Body(f.Product) : null);

    /// <summary>The pipeline as an engine takes it, without version and marks of ownership.</summary>
    public JsonObject Body(EngineProduct product) => new()
    {
        ["description"] = Description,
        ["processors"] = Steps.Processors(product),
        ["on_failure"] = Steps.OnFailure(),
    };
}
