// SPDX-License-Identifier: Apache-2.0
using System.Text;
using System.Text.Json;
using FwCorrelate.Elastic.Gateway;

namespace FwCorrelate.Elastic.Installation;

/// <summary>
/// What is installed as files, for those who install by hand: a folder for each engine with the bodies, the roles and the requests in
/// order.
/// </summary>
public static class InstallFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>By path, with <c>/</c>. The same assets give the same bytes.</summary>
    public static SortedDictionary<string, byte[]> Of(IReadOnlyList<InstallableAsset> assets)
    {
        ArgumentNullException.ThrowIfNull(assets);
        var files = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var product in Enum.GetValues<EngineProduct>())
            AddEngine(files, product, assets);
        return files;
    }

    private static void AddEngine(SortedDictionary<string, byte[]> files, EngineProduct product, IReadOnlyList<InstallableAsset> assets)
    {
        var folder = RoleFiles.Folder(product);
        var features = EngineFeatures.Usual(product);
        var requests = new StringBuilder();
        foreach (var asset in assets.OrderBy(a => a.Kind))
        {
            if (asset.Marked(features) is not { } body)
                continue;
            var path = $"{asset.Kind switch { AssetKind.IngestPipeline => "pipelines", AssetKind.ComponentTemplate => "component-templates", _ => "index-templates" }}/{asset.Name}.json";
            Add($"{folder}/{path}", body.ToJsonString(Indented));
            requests.Append($"PUT {asset.Path} < {path}{(asset.IsHook ? "   (only where it is missing)" : string.Empty)}\n");
        }

        var roles = product == EngineProduct.OpenSearch ? "_plugins/_security/api/roles/" : "_security/role/";
        foreach (var role in RoleFiles.Names)
        {
            Add($"{folder}/roles/{role}.json", RoleFiles.Of(product, role).TrimEnd());
            requests.Append($"PUT {roles}{role} < roles/{role}.json\n");
        }

        Add($"{folder}/requests.txt", requests.ToString().TrimEnd());
        void Add(string path, string text) => files.Add(path, Encoding.UTF8.GetBytes(text + "\n"));
    }
}
