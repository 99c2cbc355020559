// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Pipelines;
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Kibana.Package;

/// <summary>
/// The data streams of the store as a package has them: fields from the field table, pipelines from those that are installed.
/// </summary>
public static class StoreStreams
{
    private static readonly Dictionary<string, (string Title, string Description)> Texts = new()
    {
        ["flow"] = ("Flow records", "Flow records of firewalls and networks, parsed"),
        ["alert"] = ("Firewall alerts", "Alerts of the firewalls themselves, parsed"),
        ["tool_call"] = ("Tool calls", "Tool calls of AI agents"),
        ["attribution"] = ("Attributions", "Flow records and alerts that matched a rule, with the tool call that caused them"),
    };

    // The one that logs are sent to as they are; its pipelines hand alerts on to theirs.
    private const string Raw = "flow";

    /// <param name="pipelines">Those of the formats that are read.</param>
    /// <param name="retention">How long documents are kept, such as <c>90d</c>; null leaves that to the cluster.</param>
    public static IReadOnlyList<PackageStream> Of(PipelineSet pipelines, string? retention)
    {
        var packaged = pipelines.All.ToDictionary(
            p => p == pipelines.Routing ? PackageStream.First : p.Name, p => p.Body(EngineProduct.Elasticsearch));
        return [.. StoreName.Streams.Select(s => new PackageStream(
            s, Texts[s].Title, Texts[s].Description, Fields(s), s == Raw ? packaged : new Dictionary<string, JsonObject>(), retention))];
    }

    private static List<PackageField> Fields(string stream) =>
        [.. StoreField.Common.Concat(StoreField.Of(stream)).Select(f => new PackageField(f.Name, f.Type)),
            new PackageField("labels.*", "keyword")];
}
