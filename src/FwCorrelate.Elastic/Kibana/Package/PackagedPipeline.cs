// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Kibana.Package;

/// <summary>
/// An ingest pipeline as a package holds it: what the package specification does not know (<c>version</c>, <c>_meta</c>) is left out, and
/// another pipeline of the same data stream is called by its file, since Fleet gives it a name of its own.
/// </summary>
internal static class PackagedPipeline
{
    private static readonly string[] Known = ["description", "processors", "on_failure"];

    /// <param name="siblings">The file names of the data stream's pipelines.</param>
    public static JsonObject Of(JsonObject pipeline, IEnumerable<string> siblings)
    {
        var packaged = new JsonObject(pipeline.Where(p => Known.Contains(p.Key, StringComparer.Ordinal))
            .Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
        var names = siblings.ToHashSet(StringComparer.Ordinal);
        foreach (var list in new[] { packaged["processors"], packaged["on_failure"] }.OfType<JsonArray>())
            Rename(list, names);
        return packaged;
    }

    private static void Rename(JsonArray processors, HashSet<string> siblings)
    {
        foreach (var (type, options) in processors.OfType<JsonObject>().SelectMany(p => p).ToArray())
        {
            if (type == "pipeline" && (string?)options?["name"] is { } name && siblings.Contains(name))
                options["name"] = $"{{{{ IngestPipeline '{name}' }}}}";
            if (options?["on_failure"] is JsonArray handlers)
                Rename(handlers, siblings);
        }
    }
}
