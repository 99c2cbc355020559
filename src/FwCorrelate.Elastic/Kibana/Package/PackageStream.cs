// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Kibana.Package;

/// <summary>A data stream of the package, <c>logs-fwcorrelate.NAME-*</c>.</summary>
/// <param name="Name">The part of the data set behind the dot, such as <c>flow</c>.</param>
/// <param name="Fields">Every field that its documents may have, without those that a package adds by itself.</param>
/// <param name="Pipelines">Ingest pipelines by file name; the stream starts with <see cref="First"/>, where it has any.</param>
/// <param name="Retention">How long documents are kept, such as <c>90d</c>; null leaves that to the cluster.</param>
public sealed record PackageStream(
    string Name, string Title, string Description, IReadOnlyList<PackageField> Fields, IReadOnlyDictionary<string, JsonObject> Pipelines,
    string? Retention = null)
{
    public const string First = "default";
}

/// <param name="Name">Dotted; with <c>*</c> for its last step, whatever is below has the type.</param>
/// <param name="Type">As in <see cref="Store.StoreField"/>.</param>
public sealed record PackageField(string Name, string Type);
