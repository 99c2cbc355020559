// SPDX-License-Identifier: Apache-2.0
using FwCorrelate.Elastic.Gateway;
using FwCorrelate.Elastic.Store;

namespace FwCorrelate.Elastic.Installation;

/// <summary>The retention that an earlier installation set: an installation that says none keeps it.</summary>
public static class StoredRetention
{
    /// <returns>Such as <c>90d</c>; null where none is set, or ours is not installed.</returns>
    /// <exception cref="EngineException">The engine cannot be asked.</exception>
    public static async Task<string?> AskAsync(ISearchEngine engine, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        if (engine.Dialect.Product != EngineProduct.Elasticsearch)
            return null;
        var path = InstallableAsset.PathOf(AssetKind.ComponentTemplate, StoreTemplates.StreamSettings);
        var reply = await engine.SendAsync(HttpMethod.Get, path, EngineBody.None, cancellationToken).ConfigureAwait(false);
        if (reply.Status == 404)
            return null;
        var (_, body) = AssetBodies.Of(AssetKind.ComponentTemplate, reply.Required($"read {path}").Json).First();
        return body["template"]?["lifecycle"]?["data_retention"]?.ToString();
    }
}
