// SPDX-License-Identifier: Apache-2.0
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Installation;

/// <summary>The bodies in an engine's answer to a question for pipelines or templates.</summary>
internal static class AssetBodies
{
    public static IEnumerable<(string Name, JsonObject Body)> Of(AssetKind kind, JsonElement answer) => kind switch
    {
        AssetKind.IngestPipeline => answer.EnumerateObject().Select(p => (p.Name, JsonObject.Create(p.Value)!)),
        AssetKind.ComponentTemplate => Listed(answer, "component_templates", "component_template"),
        _ => Listed(answer, "index_templates", "index_template"),
    };

    private static IEnumerable<(string Name, JsonObject Body)> Listed(JsonElement answer, string list, string member) =>
        answer.GetProperty(list).EnumerateArray()
            .Select(e => (e.GetProperty("name").GetString()!, JsonObject.Create(e.GetProperty(member))!));
}
