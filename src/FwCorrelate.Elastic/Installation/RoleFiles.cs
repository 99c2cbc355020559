// SPDX-License-Identifier: Apache-2.0
using System.Reflection;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Installation;

/// <summary>
/// The roles for installer, shipper, writer and reader, each with no more rights than its work needs: bodies of <c>PUT
/// _security/role/NAME</c> (Elasticsearch; also a value of <c>role_descriptors</c> of an API key) and of <c>PUT
/// _plugins/_security/api/roles/NAME</c> (OpenSearch).
/// </summary>
public static class RoleFiles
{
    public static IReadOnlyList<string> Names { get; } =
        ["fwcorrelate-installer", "fwcorrelate-shipper", "fwcorrelate-writer", "fwcorrelate-reader"];

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <returns>JSON text.</returns>
    public static string Of(EngineProduct product, string name)
    {
        var resource = $"Roles/{Folder(product)}/{name}.json";
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new ArgumentException($"There is no role {name} for {product}.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    internal static string Folder(EngineProduct product) => product == EngineProduct.OpenSearch ? "opensearch" : "elasticsearch";
}
