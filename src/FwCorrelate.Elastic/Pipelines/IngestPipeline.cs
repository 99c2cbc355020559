// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Pipelines;

/// <summary>A pipeline that parses records in an engine.</summary>
/// <param name="Name">Starts with <c>fwcorrelate</c>.</param>
/// <param name="Format">Name of the format of logs it reads; null for the one that routes by content.</param>
public sealed record IngestPipeline(string Name, string? Format, string Description, PipelineSteps Steps)
{
    /// <summary>Raised with every change of any pipeline, so that an installer can tell an older one.</summary>
    public const int Version = 1;

    /// <summary>Where users put processors of their own: each pipeline calls it last.</summary>
    public const string UserHook = "fwcorrelate-flow@custom";

    /// <summary>Body of <c>PUT _ingest/pipeline/NAME</c>.</summary>
    public JsonObject Body(EngineProduct product)
    {
        var body = new JsonObject
        {
            ["description"] = Description,
            ["version"] = Version,
            ["processors"] = Steps.Processors(product),
            ["on_failure"] = Steps.OnFailure(),
        };

        // OpenSearch refuses what it does not know.
        if (product == EngineProduct.Elasticsearch)
            body["_meta"] = new JsonObject { ["managed_by"] = "fwcorrelate", ["managed"] = true };
        return body;
    }
}
