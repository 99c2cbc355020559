// SPDX-License-Identifier: Apache-2.0
using System.Text.Json.Nodes;

namespace FwCorrelate.Elastic.Kibana.Package;

/// <summary>A data stream of the package, <c>logs-fwcorrelate.NAME-*</c>.</summary>
/// <param name="Name">The part of the data set behind the dot, such as <c>flow</c>.</param>
/// <param name="Fields">Every field that its documents may have, without those that a package adds by itself.</param>
/// <param name="Pipelines">Ingest pipelines by file name; <c>default</c> is the one that the stream starts with.</param>
/// <param name="Retention">How long documents are kept, such as <c>90d</c>; null leaves that to the cluster.</param>
public sealed record PackageStream(
    string Name, string Title, string Description, IReadOnlyList<PackageField> Fields, IReadOnlyDictionary<string, JsonObject> Pipelines, string? Retention = null);

/// <param name="Name">Dotted.</param>
/// <param name="Type">Elasticsearch's mapping type, such as <c>keyword</c>.</param>
public sealed record PackageField(string Name, string Type);
